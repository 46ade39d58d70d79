import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { AgentUpdated } from '../../../engine/conversation/events.ts';
import type { CallOutput } from '../client/client.ts';
import { pages } from '../client/pages.ts';
import { checkedFacts, observed } from '../observation.ts';
import { statusEvent } from './agentStatus.ts';
import type { Reading } from './reading.ts';

type Member = NonNullable<CallOutput<'getRoutingQueueMembers'>['entities']>[number];
type Held = NonNullable<NonNullable<Member['user']>['skills']>[number];

interface Seen {
  readonly member: Member;
  readonly observedAt: number;
  readonly queues: Set<string>;
}

const expand = ['routingStatus', 'presence', 'skills', 'languages'];

/**
 * The agents of these queues: first each one's status, from when it began; then queues joined, skills and languages.
 * What the platform leaves out of the listing (it expands as best it can) is read agent by agent.
 * @param queues ids. An agent's queues are those of them that the agent has joined.
 * @throws GenesysError as `call` does.
 */
export async function readAgents(
  reading: Reading,
  queues: readonly string[],
): Promise<readonly ObservedEvent[]> {
  const agents = new Map<string, Seen>();
  for (const queueId of queues) {
    const input = { params: { path: { queueId }, query: { expand, pageSize: 100 } } };
    for await (const page of pages(reading.genesys, 'getRoutingQueueMembers', input, reading.manner)) {
      for (const member of page.data.entities ?? []) note(agents, member, queueId, page.observedAt);
    }
  }
  const events: ObservedEvent[] = [];
  for (const [agent, seen] of agents) events.push(...(await agentEvents(reading, agent, seen)));
  return events;
}

/** The later word counts, but the earlier time: what is known of the agent is as old as the oldest of it. */
function note(agents: Map<string, Seen>, member: Member, queue: string, observedAt: number): void {
  const id = member.user?.id ?? member.id;
  if (id === undefined) return;
  const before = agents.get(id);
  const queues = before?.queues ?? new Set();
  if (member.joined === true) queues.add(queue);
  agents.set(id, { member, observedAt: before?.observedAt ?? observedAt, queues });
}

async function agentEvents(
  reading: Reading,
  agent: string,
  { member, observedAt, queues }: Seen,
): Promise<ObservedEvent[]> {
  const { user } = member;
  const skills = user?.skills ?? (await allOf(reading, 'getUserRoutingskills', agent));
  const languages = user?.languages ?? (await allOf(reading, 'getUserRoutinglanguages', agent));
  const routingStatus = member.routingStatus ?? user?.routingStatus ?? (await readStatus(reading, agent));
  const presence = user?.presence ?? (await readPresence(reading, agent));
  const status = statusEvent(
    agent,
    { routingStatus, presence },
    observedAt,
    'read',
    reading.settings.idleClock,
  );
  const { facts, problems } = checkedFacts(
    ['agent'],
    {
      agentQueues: [...queues].map((id) => reading.names.name('queue', id) ?? id).sort(),
      agentSkills: proficiencies(skills, (id) => reading.names.name('skill', id)),
      agentLanguages: proficiencies(languages, (id) => reading.names.name('language', id)),
    },
    `agent ${agent}`,
  );
  const profile = {
    type: 'agent.updated',
    at: observedAt,
    agent,
    ...('agentQueues' in facts ? { queues: facts['agentQueues'] } : {}),
    ...('agentSkills' in facts ? { skills: facts['agentSkills'] } : {}),
    ...('agentLanguages' in facts ? { languages: facts['agentLanguages'] } : {}),
  } as AgentUpdated;
  return [...(status === undefined ? [] : [status]), observed(profile, observedAt, 'read', problems)];
}

/** Only active ones count; by the name in the catalogue, so that one name is one thing everywhere. */
function proficiencies(
  held: readonly Held[],
  nameOf: (id: string) => string | undefined,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    held.flatMap(({ id = '', name, proficiency, state }): [string, number][] => {
      const called = nameOf(id) ?? name;
      return called === undefined || proficiency === undefined || (state ?? 'active') !== 'active'
        ? []
        : [[called, proficiency]];
    }),
  );
}

async function allOf(
  { genesys, manner }: Reading,
  id: 'getUserRoutingskills' | 'getUserRoutinglanguages',
  userId: string,
): Promise<Held[]> {
  const held: Held[] = [];
  const input = { params: { path: { userId }, query: { pageSize: 100 } } };
  for await (const { data } of pages(genesys, id, input, manner)) held.push(...(data.entities ?? []));
  return held;
}

async function readStatus({ genesys, manner }: Reading, userId: string) {
  return (await genesys.call('getUserRoutingstatus', { params: { path: { userId } } }, manner)).data;
}

async function readPresence({ genesys, manner }: Reading, userId: string) {
  return (await genesys.call('getUserPresencesPurecloud', { params: { path: { userId } } }, manner)).data;
}
