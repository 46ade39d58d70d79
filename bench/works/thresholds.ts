import type { FactValues } from '../../engine/facts/definition.ts';
import { meaningOf } from './meaning.ts';
import { Random } from './random.ts';
import type { RuleWork, SourceCondition, SourceLeaf, SourceRule, WorkId } from './work.ts';

/** Six numbers known of a conversation, each with its range. */
export const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = {
  confidence: [0, 100],
  sentiment: [-100, 100],
  turns: [0, 40],
  waitSec: [0, 600],
  queueDepth: [0, 80],
  repeats: [0, 10],
};
const facts = Object.keys(ranges);
const below = ['lessThan', 'lessThanInclusive'];
const above = ['greaterThan', 'greaterThanInclusive'];

const sixty = rulesOf(new Random(22), 60);

export const thresholds = thresholdWork('W2', '60 rules of nested thresholds, all that hold', sixty);

/** The same sixty ten times over, their thresholds moved a little each time, so that they grow but keep their nature. */
export const manyThresholds = thresholdWork(
  'W2x600',
  '600 rules of nested thresholds, all that hold',
  Array.from({ length: 600 }, (_, place) => ({
    name: `handoff-${place}`,
    when: moved(sixty[place % 60]!.when, Math.floor(place / 60) % 7),
  })),
);

function thresholdWork(id: WorkId, title: string, rules: readonly SourceRule[]): RuleWork {
  return {
    kind: 'rules',
    id,
    title,
    wanted: 'every',
    factTypes: Object.fromEntries(facts.map((fact) => [fact, 'number' as const])),
    rules,
    inputs: conversations,
    expected: (input) => meaningOf(rules, 'every', input),
  };
}

function conversations(count: number): readonly FactValues[] {
  const random = new Random(33);
  return Array.from({ length: count }, () =>
    Object.fromEntries(Object.entries(ranges).map(([fact, range]) => [fact, random.int(...range)])),
  );
}

function rulesOf(random: Random, count: number): readonly SourceRule[] {
  const loose = (): SourceLeaf => looseLeaf(random);
  const tight = (): SourceLeaf => tightLeaf(random);
  const shapes: readonly (() => SourceCondition)[] = [
    () => ({ all: [{ any: [tight(), tight()] }, tight(), { all: [loose(), { any: [tight(), tight()] }] }] }),
    () => ({ any: [{ all: [tight(), tight(), loose()] }, { all: [tight(), { not: loose() }, tight()] }] }),
    () => ({ all: [tight(), { not: { any: [tight(), tight()] } }, tight()] }),
    () => ({ all: [tight(), { any: [tight(), { all: [tight(), loose()] }, tight()] }, loose()] }),
  ];
  return Array.from({ length: count }, (_, place) => ({
    name: `handoff-${place}`,
    when: shapes[place % shapes.length]!(),
  }));
}

function looseLeaf(random: Random): SourceLeaf {
  const fact = random.pick(facts);
  const [low, high] = ranges[fact]!;
  return { fact, operator: random.pick([...below, ...above]), value: random.int(low, high) };
}

/** Holds for about a quarter of the conversations, so that rules hold now and then but not always. */
function tightLeaf(random: Random): SourceLeaf {
  const fact = random.pick(facts);
  const [low, high] = ranges[fact]!;
  const atEnd = (): number => Math.round((high - low) * (0.15 + 0.2 * random.next()));
  return random.next() < 0.5
    ? { fact, operator: random.pick(below), value: low + atEnd() }
    : { fact, operator: random.pick(above), value: high - atEnd() };
}

function moved(condition: SourceCondition, by: number): SourceCondition {
  if ('all' in condition) return { all: condition.all.map((part) => moved(part, by)) };
  if ('any' in condition) return { any: condition.any.map((part) => moved(part, by)) };
  if ('not' in condition) return { not: moved(condition.not, by) };
  return { ...condition, value: (condition.value as number) + by };
}
