import type { Condition } from '../../conditions/condition.ts';
import type { Pack, PackKind } from '../../packs/packKind.ts';
import { conditionSchema, nameSchema } from '../../packs/packSchema.ts';

/** A head start that conversations meeting a condition get in the queue. */
export interface HeadStart {
  readonly name: string;
  readonly when: Condition;
  readonly headStartSeconds: number;
}

/** Who is next: time waited plus head start. */
export interface QueueOrder extends Pack {
  readonly kind: 'QueueOrder';
  readonly headStarts: readonly HeadStart[];
}

interface QueueOrderSource {
  readonly headStarts?: readonly {
    readonly name: string;
    readonly when: unknown;
    readonly headStartSeconds: number;
  }[];
}

export const queueOrderKind: PackKind<QueueOrder> = {
  kind: 'QueueOrder',
  slug: 'queue-order',
  title: 'Which waiting conversation is next: the one with the most time waited plus head start.',
  properties: {
    headStarts: {
      type: 'array',
      description: 'Head starts; those whose condition holds add up. With none, first come is first served.',
      items: {
        type: 'object',
        properties: {
          name: nameSchema,
          when: conditionSchema,
          headStartSeconds: {
            type: 'number',
            minimum: 0,
            maximum: 31_536_000,
            description:
              'Seconds added to the time waited. A day or more puts these conversations first, strictly.',
          },
        },
        required: ['name', 'when', 'headStartSeconds'],
        additionalProperties: false,
      },
    },
  },
  required: [],
  subjects: ['conversation', 'queue'],
  build(source: QueueOrderSource, builder) {
    const headStarts = source.headStarts ?? [];
    return {
      headStarts: headStarts.map(({ name, when, headStartSeconds }, index) => ({
        name,
        when: builder.condition(when, ['headStarts', index, 'when']),
        headStartSeconds,
      })),
    };
  },
};
