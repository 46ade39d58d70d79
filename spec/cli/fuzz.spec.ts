import { expect } from 'chai';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { loadPolicy } from '../../engine/decisions/loadPolicy.ts';
import { printable, renderProblem } from '../../engine/problem.ts';
import { cpuMilliseconds } from '../cpuTime.ts';

/** Fewer than other properties make: each loads a policy. */
const seed = Number(process.env['SIGNALBOX_SEED'] ?? 20261120);
const numRuns = Math.max(300, Math.floor(Number(process.env['SIGNALBOX_RUNS'] ?? 1000) * 0.3));
const slowestLoad = 15_000;
/** More than anybody reads; a file that breaks every rule must not drown the rest. */
const mostProblems = 6_000;

const shipped = readdirSync('rules/retail-bank')
  .filter((name) => /(?<!\.cases)\.yaml$/.test(name))
  .map((name) => readFileSync(`rules/retail-bank/${name}`, 'utf8'));

/** Whatever the bytes: no exception, every problem with its place, for a reasonable time of a processor. */
function loadsOrSaysWhyNot(bytes: Uint8Array): number {
  const before = cpuMilliseconds();
  const { policy, problems } = loadPolicy('fuzz', [{ file: 'fuzz.yaml', bytes }]);
  expect(cpuMilliseconds() - before).to.be.lessThan(slowestLoad);
  if (problems.length === 0) expect([...policy.packs, ...policy.claims]).not.to.be.empty;
  for (const problem of problems) {
    expect(problem.file).to.equal('fuzz.yaml');
    expect(problem.line, renderProblem(problem)).to.be.at.least(1);
    expect(problem.column, renderProblem(problem)).to.be.at.least(1);
    expect(problem.message).not.to.be.empty;
    expect(renderProblem(problem)).to.equal(printable(renderProblem(problem)));
  }
  return problems.length;
}

const tokens = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    ',',
    ', ',
    '\n',
    '\n  ',
    '\n    ',
    '- ',
    '? ',
    '&a ',
    '*a',
    '&b ',
    '*b',
    '<<: ',
  ],
  ...[
    '!!omap ',
    '!!binary ',
    '!x ',
    '|\n',
    '>-\n',
    '"',
    "'",
    '#',
    ' #',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '\t',
    '\r\n',
  ],
  ...[
    '\0',
    '\u001b[31m',
    '\ufeff',
    '\ud800',
    '~',
    'null',
    '.nan',
    '-0',
    '1e999',
    '0x1f',
    'no',
    '80/20',
    '2001-12-14',
  ],
  ...['apiVersion: signalbox/v1\n', 'kind: Scoring\n', 'kind: QueueOrder\n', 'kind: Handoff\n', 'name: n\n'],
  ...[
    'weights',
    'proficiency',
    'headStarts',
    'when',
    'until',
    'fact',
    'operator',
    'value',
    'all',
    'any',
    'not',
  ],
  ...[
    'condition',
    'conditions',
    'missing',
    'appliesTo',
    'mappings',
    'shifts',
    'triggers',
    'guards',
    'otherwise',
  ],
  ...['__proto__', 'constructor', 'toString', 'priority', 'equal', 'high', 'waitSeconds', 'lessThan', '5'],
);
const yamlish = fc.array(tokens, { maxLength: 60 }).map((parts) => parts.join(''));

/** A shipped pack with a few places of it replaced, cut out or doubled. */
const mutated = fc
  .tuple(
    fc.constantFrom(...shipped),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat(12),
        put: yamlish,
        twice: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, { at, cut, put, twice }) => {
      const start = Math.floor(at * changed.length);
      const held = twice ? changed.slice(start, start + cut) : '';
      return changed.slice(0, start) + held + put.slice(0, 40) + changed.slice(twice ? start : start + cut);
    }, text),
  );

/** A shipped pack with one value of it, wherever it stands, replaced by another. */
const swapped = fc
  .tuple(
    fc.constantFrom(...shipped),
    fc.nat(),
    fc.constantFrom(
      ...[
        '{}',
        '[]',
        '""',
        'null',
        '.nan',
        '-1',
        '1e308',
        'true',
        '[[]]',
        '{ toString: 1 }',
        '&x [*x]',
        '&x { a: *x }',
      ],
      ...[
        '__proto__',
        '{ __proto__: 1 }',
        '"\\e[31m"',
        '2001-12-14',
        '!!set { a }',
        '9999999999999999999999',
      ],
    ),
  )
  .map(([text, which, value]) => {
    const places = [...text.matchAll(/(?<=: )[^,{}[\]\n#]+/g)];
    const place = places[which % places.length]!;
    return text.slice(0, place.index) + value + text.slice(place.index + place[0].length);
  });

describe('a rule file of any content', () => {
  const options = { numRuns, seed };
  const encoder = new TextEncoder();
  const check = (arbitrary: fc.Arbitrary<string>): void =>
    fc.assert(
      fc.property(arbitrary, (text) => void loadsOrSaysWhyNot(encoder.encode(text))),
      options,
    );

  for (const [name, run] of [
    [
      'random bytes',
      () =>
        fc.assert(
          fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void loadsOrSaysWhyNot(bytes)),
          options,
        ),
    ],
    ['random text', () => check(fc.string({ unit: 'grapheme', maxLength: 200 }))],
    ['pieces of YAML', () => check(yamlish)],
    ['a shipped pack with changes', () => check(mutated)],
    ['a shipped pack with one value swapped', () => check(swapped)],
  ] as const) {
    it(`loads, or says where and why not: ${name}`, function () {
      this.timeout(120_000);
      run();
    });
  }

  /** Each within the limit of a megabyte, and made to be slow or deep. */
  const hostile: Readonly<Record<string, string>> = {
    'very many keys': Array.from({ length: 50_000 }, (_, index) => `k${index}: 1\n`).join(''),
    'very many documents': '---\n'.repeat(200_000),
    'very many packs of one name': 'apiVersion: signalbox/v1\nkind: Scoring\nname: s\n---\n'.repeat(2_000),
    'very many wrong conditions': `apiVersion: signalbox/v1\nkind: QueueOrder\nname: q\nheadStarts:\n${Array.from({ length: 5_000 }, (_, index) => `  - { name: a${index}, when: { fact: nope, operator: x, value: 3 }, headStartSeconds: 1 }\n`).join('')}`,
    'very many quotes': '"'.repeat(900_000),
    'very many brackets': '['.repeat(900_000),
    'very many dashes': '- '.repeat(450_000),
    'very many anchors': `x: ${'&a '.repeat(100_000)}y\n`,
    'a long list, many times over': `x: &v [${'{a: b},'.repeat(80_000)}]\ny: [${'*v,'.repeat(99)}]\n`,
    'named conditions that double': `apiVersion: signalbox/v1\nkind: QueueOrder\nname: q\nconditions:\n  c0: { fact: priority, operator: equal, value: high }\n${Array.from({ length: 29 }, (_, index) => `  c${index + 1}: { all: [ { condition: c${index} }, { condition: c${index} } ] }\n`).join('')}`,
    'a very long line': `apiVersion: signalbox/v1\nkind: Scoring\nname: s\ndescription: ${'x'.repeat(900_000)}\n`,
  };

  for (const [name, text] of Object.entries(hostile)) {
    it(`loads, or says where and why not, in seconds: ${name}`, function () {
      this.timeout(300_000);
      expect(loadsOrSaysWhyNot(Buffer.from(text)), 'problems told').to.be.lessThan(mostProblems);
    });
  }
});
