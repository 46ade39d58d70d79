import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { EventShape, Segment, SegmentDictionary, ShapeField } from './segment.ts';

/** Events made at a time: few enough to be forgotten while they are young, which is when forgetting is cheap. */
const batchEvents = 2048;

/** The events of a segment, equal to those that were put in, with keys and facts in their order. */
export function eventsOf(segment: Segment): readonly RoutingEvent[] {
  return [...eventBatches(segment)].flat();
}

/**
 * The events of a segment in batches. Texts, lists and proficiencies that occur more than once are the same object in
 * all events.
 */
export function* eventBatches(segment: Segment): Generator<readonly RoutingEvent[]> {
  const { at, shape, numbers, codes, dictionary } = segment;
  const { shapes, values } = JSON.parse(new TextDecoder().decode(dictionary)) as SegmentDictionary;
  const templates = shapes.map(templateOf);
  let number = 0;
  let code = 0;
  for (let row = 0; row < at.length;) {
    const end = Math.min(row + batchEvents, at.length);
    const events: RoutingEvent[] = [];
    for (; row < end; row++) {
      const { event, fields, facts } = templates[shape[row]!]!;
      const made: Record<string, unknown> = { ...event };
      made['at'] = at[row]!;
      for (let field = 0; field < fields.names.length; field++) {
        made[fields.names[field]!] = fields.areNumbers[field]! ? numbers[number++]! : values[codes[code++]!];
      }
      if (facts !== undefined) {
        const madeFacts: Record<string, unknown> = { ...facts.blank };
        for (let fact = 0; fact < facts.names.length; fact++) {
          madeFacts[facts.names[fact]!] = facts.areNumbers[fact]!
            ? numbers[number++]!
            : values[codes[code++]!];
        }
        made['facts'] = madeFacts;
      }
      events.push(made as unknown as RoutingEvent);
    }
    yield events;
  }
}

/** What the events of a shape are copied from: filling a copy in takes less time than adding key by key to an empty object. */
interface Template {
  readonly event: Readonly<Record<string, unknown>>;
  readonly fields: TemplateFields;
  readonly facts: TemplateFields | undefined;
}

interface TemplateFields {
  readonly names: readonly string[];
  readonly areNumbers: readonly boolean[];
  /** An object with these names in this order. */
  readonly blank: Readonly<Record<string, unknown>>;
}

function templateOf({ type, fields, facts }: EventShape): Template {
  const ownFields = templateFields(fields);
  const event = { at: 0.5, type, ...ownFields.blank, ...(facts === undefined ? {} : { facts: {} }) };
  return { event, fields: ownFields, facts: facts === undefined ? undefined : templateFields(facts) };
}

function templateFields(fields: readonly ShapeField[]): TemplateFields {
  return {
    names: fields.map(([name]) => name),
    areNumbers: fields.map(([, isNumber]) => isNumber),
    blank: Object.fromEntries(fields.map(([name, isNumber]) => [name, isNumber ? 0.5 : ''])),
  };
}
