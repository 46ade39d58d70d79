import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { ProblemError } from '../../../engine/problem.ts';
import { checkOrg } from '../../../harness/sandbox/org/load.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';

const path = 'harness/sandbox/orgs/corner-shop.yaml';
const text = readFileSync(path, 'utf8');

/** What is said of an org, as `line:column code message → hint`. */
function problemsOf(changed: string): string[] {
  try {
    checkOrg('org.yaml', Buffer.from(changed));
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(
      ({ file, line, column, code, message, hint }) =>
        `${file}:${line}:${column} ${code} ${message} → ${hint}`,
    );
  }
}

/** Where a piece of the org's text stands. */
function placeOf(piece: string, within = text): string {
  const before = within.slice(0, within.indexOf(piece)).split('\n');
  return `org.yaml:${before.length}:${before.at(-1)!.length + 1}`;
}

describe('an org in YAML', () => {
  it('is read as it is written', () => {
    const org = checkOrg(path, Buffer.from(text));
    expect(org.scenario.queues.map(({ name }) => name)).to.deep.equal(['Orders', 'Refunds']);
    expect(org.queueSettings!['Refunds']!.routingRules![0]!.threshold).to.equal(60);
  });

  it('can say everything that the retail bank says', () => {
    const written = stringify({ apiVersion: 'signalbox/v1', kind: 'Org', scenario: retailBank });
    expect(checkOrg('bank.yaml', Buffer.from(written)).scenario).to.deep.equal(retailBank);
  });

  const mistakes: readonly (readonly [
    what: string,
    from: string,
    to: string,
    place: string,
    said: string,
  ])[] = [
    ['a misspelt key', 'slaTarget: 90/30', 'slaTargt: 90/30', 'slaTarget: 90/30', 'slaTarget'],
    ['a level out of range', 'Orders: 5 }', 'Orders: 6 }', 'Orders: 5 }', '5'],
    ['a time that is none', "opens: '09:00'", "opens: '25:00'", "opens: '09:00'", 'time of day'],
    [
      'an unknown method',
      'skillEvaluationMethod: ALL',
      'skillEvaluationMethod: SOME',
      'skillEvaluationMethod: ALL',
      'BEST',
    ],
    [
      'a queue that is not there',
      'Orders: { skillEvaluationMethod',
      'Order: { skillEvaluationMethod',
      'Orders: { skillEvaluationMethod',
      'Orders',
    ],
    [
      'a kind of distribution with the wrong figures',
      '{ kind: constant, seconds: 15 }',
      '{ kind: constant, minutes: 15 }',
      'minutes: 15 }',
      'minutes',
    ],
    [
      'a contradiction',
      'queues: [Orders]',
      'queues: [Order]',
      'scenario:',
      'agent ben names the queue Order',
    ],
  ];
  for (const [what, from, to, place, said] of mistakes) {
    it(`is refused for ${what}, at its line and column`, () => {
      const changed = text.replace(from, to);
      const problems = problemsOf(changed).join('\n');
      const where = changed.includes(place) ? placeOf(place, changed) : placeOf(place);
      expect(problems).to.contain(`${where} `);
      expect(problems).to.contain(said);
    });
  }

  it('is one document', () => {
    expect(problemsOf('')).to.have.length(1);
    expect(problemsOf(`${text}\n---\n${text}`)[0]).to.contain('one org');
    expect(problemsOf('{')).not.to.be.empty;
  });
});
