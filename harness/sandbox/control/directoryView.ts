import type { ContactCentre } from '../centre/contactCentre.ts';
import { openIntegrationId } from '../operations/openMessaging.ts';
import { scheduleGroupId } from '../operations/schedules.ts';
import type { Listing } from '../org/directory.ts';

/** Ids by name: what somebody with a real org would copy out of its administration. */
export function directoryView({ directory }: ContactCentre): object {
  const { queues, users, skills, languages, wrapUpCodes, presences, botFlowId, organisation } = directory;
  return {
    organisation,
    queues: idsByName(queues),
    users: idsByName(users),
    skills: idsByName(skills),
    languages: idsByName(languages),
    wrapUpCodes: idsByName(wrapUpCodes),
    presences: idsByName(presences),
    scheduleGroups: Object.fromEntries(queues.all.map(({ name }) => [name, scheduleGroupId(name)])),
    botFlowId,
    openIntegrationId,
  };
}

function idsByName({ all }: Listing): Readonly<Record<string, string>> {
  return Object.fromEntries(all.map(({ id, name }) => [name, id]));
}
