import { deliveryLegs, type DeliveryLeg } from '../../facts/occurrence.ts';
import { durationSchema, durationSeconds } from '../../packs/duration.ts';
import type { Pack, PackBuilder, PackKind } from '../../packs/packKind.ts';
import { deliveryDefaults } from './defaults.ts';

/** By when an outbound message is to be delivered, and read. */
export interface DeliverySla extends Pack {
  readonly kind: 'DeliverySla';
  /** By leg, in seconds from when the message was sent; a leg that is not here is not judged. */
  readonly withinSeconds: Readonly<Partial<Record<DeliveryLeg, number>>>;
}

interface DeliverySlaSource {
  readonly deliveredWithin?: string;
  readonly readWithin?: string;
}

/** Says that a leg is not judged: many channels tell nobody what was read. */
const notJudged = 'none';

/** The longest deadline, in days: what is open is kept that long. */
const mostDays = 30;

const withinSchema = {
  ...durationSchema,
  pattern: `${durationSchema.pattern}|^${notJudged}$`,
  description: `${durationSchema.description}; or ${notJudged}, where it is not judged`,
};

const fieldOf = { delivered: 'deliveredWithin', read: 'readWithin' } as const;

export const deliverySlaKind: PackKind<DeliverySla> = {
  kind: 'DeliverySla',
  slug: 'delivery-sla',
  title: 'By when an outbound message is to be delivered, and read.',
  properties: {
    deliveredWithin: { ...withinSchema, default: deliveryDefaults.deliveredWithin },
    readWithin: { ...withinSchema, default: deliveryDefaults.readWithin },
  },
  required: [],
  subjects: [],
  build(source: DeliverySlaSource, builder) {
    const withinSeconds: Partial<Record<DeliveryLeg, number>> = {};
    for (const leg of deliveryLegs) {
      const seconds = secondsOf(source, leg, builder);
      if (seconds !== undefined) withinSeconds[leg] = seconds;
    }
    const { delivered, read } = withinSeconds;
    if (delivered === undefined && read === undefined)
      builder.error(
        ['readWithin'],
        'nothing-judged',
        'the pack judges neither leg',
        'give one of them a time',
      );
    if (delivered !== undefined && read !== undefined && read < delivered) {
      const message = 'a message would have to be read before it need be delivered';
      builder.error(
        ['readWithin'],
        'out-of-range',
        message,
        'give readWithin at least the time of deliveredWithin',
      );
    }
    return { withinSeconds };
  },
};

function secondsOf(source: DeliverySlaSource, leg: DeliveryLeg, builder: PackBuilder): number | undefined {
  const field = fieldOf[leg];
  const text = source[field] ?? deliveryDefaults[field];
  if (text === notJudged) return undefined;
  const seconds = durationSeconds(text);
  if (seconds > mostDays * 86_400)
    builder.error([field], 'out-of-range', `"${field}" must be at most ${mostDays}d, not "${text}"`);
  return seconds;
}
