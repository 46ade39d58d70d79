import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { EventShape, Segment, ShapeField } from './segment.ts';

/** The most events in a segment. */
export const segmentEvents = 65_536;

/** Characters of distinct values, as JSON, with which a segment is full before it has all its events. */
const segmentText = 4_194_304;

/** Puts events into one segment. @throws RangeError for more than a segment holds. */
export function encodeSegment(events: readonly RoutingEvent[]): Segment {
  const builder = new SegmentBuilder();
  for (const event of events) builder.append(event);
  return builder.finish();
}

/** A segment as it grows, event by event. */
export class SegmentBuilder {
  readonly #at: number[] = [];
  readonly #shape: number[] = [];
  readonly #numbers: number[] = [];
  readonly #codes: number[] = [];
  readonly #shapes: EventShape[] = [];
  readonly #shapePaths = new ShapePath();
  readonly #codeOfScalar = new Map<unknown, number>();
  readonly #codeOfStructure = new Map<string, number>();
  /** The dictionary's values as JSON, by code. */
  readonly #values: string[] = [];
  #text = 0;

  /** Whether the next event belongs into the next segment. That depends on the events alone. */
  get isFull(): boolean {
    return this.#at.length === segmentEvents || this.#text >= segmentText;
  }

  get isEmpty(): boolean {
    return this.#at.length === 0;
  }

  /** @throws RangeError when there are as many events as a segment holds. */
  append(event: RoutingEvent): void {
    if (this.#at.length === segmentEvents) throw new RangeError('the segment is full');
    const facts = 'facts' in event ? event.facts : undefined;
    let path = this.#putFields(this.#shapePaths.to(event.type, false), event);
    if (facts !== undefined) path = this.#putFields(path.to('facts', false), facts);
    if (path.shape === undefined) {
      path.shape = this.#shapes.length;
      this.#shapes.push(shapeOf(event));
    }
    this.#at.push(event.at);
    this.#shape.push(path.shape);
  }

  /** The segment as it stands; nothing may be appended afterwards. */
  finish(): Segment {
    const dictionary = `{"shapes":${JSON.stringify(this.#shapes)},"values":[${this.#values.join()}]}`;
    return {
      at: new Float64Array(this.#at),
      shape: new Uint16Array(this.#shape),
      numbers: new Float64Array(this.#numbers),
      codes: new Uint32Array(this.#codes),
      dictionary: new TextEncoder().encode(dictionary),
    };
  }

  #putFields(from: ShapePath, fields: object): ShapePath {
    let path = from;
    for (const name in fields) {
      if (isApart(name)) continue;
      const value = (fields as Readonly<Record<string, unknown>>)[name];
      const isNumber = typeof value === 'number';
      if (isNumber) this.#numbers.push(value);
      else this.#codes.push(this.#code(value));
      path = path.to(name, isNumber);
    }
    return path;
  }

  #code(value: unknown): number {
    const json = typeof value === 'object' ? spelt(value) : undefined;
    const known = json === undefined ? this.#codeOfScalar.get(value) : this.#codeOfStructure.get(json);
    if (known !== undefined) return known;
    const code = this.#values.length;
    if (json === undefined) this.#codeOfScalar.set(value, code);
    else this.#codeOfStructure.set(json, code);
    this.#values.push(json ?? JSON.stringify(value));
    this.#text += this.#values[code]!.length;
    return code;
  }
}

/** The way to a shape, field by field: the fields so far, and where each next one leads. */
class ShapePath {
  /** The place of the shape that ends here. */
  shape: number | undefined;
  readonly #withNumber = new Map<string, ShapePath>();
  readonly #withCode = new Map<string, ShapePath>();

  to(name: string, isNumber: boolean): ShapePath {
    const ways = isNumber ? this.#withNumber : this.#withCode;
    let path = ways.get(name);
    if (path === undefined) {
      path = new ShapePath();
      ways.set(name, path);
    }
    return path;
  }
}

/** What is not among the fields of a shape. No fact goes by these names. */
function isApart(name: string): boolean {
  return name === 'at' || name === 'type' || name === 'facts';
}

function shapeOf(event: RoutingEvent): EventShape {
  const fieldsOf = (fields: object): readonly ShapeField[] =>
    Object.entries(fields)
      .filter(([name]) => !isApart(name))
      .map(([name, value]) => [name, typeof value === 'number']);
  const shape = { type: event.type, fields: fieldsOf(event) };
  return 'facts' in event && event.facts !== undefined ? { ...shape, facts: fieldsOf(event.facts) } : shape;
}

/** A list, proficiencies or null as JSON, in which -0 stays what it is; equal text is an equal value in equal order. */
function spelt(value: object | null): string {
  if (value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([name, number]) => `${JSON.stringify(name)}:${Object.is(number, -0) ? '-0' : String(number)}`,
  );
  return `{${entries.join()}}`;
}
