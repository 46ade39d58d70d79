import { headStartMs, pointsOf } from '../../../engine/decisions/order/decide.ts';
import type { QueueOrder } from '../../../engine/decisions/order/queueOrder.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { findInCondition } from '../conditionFindings.ts';
import { findDuplicates } from '../duplicates.ts';
import type { Found } from '../finding.ts';
import type { RuleSet } from '../ruleSet.ts';
import { placed, ruleOf, ruleSetOf, Unsettled, type Site } from '../site.ts';

const meaning = {
  ifNever: {
    message: 'no input meets the condition: nobody gets the head start',
    hint: 'mend the condition',
  },
  ifAlways: {
    message: 'every input meets the condition: all get the head start, so that nobody is ahead by it',
    hint: 'mend the condition, or drop the head start',
  },
};

/** Head starts whose conditions hold add up: none is in another's way. */
export function* lintQueueOrder(site: Site<QueueOrder>): Generator<Found> {
  const { headStarts } = site.pack;
  const rules = headStarts.map((headStart) => placed(site, ['headStarts'], headStart, meaning));
  const set = ruleSetOf(site, rules);
  const unsettled = new Unsettled();
  const never = new Set<number>();
  for (const [place, rule] of rules.entries()) {
    yield* unsettled.settle('whether the condition can hold', rule.name, function* () {
      for (const found of findInCondition(set, place, rule)) {
        if (found.code === 'never-holds' && found.path === rule.path) never.add(place);
        yield found;
      }
    });
    if (never.has(place)) continue;
    const path = [...ruleOf(rule), 'headStartSeconds'];
    yield* unsettled.settle('what the head start comes to', rule.name, function* () {
      if (headStarts[place]!.headStartSeconds === 0) {
        const witness = { facts: set.find({ holding: [place] })!, shows: 'it holds, and adds nothing' };
        const message = 'a head start of 0 s changes nothing';
        yield { code: 'changes-nothing', path, rule: rule.name, message, hint: 'drop it', witness };
      }
      const rounded = findRounded(site.pack, set, place);
      if (rounded !== undefined) yield { ...rounded, path, rule: rule.name };
    });
  }
  const message = (other: string, rule: number): string =>
    `holds exactly where "${other}" does: the two always add up, ${headStarts[rule]!.headStartSeconds} s being this one's part`;
  yield* findDuplicates({ set, rules, keyOf: () => '', message, but: never }, unsettled);
  yield* unsettled.findings();
}

/** Where a head start that is no whole number of minutes makes the platform's points say another than was meant. */
function findRounded(
  { headStarts }: QueueOrder,
  set: RuleSet,
  place: number,
): Omit<Found, 'path' | 'rule'> | undefined {
  const isUneven = (headStart: QueueOrder['headStarts'][number]): boolean =>
    pointsOf(Math.round(headStart.headStartSeconds * 1000)).roundingSeconds !== 0;
  if (!isUneven(headStarts[place]!)) return undefined;
  const others = headStarts.flatMap((one, other) => (other !== place && isUneven(one) ? [other] : []));
  const facts = inputRounded(headStarts, set, [place], [], others);
  if (facts === undefined) return undefined;
  const total = headStartMs(headStarts, set.outcomesAt(facts));
  const { priorityPoints, roundingSeconds } = pointsOf(total);
  const told = `${total / 1000} s are ${total / 60_000} points`;
  const by = `${Math.abs(roundingSeconds)} s ${roundingSeconds > 0 ? 'more' : 'less'} than meant`;
  return {
    code: 'head-start-rounding',
    message: `${headStarts[place]!.headStartSeconds} s is no whole number of minutes: the platform is told whole points, one a minute`,
    hint: 'write a multiple of 60',
    witness: { facts, shows: `${told}, and the platform is told ${priorityPoints}: ${by}` },
  };
}

/** An input where some uneven head starts hold, others do not, and what all come to is uneven. @param open not yet chosen. */
function inputRounded(
  headStarts: QueueOrder['headStarts'],
  set: RuleSet,
  holding: readonly number[],
  failing: readonly number[],
  open: readonly number[],
): FactValues | undefined {
  const facts = set.find({ holding, failing: [...failing, ...open], isCovered: true });
  if (facts !== undefined && pointsOf(headStartMs(headStarts, set.outcomesAt(facts))).roundingSeconds !== 0)
    return facts;
  const [next, ...rest] = open;
  if (next === undefined || set.find({ holding, failing, isCovered: true }) === undefined) return undefined;
  return (
    inputRounded(headStarts, set, holding, [...failing, next], rest) ??
    inputRounded(headStarts, set, [...holding, next], failing, rest)
  );
}
