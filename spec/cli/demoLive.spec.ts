import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LiveDayResult } from '../../harness/live/liveText.ts';
import { signalbox, type Run } from '../signalbox.ts';

const live = ['demo', '--live', '--hours', '8.5'];

/** What ends a run for programs. */
const resultOf = ({ stdout }: Run): LiveDayResult => JSON.parse(stdout) as LiveDayResult;

describe('signalbox demo --live', function () {
  this.timeout(180_000);
  let folder: string;
  let log: string;
  /** For people, with a log kept; and for programs: the same day. */
  let [shown, told] = [] as unknown as [Run, Run];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-spec-'));
    log = join(folder, 'live.ndjson.gz');
    [shown, told] = await Promise.all([
      signalbox([...live, '--log', log]),
      signalbox([...live, '--seed', '1', '--format', 'json']),
    ]);
  });
  after(() => rm(folder, { recursive: true }));

  it('shows decisions as they come, and ends with the report', async () => {
    const { code, stdout, stderr } = await signalbox([...live, '--hours', '8.25', '--all']);
    expect([code, stderr]).to.deep.equal([0, '']);
    const lines = stdout.split('\n');
    const report = lines.findIndex((line) =>
      line.startsWith('Live on the sandbox: A Monday of a retail bank'),
    );
    const decisions = lines.slice(0, report).filter((line) => line !== '');
    expect(decisions).to.have.length.above(10);
    for (const line of decisions)
      expect(line).to.match(/^2026-03-02 13:\d\d:\d\d c-[0-9a-f]{16}\/\w+\/\d+: /);
    const said = lines.slice(report).join('\n');
    for (const part of ['skills assigned', 'commands', 'service level', 'requests', 'times real time'])
      expect(said).to.contain(part);
  });

  it('shows one now and then unless asked for all, and nothing else for programs', () => {
    const decisions = shown.stdout.split('\n').filter((line) => line.startsWith('2026-03-02'));
    expect(decisions).to.have.length.within(1, 3);
    const { simulatedSeconds, platform, requestsPerMinute } = resultOf(told);
    expect(simulatedSeconds).to.equal(8.5 * 3600);
    expect(platform.busiestMinute).to.be.at.most(requestsPerMinute);
  });

  it('is another day by another seed, and the same by the same', async () => {
    const { decisionLogHash } = resultOf(told).engine;
    expect(shown.stdout).to.contain(`decision log ${decisionLogHash.slice(0, 12)} · seed 1`);
    const other = await signalbox([...live, '--seed', '3', '--format', 'json']);
    expect(resultOf(other).engine.decisionLogHash).not.to.equal(decisionLogHash);
  });

  it('keeps every decision in a log, names what to type next, and that explains a handoff and a ranking', async () => {
    const { code, stdout, stderr } = shown;
    expect([code, stderr]).to.deep.equal([0, '']);
    const [, asked] = stdout.split('Ask why:\n');
    const commands = asked!
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' '));
    expect(commands.map(([, , , id]) => id!.split('/')[1])).to.deep.equal(['handoff', 'ranking']);
    const lines = gunzipSync(await readFile(log)).toString();
    const bodies = lines.slice(lines.indexOf('\n') + 1);
    expect(createHash('sha256').update(bodies).digest('hex')).to.equal(resultOf(told).engine.decisionLogHash);
    for (const [npx, program, ...args] of commands) {
      expect([npx, program]).to.deep.equal(['npx', 'signalbox']);
      const explained = await signalbox(args);
      expect([explained.code, explained.stderr]).to.deep.equal([0, '']);
      expect(explained.stdout).to.match(new RegExp(`^${args[1]} · 2026-03-02 .* policy retail-bank`));
    }
    const refused = await signalbox([...live, '--log', 'docs/examples/sandbox/signalbox.yaml']);
    expect([refused.code, refused.stderr.includes('[same-file]')]).to.deep.equal([2, true]);
  });

  it('has commands done, not too late, because it rings before an agent answers', () => {
    const { commands } = resultOf(told).engine;
    for (const kind of ['set skills', 'set priority', 'set scoredAgents'] as const) {
      const { done = 0, tooLate = 0 } = commands[kind]!;
      expect(done, kind)
        .to.be.above(10)
        .and.above(10 * tooLate);
    }
    expect(commands['do transfer']!['accepted']).to.be.above(0);
  });

  it('says what is wrong with an org or its rules, with what to do', async () => {
    const shop = await signalbox([...live, '--org', 'harness/sandbox/orgs/corner-shop.yaml']);
    expect(shop.code).to.equal(2);
    expect(shop.stderr).to.contain('the organisation has no');
    expect(shop.stderr).not.to.contain('    at ');
    const nowhere = await signalbox([...live, '--org', 'nowhere.yaml']);
    expect([nowhere.code, nowhere.stderr.includes('there is no such file')]).to.deep.equal([2, true]);
  });

  it('ends in good order on Ctrl-C, with the report so far', async () => {
    const args = [resolve('signalbox.ts'), 'demo', '--live', '--all'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (text: Buffer) => {
      if (out === '') child.kill('SIGINT');
      out += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, errors]).to.deep.equal([0, '']);
    expect(out).to.contain('Live on the sandbox').and.to.contain('times real time');
    const [, hours] = /([\d.]+) h in /.exec(out)!;
    expect(Number(hours)).to.be.below(24);
  });
});
