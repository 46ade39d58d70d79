import { expect } from 'chai';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { header as dayHeader } from '../../../fixtures/record.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { ReplayLogs } from '../../../harness/replay/replayLogs.ts';
import { withFolder } from '../../folder.ts';
import { signalbox } from '../../signalbox.ts';

const recording = 'fixtures/retail-bank-day.ndjson.gz';
const { policy } = await requirePolicy('rules/retail-bank');

interface RulingLine extends Pick<Decision, 'at' | 'decidedBy' | 'id'> {
  readonly effect: string;
}

describe('the files of decisions that a replay writes', () => {
  it('tell of the same decisions in short and at length', () =>
    withFolder(async (folder) => {
      const [log, rulings] = [join(folder, 'log.ndjson'), join(folder, 'rulings.ndjson')];
      const logs = await ReplayLogs.open({ log, rulings }, [recording]);
      await replay({
        recording,
        policy,
        onRuling: (ruling) => logs.write(ruling),
        onBatch: () => logs.pass(),
      });
      await logs.commit();
      const linesOf = async (file: string): Promise<string[]> =>
        (await readFile(file, 'utf8')).trim().split('\n').slice(1);
      const long = (await linesOf(log)).map((line) => JSON.parse(line) as Decision);
      const short = (await linesOf(rulings)).map((line) => JSON.parse(line) as RulingLine);
      const common = ({ at, decidedBy, id }: Decision | RulingLine) => ({ at, decidedBy, id });
      expect(short.length).to.be.above(1000);
      expect(short.map(common)).to.deep.equal(long.map(common));
      const winners = long.flatMap((one) => (one.point === 'ranking' ? [one.winner ?? 'nobody'] : []));
      expect(short.filter(({ id }) => id.includes('/ranking/')).map(({ effect }) => effect)).to.deep.equal(
        winners,
      );
    }));

  it('spell names with quotes and line breaks as JSON does', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'r.ndjson');
      const id = 'c "1"\n\\ü';
      const header = { ...dayHeader, name: 'r' };
      const queued = {
        at: '2026-01-01T00:00:00Z',
        type: 'conversation.queued',
        conversation: id,
        queue: 'General',
      };
      const end = { type: 'recording.end', events: 1, excluded: {} };
      await writeFile(file, [header, queued, end].map((line) => `${JSON.stringify(line)}\n`).join(''));
      const rulings = join(folder, 'rulings.ndjson');
      const run = await signalbox(['replay', file, '--rules', 'rules/retail-bank', '--rulings', rulings]);
      expect(run.code).to.equal(0);
      const [, first] = (await readFile(rulings, 'utf8')).split('\n');
      expect((JSON.parse(first!) as RulingLine).id).to.equal(`${id}/skills/1`);
    }));

  it('are never one file, nor the recording', () =>
    withFolder(async (folder) => {
      const [file, link] = [join(folder, 'a.ndjson'), join(folder, 'b.ndjson')];
      await writeFile(file, '');
      await symlink(file, link);
      const refused: readonly (readonly string[])[] = [
        ['--log', file, '--rulings', file],
        ['--log', file, '--rulings', link],
        ['--log', join(folder, 'new'), '--rulings', `${folder}/./new`],
        ['--rulings', recording],
        ['--rulings', 'rules/retail-bank/handoff.yaml'],
      ];
      for (const files of refused) {
        const run = await signalbox(['replay', recording, '--rules', 'rules/retail-bank', ...files]);
        expect([run.code, /\[same-file\]/.test(run.stderr)], run.stderr).to.deep.equal([2, true]);
      }
      expect((await readdir(folder)).sort()).to.deep.equal(['a.ndjson', 'b.ndjson']);
    }));
});
