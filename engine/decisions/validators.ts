import type { Validator } from '../packs/validator.ts';
import deliverySla from '../packs/schema/delivery-sla.validator.js';
import fairness from '../packs/schema/fairness-pack.validator.js';
import handoff from '../packs/schema/handoff.validator.js';
import queueOrder from '../packs/schema/queue-order.validator.js';
import reactions from '../packs/schema/reactions.validator.js';
import scoring from '../packs/schema/scoring.validator.js';
import skillMapping from '../packs/schema/skill-mapping.validator.js';
import slaPolicy from '../packs/schema/sla-policy.validator.js';

/**
 * The validator of each kind of pack. Not in `kinds.ts`, from which they are generated: a kind must be there before its
 * validator is.
 */
export const packValidators: ReadonlyMap<string, Validator> = new Map([
  ['Scoring', scoring],
  ['SlaPolicy', slaPolicy],
  ['SkillMapping', skillMapping],
  ['QueueOrder', queueOrder],
  ['Handoff', handoff],
  ['DeliverySla', deliverySla],
  ['Reactions', reactions],
  ['Fairness', fairness],
]);
