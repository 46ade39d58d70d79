import { appendFileSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson, sha256 } from '../../../engine/canonical.ts';
import { systemClock } from '../../../composition/systemClock.ts';
import { readPublicKey } from '../../../plugins/audit/signingKey.ts';
import { verifyLog } from '../../../plugins/audit/verify/verify.ts';
import { withFolder } from '../../folder.ts';
import { shippedTold } from './shippedTold.ts';
import { logNames, makeKey, placesIn, settingsIn, signingIn, verified, write } from './trail.ts';

/** What somebody does to a file, as bytes; or to the file itself. */
type Mutation =
  | { readonly does: 'flip'; readonly at: number; readonly bit: number }
  | { readonly does: 'take out' | 'cut'; readonly at: number; readonly length: number }
  | { readonly does: 'put in'; readonly at: number; readonly bytes: Uint8Array }
  | {
      readonly does: 'take out a line' | 'repeat a line' | 'swap lines';
      readonly at: number;
      readonly with: number;
    }
  | { readonly does: 'remove' };

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ does: fc.constant('flip'), at: share, bit: fc.nat(7) }),
  fc.record({
    does: fc.constantFrom('take out', 'cut'),
    at: share,
    length: fc.integer({ min: 1, max: 3000 }),
  }),
  fc.record({
    does: fc.constant('put in'),
    at: share,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  }),
  fc.record({
    does: fc.constant('put in'),
    at: share,
    bytes: fc.constantFrom('\n', ' ', '0').map((text) => Buffer.from(text)),
  }),
  fc.record({
    does: fc.constantFrom('take out a line', 'repeat a line', 'swap lines'),
    at: share,
    with: share,
  }),
  fc.record({ does: fc.constant('remove') }),
);

/** @returns undefined when the file is to be gone. */
function mutated(bytes: Buffer, mutation: Mutation): Buffer | undefined {
  if (mutation.does === 'remove') return undefined;
  const at = Math.floor(mutation.at * bytes.length);
  const lines = bytes.toString('latin1').split(/(?<=\n)/);
  const line = Math.floor(mutation.at * lines.length);
  const joined = (all: readonly string[]): Buffer => Buffer.from(all.join(''), 'latin1');
  switch (mutation.does) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1 << mutation.bit;
      return copy;
    }
    case 'take out':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + mutation.length)]);
    case 'cut':
      return bytes.subarray(0, at);
    case 'put in':
      return Buffer.concat([bytes.subarray(0, at), mutation.bytes, bytes.subarray(at)]);
    case 'take out a line':
      return joined(lines.toSpliced(line, 1));
    case 'repeat a line':
      return joined(lines.toSpliced(Math.floor(mutation.with * lines.length), 0, lines[line]!));
    case 'swap lines': {
      const other = Math.floor(mutation.with * lines.length);
      return joined(lines.with(line, lines[other]!).with(other, lines[line]!));
    }
  }
}

describe('signalbox audit verify', () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'signalbox-spec-'));
    makeKey(home);
    const settings = settingsIn(home, { fileBytes: 20_000, checkpoints: signingIn(home, 15) });
    await write(settings, shippedTold.slice(0, 60));
    await write(settings, shippedTold.slice(60, 70));
  });
  after(() => rmSync(home, { recursive: true }));

  /** On a copy of the log. */
  const withCopy = <Result>(use: (copy: string) => Promise<Result>): Promise<Result> =>
    withFolder(async (folder) => {
      cpSync(home, folder, { recursive: true });
      return use(folder);
    });

  it('finds nothing wrong with what nobody touched, in several files with several checkpoints', async () => {
    const { faults, files, checkpoints, covered, last } = await verified(home, true);
    expect(faults).to.deep.equal([]);
    expect(files).to.be.above(3);
    expect(checkpoints).to.be.above(3);
    expect(covered).to.equal(last!.seq);
  });

  it('finds any one thing that was done to any one file', async function () {
    this.timeout(600_000);
    const { folder } = placesIn(home);
    const names = [...logNames(home), 'checkpoints/checkpoints.jsonl'];
    const originals = new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
    await withCopy(async (copy) => {
      const place = placesIn(copy).folder;
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...names), mutations, async (name, mutation) => {
          const original = originals.get(name)!;
          const bytes = mutated(original, mutation);
          fc.pre(bytes === undefined || !bytes.equals(original));
          if (bytes === undefined) rmSync(join(place, name));
          else writeFileSync(join(place, name), bytes);
          const { faultCount } = await verified(copy, true);
          writeFileSync(join(place, name), original);
          expect(faultCount).to.be.above(0);
        }),
      );
      expect((await verified(copy, true)).faults).to.deep.equal([]);
    });
  });

  type Case = readonly [says: string, code: string, does: (folder: string, names: readonly string[]) => void];
  const onLines =
    (change: (lines: string[]) => readonly string[], which = 1) =>
    (folder: string, names: readonly string[]): void => {
      const file = join(folder, names.at(which)!);
      writeFileSync(file, change(readFileSync(file, 'utf8').split(/(?<=\n)/)).join(''));
    };
  const cases: Readonly<Record<string, Case>> = {
    'an entry that was changed': [
      'is not as it was written',
      'audit-altered',
      onLines((lines) => lines.with(2, lines[2]!.replace('"at":"2026', '"at":"2025'))),
    ],
    'an entry that was changed, and its hash with it': [
      'does not follow from the one before',
      'audit-broken',
      onLines((lines) => lines.with(2, resealed(lines[2]!))),
    ],
    'an entry that was taken out': [
      'is missing before entry',
      'audit-missing',
      onLines((lines) => lines.toSpliced(2, 1)),
    ],
    'entries that changed places': [
      'stands after entry',
      'audit-misplaced',
      onLines((lines) => lines.with(2, lines[3]!).with(3, lines[2]!)),
    ],
    'entries that were cut off': [
      'was signed for the last of them',
      'audit-cut-off',
      onLines((lines) => lines.slice(0, 1), -1),
    ],
    'the end of an entry that was cut off': [
      'are no whole entry',
      'audit-torn',
      onLines((lines) => lines.with(-1, lines.at(-1)!.slice(0, -5)), -1),
    ],
    'a file that was taken out': [
      'are missing before entry',
      'audit-missing',
      (folder, names) => rmSync(join(folder, names[1]!)),
    ],
    'a file that was emptied': ['the file is empty', 'audit-torn', onLines(() => [])],
    'a file under another name': [
      'is named after another',
      'audit-misplaced',
      (folder, names) => renameSync(join(folder, names.at(-1)!), join(folder, '000000999999.jsonl')),
    ],
    'two files that were made one': [
      'begins a file of its own',
      'audit-misplaced',
      (folder, names) => {
        appendFileSync(join(folder, names[0]!), readFileSync(join(folder, names[1]!)));
        rmSync(join(folder, names[1]!));
      },
    ],
    'a checkpoint that was changed': [
      'is not what was signed',
      'checkpoint-altered',
      (folder) =>
        onLines((lines) => lines.with(1, lines[1]!.replace('"at":"2026', '"at":"2025')))(folder, checkpoints),
    ],
    'a checkpoint that was taken out': [
      'checkpoint 2 is missing',
      'checkpoint-missing',
      (folder) => onLines((lines) => lines.toSpliced(1, 1))(folder, checkpoints),
    ],
    'the last checkpoint cut off': [
      'the log tells of',
      'checkpoint-missing',
      (folder) => onLines((lines) => lines.slice(0, -1))(folder, checkpoints),
    ],
  };
  const checkpoints = ['', 'checkpoints/checkpoints.jsonl'];
  for (const [name, [says, code, does]] of Object.entries(cases)) {
    it(`says what and where: ${name}`, () =>
      withCopy(async (copy) => {
        does(placesIn(copy).folder, logNames(copy));
        const { faults } = await verified(copy, true);
        const fault = faults.find((one) => one.code === code);
        expect(fault?.message, JSON.stringify(faults)).to.contain(says);
        expect(fault!.file).to.contain('.jsonl');
      }));
  }

  it('tells one fault for one entry that was changed', () =>
    withCopy(async (copy) => {
      onLines((lines) => lines.with(2, lines[2]!.replace('"at":"2026', '"at":"2025')))(
        placesIn(copy).folder,
        logNames(copy),
      );
      const { faults } = await verified(copy, true);
      expect(faults.map(({ code, line }) => [code, line])).to.deep.equal([['audit-altered', 3]]);
    }));

  it('finds a log that was written anew from the beginning by the signatures of the old one', () =>
    withCopy(async (copy) => {
      const { folder } = placesIn(copy);
      for (const name of logNames(copy)) rmSync(join(folder, name));
      // With as many checkpoints, by another key.
      await withFolder(async (other) => {
        makeKey(other);
        const settings = settingsIn(other, { fileBytes: 20_000, checkpoints: signingIn(other, 15) });
        await write(settings, shippedTold.slice(10, 80));
        for (const name of logNames(other)) cpSync(join(placesIn(other).folder, name), join(folder, name));
        const { faults } = await verified(copy, true);
        expect(new Set(faults.map(({ code }) => code))).to.include('audit-rewritten');
        // And its own checkpoints are none of ours.
        cpSync(join(placesIn(other).folder, checkpoints[1]!), join(folder, checkpoints[1]!));
        const forged = await verified(copy, true);
        expect(forged.faults[0]!.message).to.contain('was signed by another key');
      });
    }));

  it('does not see a tail that was cut off where there are no checkpoints, and does not claim to', () =>
    withFolder(async (folder) => {
      await write(settingsIn(folder), shippedTold.slice(0, 20));
      onLines((lines) => lines.slice(0, -3), 0)(placesIn(folder).folder, logNames(folder));
      const { faults, covered, checkpoints, areSignaturesChecked } = await verified(folder);
      expect(faults).to.deep.equal([]);
      expect([covered, checkpoints, areSignaturesChecked]).to.deep.equal([0, 0, false]);
    }));

  it('begins later when files were removed on purpose, and only when it is told so', () =>
    withCopy(async (copy) => {
      const { folder, keyFile } = placesIn(copy);
      const [first, second] = logNames(copy);
      rmSync(join(folder, first!));
      expect((await verified(copy, true)).faults.map(({ code }) => code)).to.deep.equal(['audit-missing']);
      const keys = [readPublicKey(`${keyFile}.pub`)];
      const from = Number(second!.slice(0, 12));
      const { faults, covered, last } = await verifyLog({ folder, keys, from, clock: systemClock });
      expect(faults).to.deep.equal([]);
      expect(covered).to.equal(last!.seq);
    }));

  it('tells a hundred faults, and counts the rest', () =>
    withCopy(async (copy) => {
      const { folder } = placesIn(copy);
      appendFileSync(join(folder, logNames(copy).at(-1)!), '{}\n'.repeat(250));
      const { faults, faultCount } = await verified(copy, true);
      expect(faults).to.have.length(100);
      expect(faultCount).to.equal(250);
    }));
});

/** As somebody who knows the format would change an entry. */
function resealed(line: string): string {
  const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const changed = { ...entry, at: '2025-01-01T00:00:00.000Z', hash: undefined };
  return `${canonicalJson({ ...changed, hash: sha256(canonicalJson(changed)) })}\n`;
}
