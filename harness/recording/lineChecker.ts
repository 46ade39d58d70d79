import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import { factValueProblem } from '../../engine/facts/values.ts';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { recordingVersion, type RecordingEnd, type RecordingHeader } from './format.ts';
import validators from './format.validator.js';
import type { TextLine } from './lines.ts';
import { parseUtc } from './time.ts';

const kindsOfLine = Object.keys(validators);

/** A line of a recording as JSON has it, not checked any further. */
export type ParsedLine = Record<string, unknown>;

/**
 * Checks the lines of a recording one by one, and says what is wrong with one. The reference of what a recording may
 * hold: the scanner takes nothing that is refused here.
 */
export class LineChecker {
  readonly #file: string;

  /** @param file named in errors. */
  constructor(file: string) {
    this.#file = file;
  }

  /** @throws ProblemError when the line is not a JSON object, or not whole. */
  parse(line: TextLine): ParsedLine {
    if (!line.complete)
      throw this.bad(line, 'cut-off', 'the recording is cut off in the middle of this line');
    let parsed: unknown;
    try {
      parsed = JSON.parse(line.text);
    } catch (error) {
      throw this.bad(line, 'not-json', `the line is not JSON: ${(error as Error).message}`);
    }
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as ParsedLine;
    throw this.bad(line, 'not-an-object', 'the line is not a JSON object');
  }

  /** @throws ProblemError when the line is not the header of a recording of a version this code reads. */
  header(first: TextLine): RecordingHeader {
    const header = this.parse(first) as unknown as RecordingHeader;
    if (header.signalbox !== 'recording') {
      throw this.bad(first, 'not-a-recording', 'the first line is not the header of a recording', {
        hint: 'make a recording of a call log with `signalbox import`',
      });
    }
    if ((header.version as number) !== recordingVersion) {
      const message = `this is a recording of version ${JSON.stringify(header.version)}; this release reads ${recordingVersion}`;
      throw this.bad(first, 'version', message);
    }
    this.#check(first, 'header', header);
    for (const name of header.facts) {
      if (!factCatalogue.has(name)) throw this.#unknownFact(first, name);
      if (factCatalogue.get(name)!.origin === 'derived') {
        throw this.bad(
          first,
          'derived-fact',
          `${name} is derived by the engine; a recording does not carry it`,
        );
      }
    }
    return header;
  }

  /** @throws ProblemError when the line is no event, or carries a fact that the header does not list. */
  event(line: TextLine, parsed: ParsedLine, header: RecordingHeader): RoutingEvent {
    const type = String(parsed['type']);
    if (!kindsOfLine.includes(type) || type === 'header') {
      const hint = didYouMean(
        type,
        kindsOfLine.filter((kind) => kind !== 'header'),
      );
      throw this.bad(
        line,
        'unknown-event',
        `unknown type of event "${type}"`,
        hint === undefined ? {} : { hint },
      );
    }
    this.#check(line, type, parsed);
    const at = parseUtc(parsed['at'] as string);
    if (at === undefined) {
      throw this.bad(line, 'bad-time', `"${String(parsed['at'])}" is not a moment in UTC`, {
        hint: 'write it like 2026-11-20T13:10:00.000Z',
      });
    }
    this.#checkFacts(line, header, (parsed['facts'] ?? {}) as Record<string, unknown>);
    return { ...parsed, at } as unknown as RoutingEvent;
  }

  /**
   * @param count events there were; undefined when that is not known.
   * @throws ProblemError when the line is not the end of a recording of so many.
   */
  end(line: TextLine, parsed: ParsedLine, count: number | undefined): RecordingEnd {
    this.#check(line, 'recording.end', parsed);
    const end = parsed as unknown as RecordingEnd;
    if (count === undefined || end.events === count) return end;
    throw this.bad(line, 'count', `the recording says it holds ${end.events} events but holds ${count}`);
  }

  #checkFacts(line: TextLine, header: RecordingHeader, facts: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(facts)) {
      const fact = factCatalogue.get(name);
      if (fact === undefined) throw this.#unknownFact(line, name);
      const wrong = factValueProblem(fact, value);
      if (wrong !== undefined) throw this.bad(line, 'bad-fact', `${name} ${wrong}`);
      if (!header.facts.includes(name)) {
        throw this.bad(
          line,
          'undeclared-fact',
          `the header does not list ${name} among the recording's facts`,
        );
      }
    }
  }

  #check(line: TextLine, kind: string, value: unknown): void {
    const validate = validators[kind as keyof typeof validators];
    if (validate(value)) return;
    const [first] = validate.errors!;
    const field = first!.instancePath.slice(1).replaceAll('/', '.');
    const extra =
      first!.keyword === 'additionalProperties' ? ` "${String(first!.params['additionalProperty'])}"` : '';
    throw this.bad(
      line,
      'bad-line',
      `${kind}: ${field === '' ? 'it' : field} ${first!.message ?? 'is wrong'}${extra}`,
    );
  }

  #unknownFact(line: TextLine, name: string): ProblemError {
    const hint = didYouMean(name, factCatalogue.keys());
    return this.bad(line, 'unknown-fact', `unknown fact "${name}"`, hint === undefined ? {} : { hint });
  }

  /** An error at this line. */
  bad(line: TextLine, code: string, message: string, more: { hint?: string } = {}): ProblemError {
    return problemError(code, message, { file: this.#file, line: line.number, ...more });
  }
}
