import { join } from 'node:path';
import { expect } from 'chai';
import { loadPolicy, requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { policyFolders } from '../../../engine/packs/folder.ts';
import { findingLines } from '../../../harness/lint/findingsText.ts';
import { skillsOfOrg, skillsRecorded } from '../../../harness/lint/knownSkills.ts';
import { lintPolicy, type LintOptions } from '../../../harness/lint/lintPolicy.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { loadOrg } from '../../../harness/sandbox/org/load.ts';

const root = join(import.meta.dirname, '../../..');

/** What is found in packs, as `line:column id rule`. */
function found(text: string, options?: LintOptions): readonly string[] {
  return lintText(text, options).map(
    ({ line, column, code, rule = '' }) => `${line}:${column} ${code} ${rule}`,
  );
}

function lintText(text: string, options?: LintOptions) {
  const packs = text.replaceAll(/^kind:/gm, 'apiVersion: signalbox/v1\nkind:');
  const source = { file: 'rules.yaml', bytes: new TextEncoder().encode(packs) };
  const { policy, problems } = loadPolicy('small', [source]);
  expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  return lintPolicy(policy, options);
}

const order = (first: string, above = '', after = ''): string => `kind: QueueOrder
name: order
headStarts:
${above}  - name: high ${first}
    when: { fact: priority, operator: equal, value: high }
    headStartSeconds: 90 ${after}
`;

describe('lint', () => {
  it('finds nothing in the policies that ship, or is told why not', async () => {
    const known = await skillsRecorded(
      new RecordingReader(join(root, 'fixtures/retail-bank-day.ndjson.gz')).events(),
    );
    for (const folder of await policyFolders(join(root, 'rules'))) {
      const { policy } = await requirePolicy(folder);
      const skills = policy.name.startsWith('retail-bank') ? { skills: known } : {};
      expect(lintPolicy(policy, skills).flatMap(findingLines), folder).to.deep.equal([]);
    }
  });

  it('shows what it finds: where, which rule, what to do, and an input', () => {
    const found = lintText(order(''));
    expect(found.flatMap(findingLines)).to.deep.equal([
      'rules.yaml:7:5: warning: 90 s is no whole number of minutes: the platform is told whole points, one a minute (in order / high) → write a multiple of 60 [head-start-rounding]',
      '    for example: priority “high”: 90 s are 1.5 points, and the platform is told 2: 30 s more than meant',
    ]);
    expect(found.map(({ severity }) => severity)).to.deep.equal(['warning']);
  });

  describe('is silenced by a comment', () => {
    const allow = '# signalbox-lint: allow head-start-rounding because it is meant so';

    it('on the line, above it, on the rule or above that', () => {
      expect(found(order('', '', allow))).to.deep.equal([]);
      expect(found(order(allow))).to.deep.equal([]);
      expect(found(order('', `  ${allow}\n  # and another comment\n`))).to.deep.equal([]);
      const above = order('').replace('    headStartSeconds', `    ${allow}\n    headStartSeconds`);
      expect(found(above)).to.deep.equal([]);
    });

    it('that says why, names a lint rule, and allows what is found there', () => {
      const rounding = '7:5 head-start-rounding order / high';
      const bad = (comment: string): readonly string[] => found(order('', '', comment));
      expect(bad('# signalbox-lint: allow head-start-rounding')).to.deep.equal([
        rounding,
        '7:26 bad-silence ',
      ]);
      expect(bad('# signalbox-lint: allow head-start-rounding because')).to.have.length(2);
      expect(bad('# signalbox-lint: allow head-start-runding because so')).to.have.length(2);
      expect(bad('# signalbox-lint: disable')).to.have.length(2);
      expect(bad('# signalbox-lint: allow gap because so')).to.have.length(2);
      expect(bad('# a comment about signalbox')).to.deep.equal([rounding]);
    });

    it('and not by what only looks like one', () => {
      expect(found(order('').replace('name: order', `name: order\ndescription: "${allow}"`))).to.have.length(
        1,
      );
    });
  });

  it('knows what the end of a command, and asking for a person, mean', () => {
    const reactions = `kind: Reactions
name: r
reactions:
  - { name: never, on: transfer.failed, when: { fact: commandStatus, operator: equal, value: done }, do: [{ crm: upsert }] }
`;
    expect(found(reactions)).to.deep.equal(['5:41 never-holds r / never']);
    const handoff = `kind: Handoff
name: h
target: { queue: Support }
triggers:
  any:
    - name: never
      when:
        all:
          - { fact: utterance, operator: containsWord, value: a real person }
          - { fact: askedForPerson, operator: equal, value: false }
`;
    expect(found(handoff)).to.deep.equal(['8:7 never-holds h / never']);
    expect(found(handoff.replace('target:', 'personRequest: { phrases: [agent] }\ntarget:'))).to.deep.equal(
      [],
    );
  });

  it('finds shifts that never begin, are made twice, or are refused beside another', () => {
    const shift = (name: string, when: string, more = ''): string =>
      `  - { name: ${name}, when: { fact: serviceLevel, operator: lessThan, value: ${when} }, ${more} shift: { languageMatch: 0.25, proficiency: -0.25 } }\n`;
    const until = (value: string): string =>
      `until: { fact: serviceLevel, operator: lessThan, value: ${value} },`;
    const head = 'kind: SlaPolicy\nname: s\nshifts:\n';
    const scoring = '---\nkind: Scoring\nname: score\n';
    expect(found(head + shift('a', '0.7', until('0.8')) + scoring)).to.deep.equal(['5:5 never-holds s / a']);
    expect(found(head + shift('a', '0.7') + shift('b', '0.7') + scoring)).to.deep.equal([
      '6:5 duplicate-rule s / b',
      '6:79 changes-nothing s / b',
    ]);
    expect(found(head + shift('a', '0.7') + shift('b', '0.7'))).to.deep.equal(['6:5 duplicate-rule s / b']);
  });

  it('finds reactions that set one attribute to different things, and not those that both do something', () => {
    const reaction = (name: string, does: string): string =>
      `  - { name: ${name}, on: conversation.ended, do: [${does}] }\n`;
    const head = 'kind: Reactions\nname: r\nreactions:\n';
    const set = (value: string): string => `{ attributes: { outcome: ${value} } }`;
    expect(found(head + reaction('a', set('x')) + reaction('b', set('y')))).to.deep.equal([
      '6:5 overlapping-rules r / b',
    ]);
    expect(found(head + reaction('a', set('x')) + reaction('b', '{ crm: upsert }'))).to.deep.equal([]);
    expect(found(head + reaction('a', set('x')) + reaction('b', set('x')))).to.deep.equal([
      '6:5 duplicate-rule r / b',
    ]);
  });

  it('finds skills nobody has, where it is told who has what', async () => {
    const mapping = `kind: SkillMapping
name: m
mappings: []
otherwise: { assign: { skill: Order } }
`;
    const skills = skillsOfOrg(await loadOrg(join(root, 'harness/sandbox/orgs/corner-shop.yaml')));
    expect(found(mapping)).to.deep.equal([]);
    expect(found(mapping, { skills })).to.deep.equal(['5:14 skill-nobody-has m / otherwise']);
  });
});
