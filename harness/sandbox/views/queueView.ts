import { parseServiceLevelTarget } from '../../../engine/facts/serviceLevelTarget.ts';
import { formatUtc } from '../../recording/time.ts';
import type { ContactCentre } from '../centre/contactCentre.ts';
import type { QueueModel } from '../../world/scenario.ts';
import type { Named } from '../org/directory.ts';

/** What is answered within the target, and the target, of a queue. */
export function serviceLevelOf({ slaTarget }: QueueModel): { percentage: number; durationMs: number } {
  const { percent, seconds } = parseServiceLevelTarget(slaTarget)!;
  return { percentage: percent / 100, durationMs: seconds * 1000 };
}

/** `Queue` */
export function queueView({ id, name }: Named, centre: ContactCentre): object {
  const { directory, org } = centre;
  const model = org.scenario.queues.find((queue) => queue.name === name)!;
  const settings = org.queueSettings?.[name] ?? {};
  const members = centre.membersOf(id);
  const media = { serviceLevel: serviceLevelOf(model), alertingTimeoutSeconds: 30 };
  return {
    id,
    name,
    division: { id: directory.division.id, name: directory.division.name },
    dateCreated: formatUtc(0),
    memberCount: members.length,
    userMemberCount: members.length,
    joinedMemberCount: members.length,
    mediaSettings: { call: media, callback: media, message: media },
    routingRules: settings.routingRules ?? [],
    scoringMethod: settings.scoringMethod ?? 'TimestampAndPriority',
    skillEvaluationMethod: settings.skillEvaluationMethod ?? 'ALL',
    acwSettings: { wrapupPrompt: 'OPTIONAL', timeoutMs: 0 },
    enableManualAssignment: true,
    selfUri: `/api/v2/routing/queues/${id}`,
  };
}
