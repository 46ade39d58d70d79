import fc from 'fast-check';
import { canonicalJson } from '../../engine/canonical.ts';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { OrderDecision } from '../../engine/decisions/order/decide.ts';
import type { QueueOrder } from '../../engine/decisions/order/queueOrder.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { decisionsOn, onlyKinds } from './deciding.ts';
import { factSource } from './factValues.ts';
import { factsInWords } from './factsInWords.ts';
import { morning } from './ranking/situations.ts';
import { trial, type Judged, type Trial } from './trial.ts';
import { vocabularyOf } from './vocabulary.ts';

/** A conversation that waits. */
interface Waits {
  readonly facts: FactValues;
  /** Seconds after the first could have come. */
  readonly since: number;
}

interface Queue {
  readonly waiting: readonly Waits[];
  readonly queueFacts: FactValues;
  /** How long after the last that may come one is answered, in seconds. */
  readonly later: number;
}

/** How much later than another one comes, in seconds, beside what a pack's numbers make interesting. */
const usual = [0, 0, 1, 30, 600];

/** The invariants of a queue's order, ready to be tried. @param overtakingSeconds the bound of ageing. */
export function orderTrials(
  policy: Policy,
  pack: QueueOrder,
  prepare: PrepareDecidingRules,
  overtakingSeconds: number,
) {
  const deciding = onlyKinds(policy, ['QueueOrder', 'SkillMapping']);
  const mappings = deciding.packs.filter((one): one is SkillMapping => one.kind === 'SkillMapping');
  const conditions = [
    ...pack.headStarts.map(({ when }) => when),
    ...mappings.flatMap((mapping) => mapping.mappings.map(({ when }) => when)),
  ];
  const { queue } = vocabularyOf(policy, pack);
  const mediaType = pack.appliesTo.mediaTypes?.[0] ?? 'voice';
  const { facts } = factSource(conditions, ['conversation']);
  const known = facts.map((found): FactValues => ({ ...found, mediaType }));
  const telling = [overtakingSeconds, ...pack.headStarts.map(({ headStartSeconds }) => headStartSeconds)];
  const since = fc.constantFrom(
    ...usual,
    ...telling.flatMap((seconds) => [seconds, seconds + 1, Math.max(0, seconds - 1)]),
  );
  const cases: fc.Arbitrary<Queue> = fc.record({
    // Two of a kind are what the invariants are about, so most come in twos.
    waiting: fc
      .array(fc.tuple(known, since, fc.option(since)), { minLength: 1, maxLength: 4 })
      .map((all) =>
        all.flatMap(([one, first, second]): Waits[] =>
          second === null
            ? [{ facts: one, since: first }]
            : [first, second].map((at) => ({ facts: one, since: at })),
        ),
      ),
    queueFacts: factSource(conditions, ['queue']).facts,
    later: fc.constantFrom(0, 1, 60, 600),
  });

  const ordered = (of: Queue): OrderDecision | undefined => {
    const decisions = decisionsOn(eventsOf(of, queue), deciding, prepare);
    return decisions.findLast((one): one is OrderDecision => one.point === 'order');
  };
  const judge = (of: Queue, isWrong: (ahead: Waits, behind: Waits) => boolean, why: string): Judged => {
    if (of.waiting.length < 2) return 'notApplicable';
    const decision = ordered(of);
    if (decision === undefined) return 'notApplicable';
    const places = decision.places.map((place) => ({
      ...place,
      ...of.waiting[indexOf(place.conversation)]!,
    }));
    for (const [place, ahead] of places.entries()) {
      const behind = places.slice(place + 1).find((one) => isWrong(ahead, one));
      if (behind === undefined) continue;
      const told = [ahead, behind].map(
        (one) =>
          `  ${one.conversation}: ${factsInWords(one.facts)}; waited ${one.waitSeconds} s + ${one.headStartSeconds} s head start (${one.headStarts.join(', ') || 'none'})`,
      );
      return [
        `In ${queue} (${factsInWords(of.queueFacts)}) wait, the first of them next:`,
        ...told,
        `${behind.conversation} ${why}: it should be served before ${ahead.conversation}.`,
      ];
    }
    return 'holds';
  };

  return {
    firstComeFirstServed: trial(
      cases,
      (of) =>
        judge(
          of,
          (ahead, behind) =>
            behind.since < ahead.since && canonicalJson(behind.facts) === canonicalJson(ahead.facts),
          'came first, and the same is known of both',
        ),
      0.5,
    ),
    ageing: trial(
      cases,
      (of) =>
        judge(
          of,
          (ahead, behind) => ahead.since - behind.since > overtakingSeconds,
          `came more than ${overtakingSeconds} s earlier (limits.overtakingSeconds)`,
        ),
      0.5,
    ),
  } satisfies Readonly<Record<string, Trial>>;
}

function eventsOf({ waiting, queueFacts, later }: Queue, queue: string): readonly RoutingEvent[] {
  const at = (seconds: number): number => morning + seconds * 1000;
  const last = Math.max(...waiting.map(({ since }) => since));
  const events = waiting.map(({ facts, since }, index): RoutingEvent => {
    return { type: 'conversation.queued', at: at(since), conversation: nameOf(index), queue, facts };
  });
  return [
    { type: 'queue.observed', at: morning, queue, facts: queueFacts },
    ...events.sort((a, b) => a.at - b.at),
    { type: 'conversation.answered', at: at(last + later), conversation: nameOf(0), agent: null },
  ];
}

function nameOf(index: number): string {
  return `caller-${index + 1}`;
}

function indexOf(conversation: string): number {
  return Number(conversation.slice('caller-'.length)) - 1;
}
