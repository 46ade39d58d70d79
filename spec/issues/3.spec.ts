import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { isRuling, PolicyRun, type Ruling } from '../../engine/decisions/policyRun.ts';
import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import { Floor } from '../../engine/conversation/floor.ts';
import { newConversation } from '../../engine/conversation/conversation.ts';
import { cachedEntries } from '../../harness/columns/entryCache.ts';
import { outputPlace } from '../../harness/recording/outputPlace.ts';
import { LineFile } from '../../harness/recording/lineFile.ts';
import { joinFindings } from '../../harness/replay/findings.ts';
import { Replaying } from '../../harness/replay/replaying.ts';
import { sweepValues } from '../../harness/whatIf/sweep.ts';
import { answered, at, queued } from '../engine/decisions/decideEvents.ts';
import { header, rightPolicy } from '../engine/policyText.ts';
import { withFolder } from '../folder.ts';

const idle = (agent: string, skills: Record<string, number>): RoutingEvent => ({
  type: 'agent.updated',
  at: at(-9),
  agent,
  status: 'IDLE',
  skills,
});

/** The rulings of a policy on these events, and what was found, in so many shares. */
function replayed(
  packs: readonly string[],
  events: readonly RoutingEvent[],
  shares = 1,
  lacking: ReadonlySet<string> = new Set(),
) {
  const rulings: Ruling[] = [];
  const parts = Array.from({ length: shares }, (_, index) => {
    const replaying = new Replaying({
      policy: rightPolicy(...packs),
      seed: 's',
      lacking,
      share: { index, of: shares },
      onRuling: (ruling) => void rulings.push(ruling),
    });
    for (const event of events) replaying.take(event);
    return replaying.findings();
  });
  return { rulings, findings: joinFindings(parts) };
}

describe('bugs found by fresh eyes on speed', () => {
  it('1 a queue nobody has observed yet stands alike for all shares, and leaves nothing behind', () => {
    const shift = 'shift: { languageMatch: 0.15, proficiency: -0.15 }';
    const sla = `${header('SlaPolicy')}missing: { serviceLevel: 0 }
shifts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.75 }, until: { fact: serviceLevel, operator: greaterThanInclusive, value: 0.8 }, ${shift} }
`;
    const calls = Array.from({ length: 20 }, (_, n) => [
      queued(`c-${n}`, 10 * n + 20),
      answered(`c-${n}`, 10 * n + 22),
    ]);
    const observed: RoutingEvent = {
      type: 'queue.observed',
      at: at(15),
      queue: 'Cards',
      facts: { serviceLevel: 0.78 },
    };
    const events = [idle('ann', {}), queued('early', 1), answered('early', 2), observed, ...calls.flat()];
    const shiftsOf = (shares: number): Record<string, string> =>
      Object.fromEntries(
        replayed([header('Scoring'), sla], events, shares)
          .rulings.filter(({ point }) => point === 'ranking')
          .map((ruling) => {
            const record = ruling.record();
            return [record.conversation, record.point === 'ranking' ? record.shifts[0]!.state : ''];
          }),
      );
    const alone = shiftsOf(1);
    expect(alone).to.include({ early: 'applied', 'c-0': 'notInForce', 'c-19': 'notInForce' });
    for (const shares of [2, 5]) expect(shiftsOf(shares)).to.deep.equal(alone);
  });

  it('2 what a mapping could not decide stays unknown when later none holds', () => {
    const mapping = `${header('SkillMapping')}mappings:
  - name: one
    when: { all: [{ fact: priority, operator: equal, value: high }, { fact: intent, operator: containsWord, value: x }] }
    assign: { skill: S }
`;
    const facts: RoutingEvent = {
      type: 'conversation.facts',
      at: at(2),
      conversation: 'c-1',
      facts: { priority: 'normal' },
    };
    const carried = [
      'mediaType',
      'queue',
      'priority',
      'requiredSkills',
      'language',
      'agentStatus',
      'agentSkills',
    ];
    const { rulings, findings } = replayed(
      [mapping, header('Scoring')],
      [idle('ann', { S: 3 }), queued('c-1', 1, { priority: 'high' }), facts, answered('c-1', 3)],
      1,
      factsLacking([...carried, 'agentLanguages', 'csat', 'csatSurveys', 'agentQueues']),
    );
    expect(rulings.map(({ point, decidedBy }) => [point, decidedBy])).to.deep.equal([
      ['skills', 'no mapping holds'],
    ]);
    expect(findings.new.tally.notReplayableBy).to.deep.equal({ intent: 2 });
  });

  it('3 a skill whose name looks like two is not two', () => {
    const events = [
      idle('ann', { a: 5, b: 5 }),
      idle('ben', { 'a\0b': 5, '["a","b"]': 5 }),
      ...[['a', 'b'], ['a\0b'], ['["a","b"]']].flatMap((requiredSkills, n) => [
        queued(`c-${n}`, 10 * n, { requiredSkills }),
        answered(`c-${n}`, 10 * n + 1),
      ]),
    ];
    const winners = replayed([header('Scoring')], events).rulings.flatMap((ruling) =>
      ruling.point === 'ranking' ? [ruling.winner] : [],
    );
    expect(winners).to.deep.equal(['ann', 'ben', 'ben']);
  });

  it('4 a packed file that is slower than who writes warns of nothing', () =>
    withFolder(async (folder) => {
      const warnings: Error[] = [];
      const hear = (warning: Error): void => void warnings.push(warning);
      process.on('warning', hear);
      const file = new LineFile(join(folder, 'log.gz'));
      const line = 'x'.repeat(1000);
      for (let n = 0; n < 20_000; n++) void file.write(line);
      await file.commit();
      await new Promise((soon) => setImmediate(soon));
      process.off('warning', hear);
      expect(warnings).to.deep.equal([]);
      expect(gunzipSync(await readFile(join(folder, 'log.gz'))).length).to.equal(20_000 * 1001);
    }));

  it('5 a curve begins and ends where it was asked to, and rises', () => {
    expect(sweepValues('0.1234567890123..0.5/1')).to.deep.equal([0.1234567890123, 0.5]);
    expect(sweepValues('1000000000001.5..1000000000005/1')).to.deep.equal([1000000000001.5, 1000000000005]);
    expect(sweepValues('1..1.0000000000001/10')).to.equal(undefined);
  });

  it('6 a pipe in the place of what was kept is not waited for', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await cp('fixtures/retail-bank-day.ndjson.gz', recording);
      const before = await cachedEntries(recording);
      const kept = await readdir(join(folder, '.signalbox'));
      expect(kept.map((name) => extname(name)).sort()).to.deep.equal(['.entries', '.events', '.stamp']);
      for (const name of kept) {
        await rm(join(folder, '.signalbox', name));
        execFileSync('mkfifo', [join(folder, '.signalbox', name)]);
      }
      expect(await cachedEntries(recording)).to.deep.equal(before);
    }));

  it('7 what is kept of a recording read through a link is kept beside the recording', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, 'real'));
      await cp('fixtures/retail-bank-day.ndjson.gz', join(folder, 'real/day.ndjson.gz'));
      await symlink('real/day.ndjson.gz', join(folder, 'link.ndjson.gz'));
      await cachedEntries(join(folder, 'link.ndjson.gz'));
      expect(await readdir(folder)).to.have.members(['real', 'link.ndjson.gz']);
      expect(await readdir(join(folder, 'real'))).to.include('.signalbox');
    }));

  it('8 a link to a file that is not there yet stays a link', () =>
    withFolder(async (folder) => {
      await symlink('log.ndjson', join(folder, 'link.ndjson'));
      expect(await outputPlace(join(folder, 'link.ndjson'), [])).to.equal(join(folder, 'log.ndjson'));
    }));
});

describe('a policy at work', () => {
  it('decides nothing where it has no pack', () => {
    const run = new PolicyRun(rightPolicy(header('Scoring')), {
      seed: 's',
      prepare: compileRules,
      lacking: new Set(),
    });
    const conversation = { ...newConversation('c'), phase: 'waiting' as const, queue: 'Q', queuedAt: 0 };
    expect(isRuling(run.skills(conversation, new Floor(), 0))).to.equal(false);
    expect(isRuling(run.ranking(conversation, new Floor(), 0))).to.equal(true);
  });
});
