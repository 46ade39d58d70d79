import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';

const day = resolve('fixtures/retail-bank-day.ndjson.gz');
const rules = ['--rules', resolve('rules/anonymous-bank/head-start-90')];

describe('an output file', () => {
  it('never replaces what is read, nor what is no file', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await copyFile(day, recording);
      await symlink(recording, join(folder, 'link.ndjson.gz'));
      await mkdir(join(folder, 'place'));
      const refused: readonly [string, string][] = [
        ['day.ndjson.gz', 'same-file'],
        ['link.ndjson.gz', 'same-file'],
        ['place', 'not-a-file'],
      ];
      for (const [name, code] of refused) {
        const { code: exit, stderr } = await signalbox([
          'replay',
          recording,
          ...rules,
          '--log',
          join(folder, name),
        ]);
        expect([exit, stderr]).to.satisfy(
          ([status, text]: [number, string]) => status === 2 && text.includes(`[${code}]`),
          stderr,
        );
      }
      expect((await readFile(recording)).equals(await readFile(day))).to.equal(true);
    }));

  it('goes where a link leads, and the link stays', () =>
    withFolder(async (folder) => {
      const [real, link] = [join(folder, 'real.ndjson'), join(folder, 'link.ndjson')];
      await writeFile(real, 'old');
      await symlink(real, link);
      expect((await signalbox(['replay', day, ...rules, '--log', link])).code).to.equal(0);
      expect(await readlink(link)).to.equal(real);
      expect((await readFile(real, 'utf8')).startsWith('{')).to.equal(true);
    }));

  it('is not left half-written by an interruption', () =>
    withFolder(async (folder) => {
      const args = ['replay', day, ...rules, '--log', join(folder, 'log.ndjson')];
      const child = spawn(process.execPath, [resolve('signalbox.ts'), ...args], { stdio: 'ignore' });
      const unfinished = async (): Promise<boolean> =>
        (await readdir(folder)).some((name) => name.endsWith('.tmp'));
      while (child.exitCode === null && !(await unfinished()))
        await new Promise((soon) => setTimeout(soon, 5));
      child.kill('SIGINT');
      const [code] = (await once(child, 'exit')) as [number];
      expect(code).to.equal(130);
      expect(await readdir(folder)).to.deep.equal([]);
    }));
});
