import type { Policy } from '../../../engine/packs/policy.ts';
import { usesMessages, usesParticipants } from '../policyUse.ts';
import type { ListeningSettings } from '../settings.ts';

/** The settings with what they leave to the policy: whether participants and messages are told of. */
export function followedBy(settings: ListeningSettings, policy: Policy): ListeningSettings {
  const { followParticipants = usesParticipants(policy), followMessages = usesMessages(policy) } = settings;
  return { ...settings, followParticipants, followMessages };
}
