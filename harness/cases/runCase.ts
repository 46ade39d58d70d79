import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { explainDecision } from '../../engine/decisions/explain.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { canonicalJson } from '../../engine/canonical.ts';
import { decideEvents } from '../replay/replay.ts';
import { caseConversation as conversation } from './aftermath.ts';
import { aftermathOf } from './aftermath.ts';
import type { Case } from './casesFile.ts';

/** How a case came out. */
export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  /** Parts of the decision that are not as expected. */
  readonly differences: readonly {
    readonly field: string;
    readonly expected: unknown;
    readonly actual: unknown;
  }[];
  /** Why the policy decided as it did, in plain language; empty when it decided nothing. */
  readonly explanation: readonly string[];
}

/** A morning like any other: cases happen at a fixed time, so that they mean the same every day. */
const morning = Date.UTC(2026, 0, 5, 9);
const secondsBetweenTurns = 20;

/** Runs one case through the very code that replays recordings and decides live. */
export function runCase(one: Case, policy: Policy): CaseResult {
  const decisions = decideEvents(eventsOf(one), policy);
  const decision = decisions.findLast((made) => isAsked(made, one));
  const differences = differencesBetween(one.expect.decision, decision);
  const explanation = decision === undefined ? [] : explainDecision(decision);
  return { name: one.name, passed: differences.length === 0, differences, explanation };
}

function* eventsOf({ given, expect }: Case): Generator<RoutingEvent> {
  let at = morning;
  for (const [agent, known] of Object.entries(given.agents ?? {}))
    yield { type: 'agent.updated', at, agent, ...known };
  for (const [queue, facts] of Object.entries(given.queues ?? {}))
    yield { type: 'queue.observed', at, queue, facts };
  yield {
    type: 'conversation.started',
    at,
    conversation,
    mediaType: given.mediaType ?? 'voice',
    facts: given.facts ?? {},
  };
  for (const facts of given.turns ?? [])
    yield { type: 'bot.turn', at: (at += secondsBetweenTurns * 1000), conversation, facts };
  if (given.queue !== undefined) yield { type: 'conversation.queued', at, conversation, queue: given.queue };
  const agentAsked = expect.point === 'ranking' || expect.point === 'order';
  if (agentAsked && given.queue !== undefined)
    yield { type: 'conversation.answered', at: at + 1000, conversation, agent: null };
  yield* aftermathOf(given, at);
}

function isAsked(decision: Decision, { expect }: Case): boolean {
  if (decision.point !== expect.point) return false;
  const { on } = expect.decision;
  return decision.point !== 'reaction' || on === undefined || decision.on === on;
}

function differencesBetween(expected: Readonly<Record<string, unknown>>, decision: Decision | undefined) {
  if (decision === undefined) return [{ field: 'decision', expected, actual: 'none was made' }];
  const actual = decision as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(expected)
    .map(([field, value]) => ({ field, expected: value, actual: actual[field] }))
    .filter((part) => canonicalJson(part.expected) !== canonicalJson(part.actual ?? null));
}
