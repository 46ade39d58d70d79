import type { Conversation } from '../../conversation/conversation.ts';
import type { Rule } from '../../conditions/condition.ts';
import type { Outcomes } from '../../conditions/evaluator.ts';
import type { FactValue } from '../../facts/definition.ts';
import type { Handoff } from './handoff.ts';

/** What one Handoff pack of one policy remembers of one conversation between turns. */
export interface HandoffMemory {
  /** The sentiment level so far and its best; absent before the first sentiment. */
  readonly sentimentLevel?: number;
  readonly sentimentPeak?: number;
  /** For each trigger, how many turns in a row up to the last it held. */
  readonly heldTurns: readonly number[];
  /** When the customer last got an answer or was handed over, in milliseconds. */
  readonly answeredAt?: number;
  /** The last turn that could not be judged, and the fact it lacked: nobody knows whether it brought an answer. */
  readonly unjudged?: { readonly at: number; readonly fact: string };
  /** Answers and handoffs so far: each is an occasion of its own. */
  readonly answers: number;
}

/** What a customer has been given so far: what counts for a version that is new, too. */
export type Given = Pick<HandoffMemory, 'answers' | 'answeredAt'>;

/** Nothing has been given. */
export const nothingGiven: Given = { answers: 0 };

/** What is remembered before the first turn that a pack judges. */
export function emptyMemory(pack: Handoff, given = nothingGiven): HandoffMemory {
  return { heldTurns: pack.triggers.map(() => 0), ...given };
}

/** The most that either says was given, and when the later says it was given last. */
export function mostGiven(one: Given, other: Given): Given {
  const answers = Math.max(one.answers, other.answers);
  const answeredAt = Math.max(one.answeredAt ?? -Infinity, other.answeredAt ?? -Infinity);
  return { answers, ...(answeredAt === -Infinity ? {} : { answeredAt }) };
}

/** The memory with this turn's sentiment taken in: an exponentially weighted level, and the peak it has reached. */
export function feelTurn(
  pack: Handoff,
  before: HandoffMemory,
  sentiment: FactValue | undefined,
): HandoffMemory {
  if (typeof sentiment !== 'number') return before;
  const { smoothing } = pack.sentiment;
  const level =
    before.sentimentLevel === undefined
      ? sentiment
      : smoothing * sentiment + (1 - smoothing) * before.sentimentLevel;
  // A billionth is far below any sentiment scale's grain, and keeps 0.3 from being 0.30000000000000004.
  const sentimentLevel = Math.round(level * 1e9) / 1e9;
  return { ...before, sentimentLevel, sentimentPeak: Math.max(sentimentLevel, before.sentimentPeak ?? 0) };
}

/** The memory with this turn's triggers, the first of the outcomes, taken in. */
export function countTurns(before: HandoffMemory, triggers: number, outcomes: Outcomes): HandoffMemory {
  const heldTurns: number[] = [];
  for (let trigger = 0; trigger < triggers; trigger++)
    heldTurns.push(outcomes.holds(trigger) ? (before.heldTurns[trigger] ?? 0) + 1 : 0);
  return { ...before, heldTurns };
}

/**
 * A fact about the bot session that a pack's rules may read in this turn; undefined for any other, and when missing.
 * @param asksForPerson whether the customer asks for a person in this turn.
 */
export function handoffFact(
  asksForPerson: () => boolean,
  conversation: Conversation,
  { sentimentLevel, sentimentPeak }: HandoffMemory,
  fact: string,
): FactValue | undefined {
  switch (fact) {
    case 'botTurns':
      return conversation.botTurns;
    case 'noMatchCount':
      return conversation.noMatchCount;
    case 'handoffDepth':
      return conversation.botHandoffs;
    case 'askedForPerson':
      return asksForPerson();
    case 'sentimentLevel':
      return sentimentLevel;
    case 'sentimentDropFromPeak':
      return sentimentLevel === undefined || sentimentPeak === undefined
        ? undefined
        : Math.round((sentimentPeak - sentimentLevel) * 1e9) / 1e9;
    default:
      return undefined;
  }
}

/**
 * What nobody can know for this pack: whether a person was asked for needs the words only where the pack has phrases, and
 * the intent only where it has intents.
 */
export function handoffLacking(
  { personRequest }: Handoff,
  lacking: ReadonlySet<string>,
): ReadonlySet<string> {
  if (!lacking.has('askedForPerson')) return lacking;
  const needsWords = personRequest.phrases.length > 0 && lacking.has('utterance');
  const needsIntent = personRequest.intents.length > 0 && lacking.has('intent');
  return needsWords || needsIntent
    ? lacking
    : new Set([...lacking].filter((fact) => fact !== 'askedForPerson'));
}

/** Holds when the customer asks for a person, in the words or with the intents that the pack names; undefined for none. */
export function personRequestRule({ personRequest }: Handoff): Rule | undefined {
  const { phrases, intents } = personRequest;
  const operator = 'containsWord';
  const any = [
    ...(phrases.length === 0 ? [] : [{ fact: 'utterance', operator, value: phrases }]),
    ...(intents.length === 0 ? [] : [{ fact: 'intent', operator, value: intents }]),
  ];
  return any.length === 0 ? undefined : { name: 'askedForPerson', when: { any } };
}
