import { expect } from 'chai';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { ProblemError } from '../../../../engine/problem.ts';
import { LineChecker } from '../../../../harness/recording/lineChecker.ts';
import type { ConversationEnded, RoutingEvent } from '../../../../engine/conversation/events.ts';
import { EventScanner } from '../../../../harness/recording/scan/eventScanner.ts';
import { eventLine } from '../../../../harness/recording/write.ts';
import { events, header, recorded } from '../arbitraries.ts';
import { cursorAt, read, readChecked } from '../reading.ts';
import { mutatedLines } from './mutatedLines.ts';
import { oddFacts, oddFields, oddMoments, usualMoment } from './oddLines.ts';

const checker = new LineChecker('spec.ndjson');

/** What the checked path makes of a line. */
function checked(line: string): unknown {
  const whole = { text: line, number: 1, complete: true };
  return checker.event(whole, checker.parse(whole), header);
}

/** The same; undefined when it refuses the line. */
function checkedOrNot(line: string): unknown {
  try {
    return checked(line);
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** What the scanner makes of each of the lines; undefined for one that it leaves, and those after it. */
function scannedLines(lines: readonly string[]): (RoutingEvent | undefined)[] {
  const scanner = new EventScanner(cursorAt(lines.map((line) => `${line}\n`).join('')), header.facts);
  return lines.map(() => scanner.scan(-Infinity));
}

/** Bytes of a recording of these lines, whatever is wrong with them. */
function recordingOf(lines: readonly (string | Uint8Array)[]): Buffer {
  const end = JSON.stringify({ type: 'recording.end', events: lines.length, excluded: {} });
  const all = [JSON.stringify(header), ...lines, end];
  return Buffer.concat(all.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]));
}

const inOrder = fc
  .array(recorded, { maxLength: 12 })
  .map((some) => some.sort((a, b) => a.at - b.at).map(eventLine));
const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 400 })), {
  minLength: 1,
  maxLength: 6,
});

/** Whole recordings take longer than lines. */
const fewer = { numRuns: Math.max(300, Number(process.env['SIGNALBOX_RUNS'] ?? 0) / 4) };

describe('scanning a recording', () => {
  it('takes every line that eventLine writes, and makes of it what checking does', () => {
    fc.assert(
      fc.property(fc.array(recorded, { minLength: 1, maxLength: 5 }), (some) => {
        const lines = some.map(eventLine);
        expect(scannedLines(lines)).to.deep.equal(lines.map(checked));
      }),
    );
  });

  it('keeps the order of facts, and gives events of one type one order of fields', () => {
    fc.assert(
      fc.property(events, ({ at, type, ...rest }) => {
        const fields = Object.entries(rest);
        const [line, turned] = [fields, fields.toReversed()].map((some) =>
          eventLine({ at, type, ...Object.fromEntries(some) } as never),
        ) as [string, string];
        const scanner = new EventScanner(cursorAt(`${line}\n${turned}\n`), header.facts);
        const event = scanner.scan(at)!;
        expect(event).to.deep.equal(checked(line));
        expect(JSON.stringify(scanner.scan(at))).to.equal(JSON.stringify(event));
        if ('facts' in rest && 'facts' in event) {
          expect(JSON.stringify(event.facts)).to.equal(
            JSON.stringify(JSON.parse(JSON.stringify(rest.facts))),
          );
        }
      }),
    );
  });

  it('takes no line that is earlier than it may be', () => {
    fc.assert(
      fc.property(recorded, (event) => {
        const cursor = cursorAt(`${eventLine(event)}\n`);
        const scanner = new EventScanner(cursor, header.facts);
        expect(scanner.scan(event.at + 1)).to.equal(undefined);
        expect(cursor.at).to.equal(0);
        expect(scanner.scan(event.at)).to.not.equal(undefined);
      }),
    );
  });

  for (const [name, lines] of Object.entries({ field: oddFields, fact: oddFacts, moment: oddMoments })) {
    it(`takes a ${name} exactly when checking takes it`, () => {
      for (const line of lines) {
        // After a line that may be of the same day and minute.
        const [, scanned] = scannedLines([usualMoment, line]);
        expect(scanned, line).to.deep.equal(checkedOrNot(line));
      }
    });
  }

  it('tells apart texts that begin in the same way, more of them than it remembers', () => {
    const rounds = Array.from({ length: 10 }, (_, round) => {
      const short = Array.from({ length: 100 }, (__, index) => String(1000 + index));
      return [
        ...short.flatMap((text) => Array.from({ length: 200 }, (__, index) => text + (round * 200 + index))),
        ...short,
      ];
    });
    const ids = rounds.flat();
    const ended = ids.map((conversation) => eventLine({ at: 0, type: 'conversation.ended', conversation }));
    const read = scannedLines(ended).map((event) => (event as ConversationEnded).conversation);
    expect(read.join()).to.equal(ids.join());
  });

  it('reads what checking every line reads, however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(inOrder, sizes, async (lines, pieces) => {
        const bytes = recordingOf(lines);
        expect(await read(bytes, pieces)).to.deep.equal(await readChecked(bytes));
      }),
      fewer,
    );
  });

  it('refuses, and takes, what checking every line does, whatever is wrong with a line', async () => {
    await fc.assert(
      fc.asyncProperty(mutatedLines, inOrder, sizes, async (mutated, after, pieces) => {
        const bytes = recordingOf([...mutated, ...after]);
        expect(await read(bytes, pieces)).to.deep.equal(await readChecked(bytes));
      }),
      fewer,
    );
  });

  it('reads the shipped day as checking every line does, and takes all of its lines', async () => {
    const bytes = gunzipSync(await readFile('fixtures/retail-bank-day.ndjson.gz'));
    expect(await read(bytes, [65_536])).to.deep.equal(await readChecked(bytes));
    const first = bytes.indexOf('\n') + 1;
    const { facts } = JSON.parse(bytes.toString('utf8', 0, first)) as typeof header;
    const cursor = cursorAt(bytes.subarray(first));
    const scanner = new EventScanner(cursor, facts);
    while (scanner.scan(-Infinity) !== undefined);
    expect(cursor.bytes.toString('utf8', cursor.at, cursor.at + 24)).to.equal('{"type":"recording.end",');
  });
});
