import type { UserRecord } from '../centre/records.ts';
import { formatUtc } from '../../recording/time.ts';
import type { AgentModel } from '../../world/scenario.ts';
import type { Directory, Listing } from '../org/directory.ts';

/** `RoutingStatus` */
export function routingStatusView({ id, status, statusSince }: UserRecord): object {
  return { userId: id, status, startTime: formatUtc(statusSince) };
}

/** `UserPresence` */
export function presenceView(user: UserRecord, directory: Directory): object {
  return {
    id: user.id,
    source: 'PURECLOUD',
    primary: true,
    presenceDefinition: presenceDefinition(user.presence, directory),
    modifiedDate: formatUtc(user.presenceSince),
    selfUri: `/api/v2/users/${user.id}/presences/PURECLOUD`,
  };
}

/** Genesys writes a system presence in capitals: `ON_QUEUE`. */
export function presenceDefinition(
  presence: string,
  directory: Directory,
): { id: string; systemPresence: string } {
  return {
    id: directory.presences.idOf(presence),
    systemPresence: presence.toUpperCase().replace(' ', '_'),
  };
}

/** `UserRoutingSkill` of every skill, by name. */
export function skillsView(agent: AgentModel, directory: Directory): object[] {
  return levelsView(agent.skills, directory.skills, 'skill');
}

/** `UserRoutingLanguage` of every language, by name. */
export function languagesView(agent: AgentModel, directory: Directory): object[] {
  return levelsView(agent.languages, directory.languages, 'language');
}

function levelsView(
  levels: Readonly<Record<string, number>>,
  listing: Listing,
  kind: 'skill' | 'language',
): object[] {
  return Object.entries(levels).map(([name, proficiency]) => {
    const id = listing.idOf(name);
    return { id, name, proficiency, state: 'active', [`${kind}Uri`]: `/api/v2/routing/${kind}s/${id}` };
  });
}

/** `User`, with what is asked for. */
export function userView(
  user: UserRecord,
  agent: AgentModel,
  directory: Directory,
  expand: readonly string[],
): object {
  return {
    id: user.id,
    name: user.worldId,
    division: { id: directory.division.id, name: directory.division.name },
    email: `${user.worldId}@example.com`,
    state: 'active',
    username: `${user.worldId}@example.com`,
    version: 1,
    acdAutoAnswer: true,
    selfUri: `/api/v2/users/${user.id}`,
    ...(expand.includes('skills') ? { skills: skillsView(agent, directory) } : {}),
    ...(expand.includes('languages') ? { languages: languagesView(agent, directory) } : {}),
    ...(expand.includes('presence') ? { presence: presenceView(user, directory) } : {}),
    ...(expand.includes('routingStatus') ? { routingStatus: routingStatusView(user) } : {}),
  };
}
