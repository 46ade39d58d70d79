import { expect } from 'chai';
import { tokens, type Sink } from '../../engine/ports.ts';
import { decisionLine } from '../../harness/replay/decisionLog.ts';
import consoleSink from '../../plugins/console/plugin.ts';
import { pluginContract, sinkContract } from './contract.ts';
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

  it('writes a line a decision: the log’s own as JSON, otherwise when, which and what', async () => {
    const json = made({ format: 'json' });
    await json.sink.hear(decisions, signal);
    expect(json.written()).to.equal(decisions.map(({ body }) => `${decisionLine(body)}\n`).join(''));
    const text = made({});
    await text.sink.hear(decisions, signal);
    const lines = text.written().trimEnd().split('\n');
    expect(lines).to.have.length(decisions.length);
    lines.forEach((line, index) =>
      expect(line)
        .to.match(/^2026-03-02 \d\d:\d\d:\d\d c-\d+\//)
        .and.contain(decisions[index]!.body.id),
    );
  });

  it('lets no text of a rule or a customer command the terminal', async () => {
    const { sink, written } = made({});
    const { body, envelope } = decisions.find((one) => one.body.point === 'skills')!;
    await sink.hear([{ body: { ...body, decidedBy: 'x\u001b[2J\ny' }, envelope }], signal);
    expect(written())
      .to.contain('\\u001b[2J\\u000ay')
      .and.match(/^[^\n]*\n$/);
  });
});
