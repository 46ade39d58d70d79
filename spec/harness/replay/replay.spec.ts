import { expect } from 'chai';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Decision, Ruling } from '../../../engine/decisions/policyRun.ts';
import { decisionId } from '../../../engine/decisions/record.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { replayText } from '../../../harness/replay/textReport.ts';
import { header as packHeader, rightPolicy } from '../../engine/policyText.ts';
import { withFolder } from '../../folder.ts';
import { signalbox } from '../../signalbox.ts';
import { bothTiers } from '../../engine/conditions/bothTiers.ts';

const recording = 'fixtures/retail-bank-day.ndjson.gz';
const { policy } = await requirePolicy('rules/retail-bank');
const { policy: previous } = await requirePolicy('rules/retail-bank-previous');

describe('replaying the shipped day', () => {
  it('decides at every point, and accounts for each decision', async () => {
    const decisions: Decision[] = [];
    const result = await replay({
      recording,
      policy,
      onRuling: (ruling) => void decisions.push(ruling.record()),
    });
    for (const point of ['skills', 'order', 'ranking', 'handoff'] as const) {
      expect(result.decisions[point], point).to.be.above(100);
      expect(decisions.filter((one) => one.point === point).length).to.equal(result.decisions[point]);
      const settled = Object.values(result.decidedBy[point]).reduce((sum, count) => sum + count, 0);
      expect(settled).to.equal(result.decisions[point]);
    }
    expect(new Set(decisions.map(({ id }) => id)).size).to.equal(decisions.length);
    expect(result.level).to.equal(1);
    expect(result.notReplayable).to.equal(0);
  });

  it('never prints what level 1 cannot know: waits, service level, load or CSAT of the policy', async () => {
    const result = await replay({ recording, policy, against: previous });
    const keys = new Set<string>();
    JSON.stringify(result, (key, value: unknown) => (keys.add(key), value));
    for (const key of keys)
      expect(key).to.not.match(/service.?level|occupancy|asa|averageWait|abandon|csat/i);
    expect(replayText(result)).to.match(/level 1 \(open loop\)/);
  });

  it('gives the same decision log, byte for byte, in another process, time zone and locale', () =>
    withFolder(async (folder) => {
      const environments = [
        { TZ: 'UTC', LANG: 'C' },
        { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
        { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' },
      ];
      const logs = await Promise.all(
        environments.map(async (env, index) => {
          const log = join(folder, `${index}.ndjson`);
          const run = await signalbox(['replay', recording, '--rules', 'rules/retail-bank', '--log', log], {
            env,
          });
          expect(run.code, run.stderr).to.equal(0);
          return readFile(log, 'utf8');
        }),
      );
      expect(logs[0]!.length).to.be.above(1e6);
      expect(logs[1] === logs[0] && logs[2] === logs[0]).to.equal(true);
    }));

  it('does not notice events told twice, but counts them', () =>
    withFolder(async (folder) => {
      const lines = gunzipSync(await readFile(recording))
        .toString()
        .trimEnd()
        .split('\n');
      const [header, ...events] = lines.slice(0, -1);
      const twice = events.flatMap((line, index) => (index % 3 === 0 ? [line, line] : [line]));
      const file = join(folder, 'twice.ndjson');
      const end = JSON.stringify({ type: 'recording.end', events: twice.length, excluded: {} });
      await writeFile(file, `${[header, ...twice, end].join('\n')}\n`);
      const decisionsOf = async (from: string): Promise<string> => {
        const seen: Decision[] = [];
        await replay({ recording: from, policy, onRuling: (ruling) => void seen.push(ruling.record()) });
        return JSON.stringify(seen);
      };
      expect(await decisionsOf(file)).to.equal(await decisionsOf(recording));
      const { excluded } = await replay({ recording: file, policy });
      expect(excluded).to.deep.equal({ 'repeated-event': twice.length - events.length });
    }));

  it('decides by compiled conditions exactly as json-rules-engine would', async () => {
    const { prepare, compared } = bothTiers();
    await replay({ recording, policy, prepare });
    expect(await compared()).to.be.above(1000);
  });

  it('rules in short as the full record says, whenever that is asked for', async () => {
    const rulings: Ruling[] = [];
    await replay({ recording, policy, onRuling: (ruling) => void rulings.push(ruling) });
    for (const ruling of rulings) {
      const record: Decision = ruling.record();
      expect(decisionId(ruling.point, ruling.context)).to.equal(record.id);
      expect([ruling.pack, ruling.decidedBy]).to.deep.equal([record.pack, record.decidedBy]);
      expect(shortOf(ruling)).to.deep.equal(shortOf(record));
    }
    expect(new Set(rulings.map(({ point }) => point)).size).to.equal(4);
  });

  it('changes nothing against itself, and with another seed only ties', async () => {
    const same = await replay({ recording, policy, against: policy });
    expect(same.changes!.groups).to.deep.equal([]);
    expect(same.changes!.counts.ranking.compared).to.equal(same.decisions.ranking);
    const reseeded = await replay({ recording, policy, seed: 'other' });
    expect(reseeded.decidedBy.ranking).to.deep.equal(same.decidedBy.ranking);
  });

  it('names the rule that causes each change', async () => {
    const { changes, decisions } = await replay({ recording, policy, against: previous });
    const causes = changes!.groups.map(({ cause }) => cause);
    expect(causes).to.include('Scoring best-suited-agent: weights.historicalCsat 0.3 → 0.4');
    expect(causes).to.include('SkillMapping intents-to-skills: “refunds” is new');
    expect(causes).to.include('Handoff bot-to-agent: “mood-fell” is new');
    expect(causes).to.include('QueueOrder who-is-next: “urgent” is new');
    for (const point of ['skills', 'order', 'ranking', 'handoff'] as const) {
      const grouped = changes!.groups
        .filter((group) => group.point === point)
        .reduce((sum, { count }) => sum + count, 0);
      expect(grouped).to.equal(changes!.counts[point].changed);
      expect(changes!.counts[point].compared + changes!.counts[point].onlyOne).to.equal(decisions[point]);
    }
    for (const { examples, count } of changes!.groups) {
      expect(examples.length).to.be.within(1, Math.min(3, count));
      for (const { before, after } of examples) expect(before).to.not.equal(after);
    }
  });

  it('counts a service-level target that no shift names as a warning, nothing worse', async () => {
    const other = rightPolicy(
      packHeader('Scoring'),
      `${packHeader('SlaPolicy')}shifts:
  - name: elsewhere
    when: { all: [{ fact: slaTarget, operator: equal, value: 90/10 }, { fact: serviceLevel, operator: lessThan, value: 0.5 }] }
    shift: { proficiency: -0.1, languageMatch: 0.1 }`,
    );
    const { warnings } = await replay({ recording, policy: other });
    expect(warnings.map(({ code }) => code)).to.deep.equal(['unnamed-sla-target']);
    expect(warnings[0]!.count).to.be.above(1000);
  });
});

describe('a decision that reads a fact the recording does not carry', () => {
  const withoutFacts = async (folder: string, gone: readonly string[]): Promise<string> => {
    const lines = gunzipSync(await readFile(recording))
      .toString()
      .trimEnd()
      .split('\n');
    const stripped = lines.map((line) => {
      const parsed = JSON.parse(line) as { facts?: string[] | Record<string, unknown> };
      if (Array.isArray(parsed.facts)) parsed.facts = parsed.facts.filter((fact) => !gone.includes(fact));
      else if (parsed.facts !== undefined) for (const fact of gone) delete parsed.facts[fact];
      return JSON.stringify(parsed);
    });
    const file = join(folder, 'stripped.ndjson');
    await writeFile(file, `${stripped.join('\n')}\n`);
    return file;
  };

  it('is counted as not replayable, by fact, and not guessed', () =>
    withFolder(async (folder) => {
      const file = await withoutFacts(folder, ['sentiment', 'customerSegment', 'serviceLevel']);
      const result = await replay({ recording: file, policy });
      expect(result.decisions.order).to.equal(0);
      expect(result.decisions.ranking).to.equal(0);
      expect(result.notReplayableBy['customerSegment']).to.be.above(1000);
      expect(result.notReplayableBy['serviceLevel']).to.be.above(1000);
      // Triggers before the one that reads the level of sentiment have settled some turns.
      expect(result.notReplayableBy['sentimentLevel']).to.be.above(500);
      expect(result.decisions.handoff).to.be.above(100);
      const { changes } = await replay({ recording: file, policy, against: previous });
      expect(changes!.counts.ranking).to.deep.equal({
        compared: 0,
        changed: 0,
        changedVerdicts: 0,
        onlyOne: 0,
      });
    }));
});

/** What a ruling and its record both say of the outcome. */
function shortOf(made: Ruling | Decision): unknown {
  switch (made.point) {
    case 'skills':
      return made.assigned;
    case 'order':
      return made.next;
    case 'ranking':
      return made.winner;
    case 'handoff':
      return [made.verdict, made.answer, made.target];
    case 'delivery':
    case 'reaction':
      return made.decidedBy;
  }
}
