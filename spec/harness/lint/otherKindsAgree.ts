import { expect } from 'chai';
import fc from 'fast-check';
import type { Condition, MissingDefaults } from '../../../engine/conditions/condition.ts';
import type { Handoff } from '../../../engine/decisions/handoff/handoff.ts';
import type { QueueOrder } from '../../../engine/decisions/order/queueOrder.ts';
import { lintPolicy } from '../../../harness/lint/lintPolicy.ts';
import { allInputs, idleParts, tableOf, type Table } from './bruteForce.ts';
import { conditionOn, conversationFacts, missingOf, policyOf, queueFacts, someOf } from './smallPacks.ts';

/** A pack as written, and the facts its conditions read. */
export interface SmallPack {
  readonly facts: readonly string[];
  readonly pack: object;
}

const facts = [...queueFacts, ...conversationFacts.filter(({ name }) => name !== 'intent')];

/** Packs of up to four head starts. */
export const smallOrder: fc.Arbitrary<SmallPack> = someOf(facts).chain((chosen) =>
  fc
    .record({
      headStarts: fc.array(
        fc.record({ when: conditionOn(chosen), headStartSeconds: fc.constantFrom(0, 30, 60, 90, 120) }),
        { minLength: 1, maxLength: 4 },
      ),
      missing: missingOf(chosen),
    })
    .map(({ headStarts, missing }) => {
      const named = headStarts.map((headStart, index) => ({ name: `h${index}`, ...headStart }));
      const pack = { kind: 'QueueOrder', name: 'small', missing, headStarts: named };
      return { facts: chosen.map(({ name }) => name), pack };
    }),
);

/** Handoffs of up to three triggers and three guards. */
export const smallHandoff: fc.Arbitrary<SmallPack> = someOf(facts).chain((chosen) =>
  fc
    .record({
      triggers: fc.array(fc.record({ when: conditionOn(chosen), forTurns: fc.constantFrom(1, 1, 2) }), {
        minLength: 1,
        maxLength: 3,
      }),
      guards: fc.array(
        fc.record({
          when: conditionOn(chosen),
          otherwise: fc.constantFrom({ offer: 'callback' }, { say: 'no' }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      missing: missingOf(chosen),
    })
    .map(({ triggers, guards, missing }) => ({
      facts: chosen.map(({ name }) => name),
      pack: {
        kind: 'Handoff',
        name: 'small',
        target: { queue: 'Support' },
        missing,
        triggers: { any: triggers.map((trigger, index) => ({ name: `t${index}`, ...trigger })) },
        guards: { all: guards.map((guard, index) => ({ name: `g${index}`, ...guard })) },
      },
    })),
);

/** Fails where lint and a trial of all inputs say different things of head starts. @returns what was found, by lint rule. */
export function expectOrderAgrees({ facts: names, pack: written }: SmallPack): readonly string[] {
  const { pack, said, inputs } = linted<QueueOrder>(written, names);
  const rules = pack.headStarts;
  const table = tableOf(
    rules.map(({ when }) => when),
    inputs,
    pack.missing,
  );
  const expected = aloneOf(rules, table, inputs, pack.missing);
  const kept: number[] = [];
  for (const [place, { name, headStartSeconds }] of rules.entries()) {
    const held = table.filter((row) => row[place]);
    if (held.length === 0) continue;
    if (headStartSeconds === 0) expected.push(`changes-nothing ${name}`);
    const totals = held.map((row) =>
      rules.reduce((sum, one, at) => sum + (row[at] ? one.headStartSeconds : 0), 0),
    );
    if (headStartSeconds % 60 !== 0 && totals.some((total) => total % 60 !== 0))
      expected.push(`head-start-rounding ${name}`);
    const twin = kept.find((other) => table.every((row) => row[other] === row[place]));
    if (twin === undefined) kept.push(place);
    else expected.push(`duplicate-rule ${name} ${rules[twin]!.name}`);
  }
  expect(said.toSorted(), JSON.stringify(written)).to.deep.equal(expected.toSorted());
  return said.map((one) => one.split(' ')[0]!);
}

/** The same of triggers and guards. */
export function expectHandoffAgrees({ facts: names, pack: written }: SmallPack): readonly string[] {
  const { pack, said, inputs } = linted<Handoff>(written, names);
  const { triggers, guards, missing } = pack;
  const fires = tableOf(
    triggers.map(({ when }) => when),
    inputs,
    missing,
  );
  const passes = tableOf(
    guards.map(({ when }) => when),
    inputs,
    missing,
  );
  const fails = passes.map((row) => row.map((holds) => !holds));
  const expected = [
    ...aloneOf(triggers, fires, inputs, missing),
    ...aloneOf(guards, passes, inputs, missing),
  ];
  for (const [place, { name, forTurns }] of triggers.entries()) {
    if (isConstant(fires, place)) continue;
    const before = triggers.slice(0, place).map((trigger, at) => ({ at, turns: trigger.forTurns }));
    const atOnce = before.filter(({ turns }) => turns === 1).map(({ at }) => at);
    const inRow = before.filter(({ turns }) => turns > 1 && turns <= forTurns).map(({ at }) => [at]);
    const idle = [atOnce, ...inRow]
      .map((others) => idleOf(fires, place, others))
      .find((one) => one !== undefined);
    const isSame = (other: number): boolean => triggers[other]!.forTurns === forTurns;
    if (idle !== undefined) expected.push(idleSaid(triggers, fires, name, place, idle, isSame));
  }
  for (const [place, { name, otherwise }] of guards.entries()) {
    if (isConstant(passes, place)) continue;
    const idle = idleOf(
      fails,
      place,
      guards.slice(0, place).map((_, at) => at),
    );
    const isSame = (other: number): boolean =>
      JSON.stringify(guards[other]!.otherwise) === JSON.stringify(otherwise);
    if (idle !== undefined) expected.push(idleSaid(guards, fails, name, place, idle, isSame));
  }
  expect(said.toSorted(), JSON.stringify(written)).to.deep.equal(expected.toSorted());
  return said.map((one) => one.split(' ')[0]!);
}

function linted<P>(written: object, names: readonly string[]) {
  const policy = policyOf(written);
  const found = lintPolicy(policy).filter(({ code }) => code !== 'threshold-outside-range');
  const said = found.map(({ code, rule, others = [] }) => {
    const name = rule!.split(' / ')[1] ?? '';
    return [code, name, ...(code === 'unreachable-rule' ? [] : others)].join(' ').trim();
  });
  const inputs = allInputs(facts.filter(({ name }) => names.includes(name)));
  return { pack: policy.packs[0] as P, said, inputs };
}

type Named = readonly { readonly name: string; readonly when: Condition }[];

/** What is said of each condition by itself. */
function aloneOf(
  rules: Named,
  table: Table,
  inputs: ReturnType<typeof allInputs>,
  missing: MissingDefaults,
): string[] {
  return rules.flatMap(({ name, when }, place) => {
    const column = table.map((row) => row[place]);
    if (!column.includes(true)) return [`never-holds ${name}`];
    if (!column.includes(false)) return [`always-holds ${name}`];
    return idleParts(when, inputs, missing).map((code) => `${code} ${name}`);
  });
}

function isConstant(table: Table, place: number): boolean {
  return new Set(table.map((row) => row[place])).size === 1;
}

/** The first of some rules that alone leaves one nothing; −1 where only several do. */
function idleOf(table: Table, place: number, others: readonly number[]): number | undefined {
  const counting = table.filter((row) => row[place]);
  const single = others.find((other) => counting.every((row) => row[other]));
  if (single !== undefined) return single;
  return counting.every((row) => others.some((other) => row[other])) ? -1 : undefined;
}

function idleSaid(
  rules: Named,
  table: Table,
  name: string,
  place: number,
  idle: number,
  isSame: (other: number) => boolean,
): string {
  if (idle === -1) return `unreachable-rule ${name}`;
  const isTwin = table.every((row) => row[idle] === row[place]) && isSame(idle);
  return `${isTwin ? 'duplicate-rule' : 'shadowed-rule'} ${name} ${rules[idle]!.name}`;
}
