import { expect } from 'chai';
import { parse } from 'yaml';
import { loadPolicy } from '../../engine/decisions/loadPolicy.ts';
import { handoffDefaults } from '../../engine/decisions/handoff/defaults.ts';
import { packKinds } from '../../engine/decisions/kinds.ts';
import { defaultShifts } from '../../engine/decisions/ranking/slaPolicy.ts';
import { politenessSchema } from '../../plugins/genesys/politeness/settings.ts';
import { packSchema } from '../../engine/packs/packSchema.ts';
import { plain, tableBelow } from './page.ts';

type Node = Readonly<Record<string, unknown>>;

/** Every default a schema states, by path: `csat.prior`. */
function schemaDefaults(schema: Node, path = ''): [string, unknown][] {
  return Object.entries((schema['properties'] ?? {}) as Record<string, Node>).flatMap(([name, field]) => {
    const here = path === '' ? name : `${path}.${name}`;
    return 'default' in field ? [[here, field['default']]] : schemaDefaults(field, here);
  });
}

/** The fields of rules that stand in for a list left out, by path: `triggers.bad-mood.when`. */
function ruleDefaults(list: string, rules: readonly { readonly name: string }[]): [string, unknown][] {
  return rules.flatMap(({ name, ...fields }) =>
    Object.entries(fields).map(([field, value]): [string, unknown] => [`${list}.${name}.${field}`, value]),
  );
}

function defaultsOf(kind: string): Map<string, unknown> {
  const schema = packSchema(packKinds.find((one) => one.kind === kind)!);
  return new Map([
    ...schemaDefaults(schema),
    ...(kind === 'SlaPolicy' ? ruleDefaults('shifts', defaultShifts) : []),
    ...(kind === 'Handoff'
      ? [
          ...ruleDefaults('triggers', handoffDefaults.triggers),
          ...ruleDefaults('guards', handoffDefaults.guards),
        ]
      : []),
  ]);
}

describe('docs/defaults.md', () => {
  for (const { kind } of packKinds) {
    it(`gives every default of ${kind}, as the code has it`, () => {
      const expected = Object.fromEntries(defaultsOf(kind));
      const rows = Object.keys(expected).length === 0 ? [] : tableBelow('docs/defaults.md', `## ${kind}`);
      const told = rows.map(([field, value]) => [plain(field!), parse(plain(value!)) as unknown]);
      expect(Object.fromEntries(told)).to.deep.equal(expected);
    });
  }

  it('gives every default of politeness to Genesys Cloud, as the code has it', () => {
    const rows = tableBelow('docs/defaults.md', '## Politeness to Genesys Cloud');
    const told = rows.map(([field, value]) => [plain(field!), parse(plain(value!)) as unknown]);
    expect(told).to.deep.equal(schemaDefaults(politenessSchema));
  });

  it('means by them what a pack means that says nothing', () => {
    const silent =
      hashOf('SlaPolicy', {}) + hashOf('Scoring', {}) + hashOf('Handoff', { target: { queue: 'Q' } });
    const { triggers, guards, ...rest } = handoffDefaults;
    const spoken =
      hashOf('SlaPolicy', { shifts: defaultShifts }) +
      hashOf('Scoring', nested(defaultsOf('Scoring'))) +
      hashOf('Handoff', {
        ...rest,
        target: { queue: 'Q' },
        triggers: { any: triggers },
        guards: { all: guards },
      });
    expect(spoken).to.equal(silent);
  });
});

function nested(flat: ReadonlyMap<string, unknown>): object {
  const deep: Record<string, unknown> = {};
  for (const [path, value] of flat) {
    const [outer, inner] = path.split('.') as [string, string?];
    deep[outer] = inner === undefined ? value : { ...(deep[outer] as object | undefined), [inner]: value };
  }
  return deep;
}

function hashOf(kind: string, fields: object): string {
  const text = JSON.stringify({ apiVersion: 'signalbox/v1', kind, name: 'all-defaults', ...fields });
  const { policy, problems } = loadPolicy('defaults', [
    { file: 'defaults.json', bytes: new TextEncoder().encode(text) },
  ]);
  expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  return policy.hash;
}
