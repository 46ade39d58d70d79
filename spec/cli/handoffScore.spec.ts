import { expect } from 'chai';
import type { HandoffScoreResult } from '../../harness/handoffScore/scoreHandoffs.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused, sideBySide } from './refusal.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';

describe('signalbox handoff-score', () => {
  it('scores the handoffs of a policy, and a threshold moved, in text and JSON; refuses what it cannot', async function () {
    this.timeout(60_000);
    const score = ['handoff-score', day, '--rules', 'rules/retail-bank'];
    const swept = [...score, '--trigger', 'bad-mood', '--fact', 'sentimentLevel', '--sweep', '0.2..0.4/2'];
    const [text, json, halfAsked, misspelt, without] = await sideBySide(
      [
        swept,
        [...swept, '--format', 'json'],
        [...score, '--trigger', 'bad-mood'],
        [...score, '--trigger', 'bad-mod', '--fact', 'sentimentLevel', '--sweep', '0.2..0.4/2'],
        ['handoff-score', day, '--rules', 'rules/anonymous-bank/head-start-60'],
      ],
      (args) => signalbox(args),
    );
    expect(text!.code, text!.stderr).to.equal(0);
    expectPlainOutput(text!);
    expect(text!.stdout).to.match(/^Handoffs on the record, level 1 \(open loop\)/);
    for (const figure of ['precision', 'recall', 'false handoffs', 'stuck', 'time to handoff'])
      expect(text!.stdout).to.match(new RegExp(`^${figure} .*\\d`, 'm'));

    expect(json!.code, json!.stderr).to.equal(0);
    const result = JSON.parse(json!.stdout) as HandoffScoreResult;
    expect(result.level).to.equal(1);
    expect(JSON.stringify(result)).to.contain('"value":0.3');
    // The policy's own threshold is in the middle: there the curve is at the score itself.
    const precision = /^precision +([\d.]+)/m.exec(text!.stdout)![1]!;
    expect(text!.stdout.split('\n').filter((line) => line.includes(precision)).length).to.be.above(1);

    expectRefused(halfAsked!, 'usage', '--sweep 0.1..0.5/8');
    expect(misspelt!.code).to.equal(2);
    expect(misspelt!.stderr).to.contain('bad-mood');
    expect(without!.code).to.equal(2);
    expect(without!.stderr).to.contain('Handoff');
  });
});
