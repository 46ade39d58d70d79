import type { Condition } from '../../conditions/condition.ts';
import type { Pack, PackKind } from '../../packs/packKind.ts';
import { conditionSchema, nameSchema } from '../../packs/packSchema.ts';
import { dimensions, perDimension, type PerDimension } from './weights.ts';

/** A change of the scoring weights while a condition on the queue's service level holds. */
export interface SlaShift {
  readonly name: string;
  readonly when: Condition;
  /** Once begun, the shift lasts until this holds; without it, as long as `when` does. */
  readonly until?: Condition;
  /** Sums to 0: what one dimension gains, others give. */
  readonly shiftBp: PerDimension;
}

/** Scoring weights shifted by how the queue keeps its service-level promise. */
export interface SlaPolicy extends Pack {
  readonly kind: 'SlaPolicy';
  readonly shifts: readonly SlaShift[];
}

interface ShiftSource {
  readonly name: string;
  readonly when: unknown;
  readonly until?: unknown;
  readonly shift: Partial<PerDimension>;
}

/** The source document's two rules, the first with the hysteresis its cliff at 0.75 lacks. */
export const defaultShifts: readonly ShiftSource[] = [
  {
    name: 'behind-80-20',
    when: {
      all: [
        { fact: 'slaTarget', operator: 'equal', value: '80/20' },
        { fact: 'serviceLevel', operator: 'lessThan', value: 0.75 },
      ],
    },
    until: { fact: 'serviceLevel', operator: 'greaterThanInclusive', value: 0.8 },
    shift: { languageMatch: 0.15, proficiency: -0.075, historicalCsat: -0.075 },
  },
  {
    name: 'ahead-95-30',
    when: {
      all: [
        { fact: 'slaTarget', operator: 'equal', value: '95/30' },
        { fact: 'serviceLevel', operator: 'greaterThanInclusive', value: 0.9 },
      ],
    },
    shift: { historicalCsat: 0.1, languageMatch: -0.05, proficiency: -0.05 },
  },
];

const changeSchema = { type: 'number', minimum: -1, maximum: 1 };

export const slaPolicyKind: PackKind<SlaPolicy> = {
  kind: 'SlaPolicy',
  slug: 'sla-policy',
  title: 'How the scoring weights shift while a queue is behind, or ahead of, its service-level target.',
  properties: {
    shifts: {
      type: 'array',
      minItems: 1,
      description: 'Applied from top to bottom, before scoring. Left out: the source document’s two rules.',
      items: {
        type: 'object',
        properties: {
          name: nameSchema,
          when: { ...conditionSchema, description: 'The shift begins when this holds.' },
          until: {
            ...conditionSchema,
            description: 'Once begun, it lasts until this holds: no flapping at one threshold.',
          },
          shift: {
            type: 'object',
            description: 'Fractions added to the weights; they sum to 0.',
            properties: Object.fromEntries(dimensions.map((name) => [name, changeSchema])),
            additionalProperties: false,
            minProperties: 2,
          },
        },
        required: ['name', 'when', 'shift'],
        additionalProperties: false,
      },
    },
  },
  required: [],
  subjects: ['queue'],
  build(source: { readonly shifts?: readonly ShiftSource[] }, builder) {
    const shifts = source.shifts ?? defaultShifts;
    return {
      shifts: shifts.map(({ name, when, until, shift }, index): SlaShift => {
        const path = ['shifts', index];
        const shiftBp = perDimension((dimension) =>
          builder.basisPoints(shift[dimension] ?? 0, [...path, 'shift', dimension]),
        );
        const sum = dimensions.reduce((total, dimension) => total + shiftBp[dimension], 0);
        if (sum !== 0) {
          const message = `the shift sums to ${sum / 10_000}, and must sum to 0`;
          builder.error([...path, 'shift'], 'unbalanced', message, 'what one weight gains, others give');
        }
        return {
          name,
          when: builder.condition(when, [...path, 'when']),
          ...(until === undefined ? {} : { until: builder.condition(until, [...path, 'until']) }),
          shiftBp,
        };
      }),
    };
  },
};
