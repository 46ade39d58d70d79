import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { ProblemError } from '../../../engine/problem.ts';
import { EventFileWriter, readContents, readSegments } from '../../../harness/columns/eventFile.ts';
import { encodeSegment } from '../../../harness/columns/segmentBuilder.ts';
import { eventsOf } from '../../../harness/columns/segmentEvents.ts';
import type { RecordingSummary } from '../../../harness/recording/course.ts';
import { withFolder } from '../../folder.ts';
import { anyEvent } from './anyEvents.ts';

const hash = 'a'.repeat(64);
const summary: RecordingSummary = {
  header: { signalbox: 'recording', version: 1, name: 'Straße', facts: ['intent'], source: 'spec' },
  hash,
  events: 3,
  repeated: 1,
  excluded: { phantom: 2 },
};
const some: readonly (readonly RoutingEvent[])[] = [
  [
    { at: 1, type: 'conversation.started', conversation: 'c', mediaType: 'voice', facts: { intent: 'ü' } },
    { at: 2, type: 'conversation.answered', conversation: 'c', agent: null },
  ],
  [{ at: 3, type: 'conversation.surveyed', conversation: 'c', score: 0.1 }],
];

async function write(
  folder: string,
  file: string,
  segments: readonly (readonly RoutingEvent[])[],
): Promise<void> {
  const writer = await EventFileWriter.begin(folder);
  for (const events of segments) await writer.append(encodeSegment(events));
  await writer.commit(file, summary);
}

async function read(file: string, recordingHash = hash) {
  const contents = await readContents(file, recordingHash);
  const segments = await Array.fromAsync(readSegments(file, contents), (segment) => eventsOf(segment));
  return { summary: contents.summary, segments };
}

async function problemOf(file: string, recordingHash?: string): Promise<string> {
  try {
    await read(file, recordingHash);
    return 'none';
  } catch (error) {
    return (error as ProblemError).problems[0]!.code;
  }
}

describe('a file of events', () => {
  it('gives back what was written, and leaves nothing else behind', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'events');
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anyEvent, { minLength: 1 }), { maxLength: 4 }),
          async (segments) => {
            await write(folder, file, segments);
            expect(await read(file)).to.deep.equal({ summary, segments });
          },
        ),
        { numRuns: 200 },
      );
      expect(await readdir(folder)).to.deep.equal(['events']);
    }));

  it('is refused when it is cut off anywhere', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'events');
      await write(folder, file, some);
      const whole = await readFile(file);
      for (let length = 0; length < whole.length; length++) {
        await writeFile(file, whole.subarray(0, length));
        expect(await problemOf(file), String(length)).to.equal(length === 0 ? 'not-events' : 'cut-off');
      }
    }));

  it('is refused when any bit of it is another', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'events');
      await write(folder, file, some);
      const whole = await readFile(file);
      for (let place = 0; place < whole.length; place++) {
        const spoilt = Buffer.from(whole);
        spoilt[place]! ^= 1 << (place % 8);
        await writeFile(file, spoilt);
        const code = await problemOf(file);
        if (place < 8) expect(code).to.equal('not-events');
        else if (place < 12) expect(code).to.equal('version');
        else expect(code, String(place)).to.be.oneOf(['damaged', 'cut-off']);
      }
    }));

  it('is refused when it holds the segments of another file', () =>
    withFolder(async (folder) => {
      const [file, other] = [join(folder, 'events'), join(folder, 'other')];
      await write(folder, file, some);
      await write(
        folder,
        other,
        some.map((events) => events.map((event) => ({ ...event, at: 9 }))),
      );
      const contents = await readContents(other, hash);
      const segments = await Array.fromAsync(readSegments(file, contents)).catch((error: unknown) => error);
      expect((segments as ProblemError).problems[0]!.code).to.equal('damaged');
    }));

  it('is refused when it is from another recording, or is not there', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'events');
      expect(await problemOf(file)).to.equal('no-such-file');
      await write(folder, file, some);
      expect(await problemOf(file, 'b'.repeat(64))).to.equal('other-recording');
    }));

  it('is refused when the recording was checked by other rules', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'events');
      await write(folder, file, some);
      const whole = await readFile(file);
      const { checks } = await readContents(file, hash);
      const other = Buffer.from(whole.toString('latin1').replace(checks, 'c'.repeat(64)), 'latin1');
      const contents = whole.length - 48 - whole.readDoubleLE(whole.length - 48);
      const checksum = createHash('sha256')
        .update(other.subarray(0, 16))
        .update(other.subarray(contents, -32));
      checksum.digest().copy(other, other.length - 32);
      await writeFile(file, other);
      expect(await problemOf(file)).to.equal('other-checks');
    }));

  it('cannot be written where there is no folder, and is not there when it is given up', () =>
    withFolder(async (folder) => {
      const begun = await EventFileWriter.begin(join(folder, 'none')).catch((error: unknown) => error);
      expect((begun as ProblemError).problems[0]!.code).to.equal('no-such-folder');
      const writer = await EventFileWriter.begin(folder);
      await writer.append(encodeSegment(some[0]!));
      await writer.discard();
      expect(await readdir(folder)).to.deep.equal([]);
    }));
});
