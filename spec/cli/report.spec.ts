import { expect } from 'chai';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectRefused } from './refusal.ts';

const replaying = [
  'replay',
  'docs/examples/queue-order/recording.ndjson',
  '--rules',
  'docs/examples/queue-order',
];

describe('--report', () => {
  it('writes a page that needs nothing else, and the same as text', () =>
    withFolder(async (folder) => {
      const [page, text] = [join(folder, 'report.html'), join(folder, 'report.txt')];
      const runs = await Promise.all([
        signalbox([...replaying, '--report', page]),
        signalbox([...replaying, '--report', text]),
        signalbox([...replaying, '--report', '-']),
      ]);
      expect(runs.map(({ code, stderr }) => [code, stderr])).to.deep.equal(
        [0, 0, 0].map((code) => [code, '']),
      );
      expect(runs[0].stdout)
        .to.contain('order agreement')
        .and.to.match(/^report: .*report\.html$/m);
      const html = await readFile(page, 'utf8');
      expect(html)
        .to.match(/^<!doctype html>/)
        .and.to.contain('Level 1');
      expect(html).to.not.match(/(src|href)="(?!#|data:,")/);
      expect(await readFile(text, 'utf8')).to.equal(runs[2].stdout);
      expect((await readdir(folder)).sort()).to.deep.equal(['report.html', 'report.txt']);
    }));

  it('changes neither what is printed nor how a command ends', () =>
    withFolder(async (folder) => {
      const page = join(folder, 'page.html');
      const asked: readonly (readonly [readonly string[], number])[] = [
        [['fairness', 'fixtures/retail-bank-day.ndjson.gz', '--rules', 'rules/retail-bank'], 1],
        [['check', 'docs/examples/queue-order', '--format', 'json'], 0],
        [['handoff-score', 'docs/examples/handoff/recording.ndjson', '--rules', 'docs/examples/handoff'], 0],
      ];
      for (const [words, code] of asked) {
        const [plain, told] = await Promise.all([signalbox(words), signalbox([...words, '--report', page])]);
        expect([plain.code, told.code], told.stderr).to.deep.equal([code, code]);
        expect(told.stdout.replace(/^report: .*\n/m, '')).to.equal(plain.stdout);
        expect(await readFile(page, 'utf8')).to.match(/^<!doctype html>/);
      }
    }));

  it('is refused before the work where it cannot be written', () =>
    withFolder(async (folder) => {
      const refused: readonly [readonly string[], string][] = [
        [['--report', join(folder, 'report.pdf')], 'report-form'],
        [['--report', join(folder, 'no', 'report.html')], 'no-such-folder'],
        [['--report', '-', '--format', 'json'], 'two-results'],
        [['--report', join(folder, 'a.txt'), '--log', join(folder, 'a.txt')], 'same-file'],
      ];
      const runs = await Promise.all(refused.map(([options]) => signalbox([...replaying, ...options])));
      for (const [place, run] of runs.entries()) expectRefused(run, refused[place]![1]);
      expect(await readdir(folder)).to.deep.equal([]);
    }));
});
