import { expect } from 'chai';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decisionLine } from '../../engine/decisions/decisionLog.ts';
import { explainDecision } from '../../engine/decisions/explain.ts';
import type { DecisionRecord } from '../../engine/exchange.ts';
import { tokens, type Sink } from '../../engine/ports.ts';
import { readDecisionLog } from '../../harness/replay/decisionLog.ts';
import consoleSink from '../../plugins/console/plugin.ts';
import { withFolder } from '../folder.ts';
import { pluginContract, sinkContract } from './contract.ts';
import { toldOf } from './contract/sink.ts';
import { shippedDecisions } from './decisions.ts';

const decisions = (await shippedDecisions()).slice(0, 300);

function made(configuration: object): { readonly sink: Sink; readonly written: () => string } {
  let written = '';
  const output = (text: string): Promise<void> => Promise.resolve(void (written += text));
  const get = (() => output) as never;
  const { parts } = consoleSink.create({ name: 'it', configuration, folder: '.', place: () => ({}), get });
  return { sink: parts[tokens.sink] as Sink, written: () => written };
}

describe('plugin console', () => {
  const needs = new Map([[tokens.output, () => Promise.resolve()]]);
  pluginContract({
    plugin: consoleSink,
    right: [{}, { format: 'json' }],
    wrong: [{ format: 'xml' }, { colour: true }],
    needs,
  });
  for (const format of ['text', 'json'])
    describe(`writing ${format}`, () =>
      sinkContract({ make: () => Promise.resolve(made({ format }).sink), decisions }));

  const { signal } = new AbortController();

  it('writes a line a decision, and none of how commands ended: the log’s own as JSON, otherwise when, which and what', async () => {
    const json = made({ format: 'json' });
    await json.sink.hear(toldOf(decisions), signal);
    expect(json.written()).to.equal(decisions.map(({ body }) => `${decisionLine(body)}\n`).join(''));
    const text = made({});
    await text.sink.hear(toldOf(decisions), signal);
    const lines = text.written().trimEnd().split('\n');
    expect(lines).to.have.length(decisions.length);
    lines.forEach((line, index) =>
      expect(line)
        .to.match(/^2026-03-02 \d\d:\d\d:\d\d c-\d+\//)
        .and.contain(decisions[index]!.body.id),
    );
  });

  describe('with a file', () => {
    const withLog = (
      use: (made: () => Promise<Sink & { close(): Promise<void> }>, file: string) => Promise<void>,
    ) =>
      withFolder((folder) =>
        use(
          async () => {
            const plugin = consoleSink.create({
              ...{ name: 'it', configuration: { file: 'log.ndjson' }, folder, place: () => ({}) },
              get: (() => () => Promise.resolve()) as never,
            });
            await plugin.start!(signal);
            const sink = plugin.parts[tokens.sink] as Sink;
            return { hear: (...heard) => sink.hear(...heard), close: () => plugin.stop!(signal) };
          },
          join(folder, 'log.ndjson'),
        ),
      );
    const readLog = async (file: string) => Array.fromAsync(readDecisionLog(file));
    const bodies = decisions.map(({ body }) => body);

    it('keeps a decision log, that a later run adds to', () =>
      withLog(async (make, file) => {
        const first = await make();
        await first.hear(toldOf(decisions.slice(0, 200)), signal);
        await first.close();
        const second = await make();
        await second.hear(toldOf(decisions.slice(200)), signal);
        expect(await readLog(file), 'while it is open').to.deep.equal(bodies);
        await second.close();
        expect((await stat(file)).mode & 0o077, 'for nobody else').to.equal(0);
      }));

    it('takes a line away that a crash cut off, wherever it was cut', () =>
      withLog(async (make, file) => {
        const first = await make();
        await first.hear(toldOf(decisions), signal);
        await first.close();
        const whole = await readFile(file);
        for (const cut of [1, 100, 70_000]) {
          await writeFile(file, whole.subarray(0, whole.length - cut));
          const left =
            whole
              .subarray(0, whole.length - cut)
              .toString()
              .split('\n').length - 2;
          const again = await make();
          await again.hear(toldOf(decisions.slice(left)), signal);
          await again.close();
          expect((await readFile(file)).equals(whole)).to.equal(true);
        }
      }));

    it('leaves what is no decision log as it is, and says so', () =>
      withLog(async (make, file) => {
        for (const text of ['{"signalbox":"recording","version":1}\n', 'notes', '\n\n']) {
          await writeFile(file, text);
          expect(await make().catch((error: Error) => error.message)).to.contain('[not-a-log]');
          expect(await readFile(file, 'utf8')).to.equal(text);
        }
        await rm(file);
        await mkdir(file);
        expect(await make().catch((error: Error) => error.message)).to.contain(
          'log.ndjson cannot be opened: EISDIR',
        );
      }));

    it('says of a decision of which nothing is done at which stage it was made', () =>
      withLog(async (make, file) => {
        const sink = await make();
        const [{ body, envelope }] = decisions as [DecisionRecord];
        const shadowed = { ...envelope, stage: 'shadow', withheld: 'all' } as const;
        await sink.hear(
          toldOf([
            { body, envelope },
            { body, envelope: shadowed },
          ]),
          signal,
        );
        await sink.close();
        expect(await readLog(file)).to.deep.equal([body, { ...body, stage: 'shadow' }]);
        const [title] = explainDecision((await readLog(file))[1]!);
        expect(title).to.match(/policy retail-bank \([0-9a-f]{12}\), shadow: not done$/);
      }));

    it('is not compressed', () => {
      expect(() => made({ file: 'log.ndjson.gz' })).to.throw('[compressed-log]');
    });
  });

  it('says whose a decision is of which nothing is done', async () => {
    const { sink, written } = made({});
    const { body, envelope } = decisions[0]!;
    await sink.hear(toldOf([{ body, envelope: { ...envelope, stage: 'shadow', withheld: 'all' } }]), signal);
    expect(written()).to.contain(`${body.id} (retail-bank, shadow: not done): `);
  });

  it('lets no text of a rule or a customer command the terminal', async () => {
    const { sink, written } = made({});
    const { body, envelope } = decisions.find((one) => one.body.point === 'skills')!;
    await sink.hear([{ decision: { body: { ...body, decidedBy: 'x\u001b[2J\ny' }, envelope } }], signal);
    expect(written())
      .to.contain('\\u001b[2J\\u000ay')
      .and.match(/^[^\n]*\n$/);
  });
});
