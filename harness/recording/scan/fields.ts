import { lineSchemas, type RecordedEventType } from '../format.ts';
import { Keywords } from './keywords.ts';

/** The fields events have beside `at` and `type`, by number: of a field that was read, the bit of its number is set. */
export const fields = {
  conversation: 0,
  agent: 1,
  queue: 2,
  mediaType: 3,
  by: 4,
  facts: 5,
  score: 6,
  status: 7,
  queues: 8,
  skills: 9,
  languages: 10,
  csat: 11,
  csatSurveys: 12,
  participant: 13,
  purpose: 14,
  state: 15,
  message: 16,
  direction: 17,
  attachments: 18,
  receipt: 19,
} as const;
type Field = keyof typeof fields;
/** The numbers by name. */
export const fieldNumbers = new Keywords<number>(new Map(Object.entries(fields)));

/** A type of event, with the fields it must have and may have. */
export interface EventShape {
  readonly type: RecordedEventType;
  readonly required: number;
  readonly allowed: number;
}

/** The shapes by type; header and end are no events. */
export const shapes = new Keywords<EventShape>(
  new Map(
    Object.entries(lineSchemas)
      .filter(([type]) => type !== 'header' && type !== 'recording.end')
      .map(([type, schema]) => {
        const { properties, required } = schema as { properties: object; required: string[] };
        const shape = { required: bitsOf(required), allowed: bitsOf(Object.keys(properties)) };
        return [type, { type: type as RecordedEventType, ...shape }];
      }),
  ),
);

/** Whether the bit of a field is set. */
export function has(present: number, field: Field): boolean {
  return (present & (1 << fields[field])) !== 0;
}

/** The bits of the fields among these names. */
function bitsOf(names: readonly string[]): number {
  return names
    .filter((name) => name in fields)
    .reduce((bits, name) => bits | (1 << fields[name as Field]), 0);
}
