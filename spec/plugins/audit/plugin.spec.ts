import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { canonicalJson } from '../../../engine/canonical.ts';
import { tokens, type Sink } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import audit from '../../../plugins/audit/plugin.ts';
import { auditSchema, type AuditConfiguration } from '../../../plugins/audit/schema.ts';
import { withFolder } from '../../folder.ts';
import { endedAs } from '../../outcomes.ts';
import { plain, tableBelow } from '../../docs/page.ts';
import { pluginContract, sinkContract } from '../contract.ts';
import { shippedDecisions } from '../decisions.ts';
import { shippedTold } from './shippedTold.ts';
import {
  entriesIn,
  logNames,
  makeKey,
  opened,
  placesIn,
  settingsIn,
  signingIn,
  telling,
  toldIn,
  verified,
  write,
} from './trail.ts';

const decisions = (await shippedDecisions()).slice(0, 100);
const { signal } = new AbortController();

interface SchemaNode {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

/** Every setting of a schema by its path, with its default. */
function settingsOf({ properties = {} }: SchemaNode, path = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(properties).flatMap(([name, node]) => [
    [`${path}${name}`, node.default],
    ...settingsOf(node, `${path}${name}.`),
  ]);
}

function made(configuration: AuditConfiguration, clock = new VirtualClock()) {
  const problems: Problem[] = [];
  const needs = new Map<symbol, unknown>([
    [tokens.clock, clock],
    [tokens.problem, (problem: Problem) => void problems.push(problem)],
  ]);
  const get = <Part>(token: symbol): Part => needs.get(token) as Part;
  const instance = audit.create({ name: 'it', configuration, folder: '/', place: () => ({}), get });
  return { instance, sink: instance.parts[tokens.sink] as Sink, clock, problems };
}

describe('plugin audit', () => {
  const home = mkdtempSync(join(tmpdir(), 'signalbox-spec-'));
  const keyFile = join(home, 'audit.key');
  const folder = join(home, 'contract');
  makeKey(home);
  after(() => rmSync(home, { recursive: true }));

  pluginContract({
    plugin: audit,
    right: [
      { folder, checkpoints: { keyFile } },
      { folder, fileBytes: 4096, checkpoints: { keyFile, folder: 'b', everyEntries: 1, everySeconds: 5 } },
      { folder },
    ],
    wrong: [
      {},
      { folder: '' },
      { folder, fileBytes: 10 },
      { folder, checkpoints: {} },
      { folder, checkpoints: { keyFile, everyEntries: 0 } },
      { folder, days: 1 },
    ],
    needs: new Map<symbol, unknown>([
      [tokens.clock, new VirtualClock()],
      [tokens.problem, () => undefined],
    ]),
  });

  let sinks = 0;
  const trails: { close(): Promise<void> }[] = [];
  sinkContract({
    make: async () => {
      const trail = await opened(settingsIn(join(home, `sink-${++sinks}`)));
      trails.push(trail);
      return trail;
    },
    decisions,
  });
  afterEach(async () => {
    for (const trail of trails.splice(0)) await trail.close();
  });

  it('writes all it is told, in order, as canonical JSON that anyone can check with SHA-256 alone', () =>
    withFolder(async (home) => {
      await write(settingsIn(home), shippedTold);
      expect(toldIn(home)).to.deep.equal(shippedTold);
      const [name] = logNames(home);
      const text = readFileSync(join(placesIn(home).folder, name!), 'utf8');
      let previous = '0'.repeat(64);
      for (const [index, line] of text.trimEnd().split('\n').entries()) {
        const { hash, ...rest } = JSON.parse(line) as { hash: string; previous: string; seq: number };
        expect(canonicalJson({ hash, ...rest })).to.equal(line);
        expect(rest.seq).to.equal(index + 1);
        expect(rest.previous).to.equal(previous);
        expect(createHash('sha256').update(canonicalJson(rest)).digest('hex')).to.equal(hash);
        previous = hash;
      }
      const { entries, last, faults } = await verified(home);
      expect(faults).to.deep.equal([]);
      expect(entries).to.equal(shippedTold.length + 1);
      expect(last!.hash).to.equal(previous);
    }));

  it('writes nothing twice that is told again: in the same call, the next, or after a restart', () =>
    withFolder(async (home) => {
      const [first, second, third] = [0, 50, 100].map((from) => shippedTold.slice(from, from + 50));
      const settings = settingsIn(home);
      const trail = await opened(settings);
      await trail.hear([...first!, ...first!], signal);
      await trail.hear([...first!, ...second!], signal);
      await trail.close();
      await write(settings, [...second!, ...third!], 1000);
      expect(toldIn(home)).to.deep.equal(shippedTold.slice(0, 150));
    }));

  it('knows the last ten thousand again after a restart, in however many files they are', () =>
    withFolder(async (home) => {
      const settings = settingsIn(home, { fileBytes: 500_000 });
      const told = Array.from({ length: 10_050 }, (_, number) => ({
        outcome: endedAs(number, 'done').ended,
      }));
      await write(settings, told, 500);
      expect(logNames(home)).to.have.length.above(5);
      await write(settings, told.slice(-10_000), 500);
      expect(toldIn(home)).to.have.length(told.length);
      await write(settings, told.slice(0, 1));
      expect(toldIn(home)).to.have.length(told.length + 1);
      expect((await verified(home)).faults).to.deep.equal([]);
    }));

  it('writes that the same command ended twice, when it did', () =>
    withFolder(async (home) => {
      const outcome = endedAs(1, 'failed').ended;
      const again = { ...outcome, attempts: 2, endedAt: 10, outcome: { status: 'done' } } as const;
      await write(settingsIn(home), [{ outcome }, { outcome: again }, { outcome }]);
      expect(toldIn(home)).to.deep.equal([{ outcome }, { outcome: again }]);
    }));

  it('begins another file when one is full, and each day, and the chain goes on', () =>
    withFolder(async (home) => {
      const clock = new VirtualClock(Date.UTC(2026, 2, 2, 23, 59));
      const settings = settingsIn(home, { clock, fileBytes: 50_000 });
      const trail = await opened(settings);
      for (let from = 0; from < 100; from += 10) await trail.hear(shippedTold.slice(from, from + 10), signal);
      const files = logNames(home).length;
      expect(files).to.be.above(1);
      clock.jump(Date.UTC(2026, 2, 3));
      await trail.hear(shippedTold.slice(100, 101), signal);
      await trail.hear(shippedTold.slice(101, 102), signal);
      await trail.close();
      expect(logNames(home)).to.have.length(files + 1);
      // The next run goes on in the same file.
      await write(settings, shippedTold.slice(90, 103));
      expect(logNames(home)).to.have.length(files + 1);
      expect(toldIn(home)).to.deep.equal(shippedTold.slice(0, 103));
      const { faults, files: found } = await verified(home);
      expect([faults, found]).to.deep.equal([[], files + 1]);
      for (const name of logNames(home))
        expect(statSync(join(placesIn(home).folder, name)).mode & 0o777).to.equal(0o600);
      expect(statSync(placesIn(home).folder).mode & 0o777).to.equal(0o700);
    }));

  it('masks why a command ended so, which may quote a receiver', () =>
    withFolder(async (home) => {
      const why = 'the CRM answers 400: jane@example.com, 4111 1111 1111 1111';
      const { ended } = endedAs(1, 'refused', { outcome: { status: 'refused', why } });
      await write(settingsIn(home), [{ outcome: ended }]);
      expect(toldIn(home)).to.deep.equal([
        {
          outcome: { ...ended, outcome: { status: 'refused', why: 'the CRM answers 400: <email>, <card>' } },
        },
      ]);
    }));

  it('has every field of the source’s audit entry, where its page says, also of what failed', () =>
    withFolder(async (home) => {
      const outcome = endedAs(1, 'failed').ended;
      await write(settingsIn(home), [{ outcome }]);
      const entry = entriesIn(home).find((one) => 'outcome' in one);
      const fields = tableBelow('docs/audit.md', '## The source’s audit entry');
      expect(fields.map(([field]) => plain(field!))).to.have.length(8);
      for (const [field, path] of fields) {
        if (plain(path!) === '—') continue;
        for (const one of plain(path!).split(', ')) expect(entry, field).to.have.nested.property(one);
      }
    }));

  it('has the settings and defaults that its page says', () => {
    const told = tableBelow('plugins/audit/README.md', '## Settings').map(([setting, value]) => [
      plain(setting!),
      value === '' || /\D/.test(plain(value!)) ? undefined : Number(plain(value!)),
    ]);
    expect(told).to.deep.equal(settingsOf(auditSchema as SchemaNode));
  });

  it('signs its end after so many entries, after so long, and when it stops', () =>
    withFolder(async (home) => {
      makeKey(home);
      const { folder, keyFile } = placesIn(home);
      const checkpoints = { keyFile, everyEntries: 20, everySeconds: 60 };
      const { instance, sink, clock, problems } = made({ folder, checkpoints });
      const covered = async (): Promise<number> => (await verified(home, true)).covered;
      await instance.start!(signal);
      await sink.hear(shippedTold.slice(0, 10), signal);
      expect(await covered()).to.equal(0);
      await sink.hear(shippedTold.slice(10, 20), signal);
      // All of it, what begins the file, and what tells of the checkpoint.
      expect(await covered()).to.equal(22);
      await sink.hear(shippedTold.slice(20, 21), signal);
      expect(await covered()).to.equal(22);
      await clock.pass(60_000);
      for (let looks = 0; looks < 100 && (await covered()) === 22; looks++) await settled();
      expect(await covered()).to.equal(24);
      await clock.pass(600_000);
      // Nothing new, nothing signed.
      expect((await verified(home, true)).checkpoints).to.equal(2);
      await sink.hear(shippedTold.slice(21, 22), signal);
      await instance.stop!(signal);
      const { faults, areSignaturesChecked, last } = await verified(home, true);
      expect(faults).to.deep.equal([]);
      expect(areSignaturesChecked).to.equal(true);
      expect(await covered()).to.equal(last!.seq);
      expect(problems).to.deep.equal([]);
    }));

  it('writes all the same when it cannot sign, tells so once, and signs when it can', () =>
    withFolder(async (home) => {
      makeKey(home);
      const { codes, problem } = telling();
      const checkpoints = { ...signingIn(home, 5), folder: join(home, 'elsewhere') };
      const trail = await opened(settingsIn(home, { checkpoints, problem }));
      // No file can be made where there is no folder any more.
      rmSync(checkpoints.folder, { recursive: true });
      for (let from = 0; from < 30; from += 10) await trail.hear(shippedTold.slice(from, from + 10), signal);
      expect(codes).to.deep.equal(['audit-not-signed']);
      expect(toldIn(home)).to.deep.equal(shippedTold.slice(0, 30));
      mkdirSync(checkpoints.folder);
      await trail.close();
      const { faults, covered } = await verified(home, true, checkpoints.folder);
      expect(faults).to.deep.equal([]);
      expect(covered).to.equal(32);
    }));

  it('tells once that it cannot write, rejects to be asked again later, and loses nothing', () =>
    withFolder(async (home) => {
      const { codes, problem } = telling();
      const settings = settingsIn(home, { problem, fileBytes: 1024 });
      const trail = await opened(settings);
      await trail.hear(shippedTold.slice(0, 5), signal);
      chmodSync(settings.folder, 0o500);
      if (process.getuid?.() === 0) rmSync(settings.folder, { recursive: true });
      for (let times = 0; times < 2; times++) {
        const failure = await trail.hear(shippedTold.slice(5, 10), signal).catch((error: unknown) => error);
        expect(failure).to.include({ retryAfterSeconds: 300 });
      }
      expect(codes).to.deep.equal(['audit-not-written']);
      if (process.getuid?.() === 0) return trail.close();
      chmodSync(settings.folder, 0o700);
      await trail.hear(shippedTold.slice(5, 10), signal);
      await trail.close();
      expect(toldIn(home)).to.deep.equal(shippedTold.slice(0, 10));
    }));

  const refusals: Readonly<
    Record<string, readonly [code: string, prepare: (home: string) => Promise<void>]>
  > = {
    'an entry that was changed': [
      'audit-damaged',
      (home) => {
        const file = join(placesIn(home).folder, logNames(home)[0]!);
        writeFileSync(file, readFileSync(file, 'utf8').replace('"seq":5', '"seq":6'));
        return Promise.resolve();
      },
    ],
    'a log that ends before its last checkpoint': [
      'audit-cut-off',
      (home) => {
        const file = join(placesIn(home).folder, logNames(home)[0]!);
        writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 8).join('\n'));
        return Promise.resolve();
      },
    ],
    'a log whose checkpoints are gone': [
      'audit-checkpoints',
      (home) => Promise.resolve(rmSync(join(placesIn(home).folder, 'checkpoints'), { recursive: true })),
    ],
    'a key that is none': [
      'no-key',
      (home) => Promise.resolve(writeFileSync(placesIn(home).keyFile, 'not a key')),
    ],
  };
  for (const [name, [code, prepare]] of Object.entries(refusals)) {
    it(`refuses to go on with ${name}, and changes nothing`, () =>
      withFolder(async (home) => {
        makeKey(home);
        const settings = settingsIn(home, { checkpoints: signingIn(home, 10) });
        await write(settings, shippedTold.slice(0, 30));
        await prepare(home);
        const before = logNames(home).map((one) => readFileSync(join(settings.folder, one), 'utf8'));
        const refused: unknown = await opened(settings).catch((error: unknown) => error);
        expect(String(refused)).to.contain(`[${code}]`);
        const after = logNames(home).map((one) => readFileSync(join(settings.folder, one), 'utf8'));
        expect(after).to.deep.equal(before);
      }));
  }

  it('says when others can read its key, at the start and when it is diagnosed', () =>
    withFolder(async (home) => {
      makeKey(home);
      const { folder, keyFile } = placesIn(home);
      chmodSync(keyFile, 0o644);
      const { instance, problems } = made({ folder, checkpoints: { keyFile } });
      const findings = await instance.diagnose!(signal);
      expect(findings.map(({ status }) => status)).to.deep.equal(['fine', 'warning', 'fine']);
      await instance.start!(signal);
      await instance.stop!(signal);
      expect(problems.map(({ code }) => code)).to.deep.equal(['key-readable']);
      rmSync(keyFile);
      const without = await instance.diagnose!(signal);
      expect(without.map(({ status }) => status)).to.deep.equal(['fine', 'missing', 'fine']);
    }));
});
