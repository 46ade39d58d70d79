import type { PackKind } from '../packs/packKind.ts';
import { deliverySlaKind } from './delivery/deliverySla.ts';
import { fairnessKind } from './fairness/fairness.ts';
import { handoffKind } from './handoff/handoff.ts';
import { queueOrderKind } from './order/queueOrder.ts';
import { scoringKind } from './ranking/scoring.ts';
import { slaPolicyKind } from './ranking/slaPolicy.ts';
import { reactionsKind } from './reactions/reactions.ts';
import { skillMappingKind } from './skills/skillMapping.ts';

/**
 * Every kind of pack there is. A new kind is a new folder beside this file, a line here, `npm run generate`, and a
 * line in `validators.ts`.
 */
export const packKinds: readonly PackKind[] = [
  scoringKind,
  slaPolicyKind,
  skillMappingKind,
  queueOrderKind,
  handoffKind,
  deliverySlaKind,
  reactionsKind,
  fairnessKind,
];
