import { expect } from 'chai';
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { readFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import { header, rightPolicy } from '../policyText.ts';

const shipped = (await Array.fromAsync(glob('rules/retail-bank/*.yaml'))).filter(
  (file) => !file.includes('.cases.'),
);
const texts = await Promise.all(shipped.map((file) => readFile(file, 'utf8')));
const documents = texts.flatMap((text) =>
  parseAllDocuments(text).map((document) => document.toJS() as object),
);

/** The same value with the keys of every mapping in another order. */
function shuffled(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, turn));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, held]) => [key, shuffled(held, turn + 1)] as const);
  const start = entries.length === 0 ? 0 : turn % entries.length;
  return Object.fromEntries([...entries.slice(start), ...entries.slice(0, start)].reverse());
}

describe('the content hash of a policy', () => {
  const { hash } = rightPolicy(...texts);

  it('is the same for YAML and JSON, with comments or without, in any order of keys, documents and files', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(documents, { minLength: documents.length }),
        fc.nat(7),
        fc.boolean(),
        fc.boolean(),
        (order, turn, asJson, inOneFile) => {
          const written = order.map((document) => {
            const other = shuffled(document, turn);
            return asJson ? JSON.stringify(other, null, turn) : `# comment ${turn}\n${stringify(other)}`;
          });
          const files = inOneFile ? [written.join('\n---\n')] : written;
          expect(rightPolicy(...files).hash).to.equal(hash);
        },
      ),
      { numRuns: 100 },
    );
  });

  const scoring = (fields: string): string => rightPolicy(`${header('Scoring')}${fields}`).hash;
  const order = (fields: string): string => rightPolicy(`${header('QueueOrder')}${fields}`).hash;

  it('does not change when a default is written out, weights are scaled, or prose is added', () => {
    const base = scoring('');
    expect(scoring('minimumScore: 0.5\nbucket: 0.01\nmaxProficiency: 5\n')).to.equal(base);
    expect(scoring('weights: { proficiency: 4, languageMatch: 3, historicalCsat: 3 }')).to.equal(base);
    expect(scoring('description: prose\nowner: me')).to.equal(base);
    expect(scoring('eligible: { status: [IDLE] }')).to.equal(base);
  });

  it('does not change for another way to write one condition', () => {
    const one = (when: string): string =>
      order(`headStarts: [{ name: a, headStartSeconds: 1, when: ${when} }]`);
    const base = one('{ fact: priority, operator: notEqual, value: high }');
    expect(one('{ all: [{ fact: priority, operator: notEqual, value: high }] }')).to.equal(base);
    expect(one('{ not: { fact: priority, operator: equal, value: high } }')).to.equal(base);
    expect(one('{ not: { not: { fact: priority, operator: notEqual, value: high } } }')).to.equal(base);
    const list = one('{ fact: priority, operator: in, value: [low, high] }');
    expect(one('{ fact: priority, operator: in, value: [high, low, high] }')).to.equal(list);
  });

  it('changes with every change of meaning', () => {
    const variants = [
      '',
      'minimumScore: 0.51',
      'bucket: 0',
      'publish: 6',
      'maxProficiency: 4',
      'weights: { proficiency: 0.4, languageMatch: 0.31, historicalCsat: 0.29 }',
      'csat: { prior: 0.6 }',
      'csat: { priorWeight: 11 }',
      'csat: { scaleMax: 5 }',
      'eligible: { status: [IDLE, COMMUNICATING] }',
      'eligible: { requiredLanguage: must }',
      'tieBreak: [fewestHandled, longestIdle, seededHash]',
      'appliesTo: { queues: [Cards] }',
      'appliesTo: { mediaTypes: [voice] }',
    ];
    expect(new Set(variants.map(scoring)).size).to.equal(variants.length);
  });

  it('changes with the name of a pack or rule, and with the order of rules, which records show', () => {
    const rule = (name: string, seconds: number): string =>
      `{ name: ${name}, headStartSeconds: ${seconds}, when: { fact: priority, operator: equal, value: high } }`;
    const hashes = [
      order(`headStarts: [${rule('a', 1)}, ${rule('b', 2)}]`),
      order(`headStarts: [${rule('b', 2)}, ${rule('a', 1)}]`),
      order(`headStarts: [${rule('a', 1)}, ${rule('c', 2)}]`),
      rightPolicy(`${header('QueueOrder', 'other')}headStarts: [${rule('a', 1)}, ${rule('b', 2)}]`).hash,
    ];
    expect(new Set(hashes).size).to.equal(hashes.length);
  });
});
