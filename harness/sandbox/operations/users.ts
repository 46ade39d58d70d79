import type { UserRecord } from '../centre/records.ts';
import { notFound } from '../door/refusal.ts';
import type { AgentModel } from '../../world/scenario.ts';
import { languagesView, presenceView, routingStatusView, skillsView } from '../views/userView.ts';
import type { Call, Handlers, Platform } from './handler.ts';
import { countedPageOf } from './paging.ts';

export const userHandlers: Handlers = {
  getUserRoutingskills: (call, platform) => ({
    body: countedPageOf(call, skillsView(found(call, platform).agent, platform.centre.directory)),
  }),
  getUserRoutinglanguages: (call, platform) => ({
    body: countedPageOf(call, languagesView(found(call, platform).agent, platform.centre.directory)),
  }),
  getUserRoutingstatus: (call, platform) => ({ body: routingStatusView(found(call, platform).user) }),
  getUserPresencesPurecloud: (call, platform) => ({
    body: presenceView(found(call, platform).user, platform.centre.directory),
  }),
};

function found({ path }: Call, { centre }: Platform): { user: UserRecord; agent: AgentModel } {
  const user = centre.users.get(path['userId']!);
  if (user === undefined) throw notFound('user', path['userId']!);
  return { user, agent: centre.agentOf(user) };
}
