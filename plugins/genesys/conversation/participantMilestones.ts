import type { ParticipantState } from '../../../engine/conversation/events.ts';
import type { ParticipantPurpose } from '../../../engine/facts/occurrence.ts';
import { customerPurposes, type Milestone } from './milestones.ts';
import type { Snapshot, SnapshotParticipant } from './snapshot.ts';

/**
 * Where each participant has been by a snapshot. That one is rung or called the platform tells without a time: it counts
 * from the latest time there is, which is not after it.
 */
export function participantMilestones(
  { conversation, participants }: Snapshot,
  botPurposes: readonly string[],
): readonly Milestone[] {
  const latest = Math.max(
    ...participants.flatMap(({ connectedAt = -Infinity, endedAt = -Infinity }) => [connectedAt, endedAt]),
  );
  return participants.flatMap((participant) =>
    statesOf(participant, latest).map(([state, at]): Milestone => {
      const { id } = participant;
      const purpose = purposeOf(participant, botPurposes);
      const event = {
        type: 'participant.changed',
        at,
        conversation,
        participant: id,
        purpose,
        state,
      } as const;
      return { key: `participant ${id} ${state}`, event };
    }),
  );
}

function statesOf(
  { connectedAt, endedAt, isAlerting, hasFailed }: SnapshotParticipant,
  latest: number,
): readonly (readonly [state: ParticipantState, at: number])[] {
  if (connectedAt === undefined && endedAt === undefined)
    return Number.isFinite(latest) ? [[isAlerting ? 'joined' : 'pending', latest]] : [];
  const isMissed = connectedAt === undefined || hasFailed;
  return [
    ...(connectedAt === undefined ? [] : [['active', connectedAt] as const]),
    ...(endedAt === undefined ? [] : [[isMissed ? 'failed' : 'left', endedAt] as const]),
  ];
}

function purposeOf({ purpose }: SnapshotParticipant, botPurposes: readonly string[]): ParticipantPurpose {
  if (customerPurposes.has(purpose)) return 'customer';
  if (botPurposes.includes(purpose)) return 'bot';
  if (purpose === 'agent' || purpose === 'user') return 'agent';
  return purpose === 'acd' ? 'queue' : 'other';
}
