import type { UserRecord } from '../centre/records.ts';
import { notFound } from '../door/refusal.ts';
import type { Listing, Named } from '../org/directory.ts';
import { queueView } from '../views/queueView.ts';
import { routingStatusView, userView } from '../views/userView.ts';
import type { Call, Handlers, Platform } from './handler.ts';
import { countedPageOf, pageOf } from './paging.ts';

export const routingHandlers: Handlers = {
  getRoutingQueues: (call, { centre }) => {
    const queues = selected(call, centre.directory.queues).map((queue) => queueView(queue, centre));
    return { body: countedPageOf(call, queues) };
  },
  getRoutingQueue: (call, platform) => ({ body: queueView(foundQueue(call, platform), platform.centre) }),
  getRoutingQueueMembers: (call, platform) => {
    const { centre } = platform;
    const { query } = call;
    const expand = query.list('expand');
    const members = centre
      .membersOf(foundQueue(call, platform).id)
      .filter((user) => isWanted(call, user, platform))
      .map((user) => ({
        id: user.id,
        name: user.worldId,
        user: userView(user, centre.agentOf(user), centre.directory, expand),
        ringNumber: 1,
        joined: true,
        memberBy: 'user',
        ...(expand.includes('routingStatus') ? { routingStatus: routingStatusView(user) } : {}),
        selfUri: `/api/v2/users/${user.id}`,
      }));
    return { body: pageOf(call, members) };
  },
  getRoutingQueueMediatypeEstimatedwaittime: (call, platform) => ({ body: estimatedWait(call, platform) }),
  getRoutingSkills: (call, { centre }) => ({
    body: countedPageOf(call, capabilities(selected(call, centre.directory.skills), 'skills')),
  }),
  getRoutingLanguages: (call, { centre }) => ({
    body: countedPageOf(call, capabilities(selected(call, centre.directory.languages), 'languages')),
  }),
};

/** @throws Refusal 404 */
export function foundQueue({ path }: Call, { centre }: Platform): Named {
  const queue = centre.directory.queues.withId(path['queueId']!);
  if (queue === undefined) throw notFound('queue', path['queueId']!);
  return queue;
}

/** By `id` and `name`; a name is looked for anywhere in names, in any case, and `*` stands for anything. */
function selected({ query }: Call, listing: Listing): readonly Named[] {
  const ids = query.list('id');
  const wanted = query.text('name')?.toLowerCase().replaceAll('*', '');
  return listing.all.filter(
    ({ id, name }) =>
      (ids.length === 0 || ids.includes(id)) && (wanted === undefined || name.toLowerCase().includes(wanted)),
  );
}

function capabilities(found: readonly Named[], kind: 'skills' | 'languages'): object[] {
  return found.map(({ id, name }) => ({
    id,
    name,
    state: 'active',
    version: '1',
    selfUri: `/api/v2/routing/${kind}/${id}`,
  }));
}

/** The filters of the members' listing: all are joined, on queue or off; those for skills, languages and names look for a part of the name. */
function isWanted({ query }: Call, user: UserRecord, { centre }: Platform): boolean {
  const agent = centre.agentOf(user);
  const hasAny = (wanted: readonly string[], names: readonly string[]): boolean =>
    wanted.length === 0 ||
    wanted.some((part) => names.some((name) => name.toLowerCase().includes(part.toLowerCase())));
  const joined = query.flag('joined');
  const statuses = query.list('routingStatus');
  const presences = query.list('presence').map(systemPresence);
  const memberBy = query.text('memberBy');
  return (
    joined !== false &&
    (statuses.length === 0 || statuses.includes(user.status)) &&
    (presences.length === 0 || presences.includes(systemPresence(user.presence))) &&
    (memberBy === undefined || memberBy === 'user') &&
    query.list('profileSkills').length === 0 &&
    hasAny(query.list('skills'), Object.keys(agent.skills)) &&
    hasAny(query.list('languages'), Object.keys(agent.languages)) &&
    hasAny(query.list('name').length === 0 ? [] : [query.text('name')!], [user.worldId])
  );
}

/** However it is written: `ON_QUEUE`, `On Queue`, `OnQueue`. */
function systemPresence(presence: string): string {
  return presence.toUpperCase().replaceAll(/[ _]/g, '');
}

/** With no agent on queue and no handle time yet there is nothing to estimate from, and so no result. */
function estimatedWait(call: Call, platform: Platform): object {
  const seconds = platform.centre.observe(foundQueue(call, platform).name)['estimatedWaitSeconds'];
  return {
    results: typeof seconds === 'number' ? [{ formula: 'BEST', estimatedWaitTimeSeconds: seconds }] : [],
  };
}
