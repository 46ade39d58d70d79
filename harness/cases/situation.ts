import type { AgentUpdated, RoutingEvent } from '../../engine/conversation/events.ts';
import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import { durationSeconds } from '../../engine/packs/duration.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { aftermathOf, caseConversation as conversation } from './aftermath.ts';
import type { Case, CaseAgent, Given } from './case.ts';

/** A morning like any other: cases happen at a fixed time, so that they mean the same every day. */
const morning = Date.UTC(2026, 0, 5, 9);
const secondsBetweenTurns = 20;
const secondsBetweenHandoffs = 1;
/** How long a conversation waits that nothing is said of. */
const usualWaitSeconds = 1;

/** A case as events. */
export interface Situation {
  /** What made the agents what they are: of no interest in itself. */
  readonly before: readonly RoutingEvent[];
  readonly events: readonly RoutingEvent[];
}

/** What happens in a case, in order of time. */
export function situationOf({ given, expect }: Case, policy: Policy): Situation {
  const { queue, queueFacts = {}, mediaType = 'voice', facts = {} } = given;
  const events: RoutingEvent[] = [];
  const observe = (queues: Given['queues'] = {}, ofQueue: FactValues | undefined, at: number): void => {
    for (const [name, known] of Object.entries(queues))
      events.push({ type: 'queue.observed', at, queue: name, facts: known });
    if (ofQueue !== undefined)
      for (const name of queuesThatCount(given, policy))
        events.push({ type: 'queue.observed', at, queue: name, facts: ofQueue });
  };
  const { queuedAt, lastAt, answeredAt } = timesOf(given);
  let at = morning;
  observe(given.queues, given.queueFacts === undefined ? undefined : queueFacts, at);
  events.push({ type: 'conversation.started', at, conversation, mediaType, facts });
  for (let handoff = 0; handoff < (given.handoffs ?? 0); handoff++) {
    at += secondsBetweenHandoffs * 1000;
    events.push({ type: 'conversation.transferred', at, conversation, by: 'bot', queue: queue ?? 'bot' });
  }
  for (const turn of given.turns ?? []) {
    at += secondsBetweenTurns * 1000;
    events.push({ type: 'bot.turn', at, conversation, facts: turn });
  }
  if (queue !== undefined) {
    const others = Object.entries(given.waiting ?? {}).map(([other, { waitedSeconds, facts: own = {} }]) => {
      const since = answeredAt - waitedSeconds * 1000;
      const known = { mediaType, ...own };
      return { type: 'conversation.queued', at: since, conversation: other, queue, facts: known } as const;
    });
    events.push(...others, { type: 'conversation.queued', at: queuedAt, conversation, queue });
  }
  for (const step of given.then ?? []) {
    at += durationSeconds(step.after) * 1000;
    observe(step.queues, step.queueFacts, at);
    events.push(...agentEvents(step.agents ?? {}, at, answeredAt));
    if (step.facts !== undefined)
      events.push({ type: 'conversation.facts', at, conversation, facts: step.facts });
    if (step.turn !== undefined) events.push({ type: 'bot.turn', at, conversation, facts: step.turn });
    if (step.queue !== undefined)
      events.push({ type: 'conversation.queued', at, conversation, queue: step.queue });
  }
  const enters = queue !== undefined || given.then?.some((step) => step.queue !== undefined) === true;
  if (enters && isAnswered(expect))
    events.push({ type: 'conversation.answered', at: answeredAt, conversation, agent: null });
  const agents = agentEvents(given.agents ?? {}, morning, answeredAt);
  const all = [...agents, ...events, ...aftermathOf(given, lastAt)].sort((a, b) => a.at - b.at);
  return { before: handledBefore(given.agents ?? {}, all[0]!.at), events: all };
}

/** Order and ranking are asked for when an agent becomes free; so are reactions to them. */
function isAnswered({ point, decision = {} }: Case['expect']): boolean {
  if (point !== 'reaction') return point === 'order' || point === 'ranking';
  const { on } = decision;
  return typeof on === 'string' && /^(order|ranking|conversation\.answered)/.test(on);
}

/** When the conversation enters its queue, when the last step happens, and when an agent becomes free. */
function timesOf({ handoffs = 0, turns = [], then = [], waitedSeconds = usualWaitSeconds }: Given): {
  readonly queuedAt: number;
  readonly lastAt: number;
  readonly answeredAt: number;
} {
  const queuedAt = morning + (handoffs * secondsBetweenHandoffs + turns.length * secondsBetweenTurns) * 1000;
  const lastAt = then.reduce((sum, { after }) => sum + durationSeconds(after) * 1000, queuedAt);
  // What happens last is known before anybody answers.
  const answeredAt = Math.max(queuedAt + waitedSeconds * 1000, then.length === 0 ? 0 : lastAt + 1000);
  return { queuedAt, lastAt, answeredAt };
}

/** The queues that `queueFacts` are of. */
function queuesThatCount({ queue, turns, then = [] }: Given, policy: Policy): readonly string[] {
  const hasTurns = turns !== undefined || then.some(({ turn }) => turn !== undefined);
  const targets = policy.packs.flatMap((pack) =>
    pack.kind === 'Handoff' && hasTurns ? [(pack as Handoff).target.queue] : [],
  );
  return [...new Set([...(queue === undefined ? [] : [queue]), ...targets])];
}

function agentEvents(
  agents: Readonly<Record<string, CaseAgent>>,
  at: number,
  answeredAt: number,
): readonly AgentUpdated[] {
  return Object.entries(agents).map(([agent, { idleSeconds, ...known }]) => {
    const since = idleSeconds === undefined ? at : answeredAt - idleSeconds * 1000;
    delete (known as { handled?: number }).handled;
    return { type: 'agent.updated', at: since, agent, ...known };
  });
}

/** Conversations that agents have had, one after the other. @param until the moment they are all over. */
function handledBefore(agents: Readonly<Record<string, CaseAgent>>, until: number): readonly RoutingEvent[] {
  const counts = Object.entries(agents).map(([agent, { handled = 0 }]) => ({ agent, handled }));
  const most = Math.max(0, ...counts.map(({ handled }) => handled));
  return counts
    .flatMap(({ agent, handled }) =>
      Array.from({ length: handled }, (_, index): readonly RoutingEvent[] => {
        const at = until - (most - index) * 60_000;
        const of = { at, conversation: `${agent} had ${index + 1}` };
        return [
          { type: 'conversation.queued', ...of, queue: 'before' },
          { type: 'conversation.answered', ...of, agent },
          { type: 'conversation.ended', ...of },
        ];
      }).flat(),
    )
    .sort((a, b) => a.at - b.at);
}
