import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pluginKinds } from '../../commands/newPlugin.ts';
import { withFolder } from '../folder.ts';
import { freePort } from '../freePort.ts';
import { blocksOf, plain, readPage, root, tableBelow, type Block } from './page.ts';

const page = 'docs/plugins.md';
const heading = '## A working sink in fifteen minutes';

/** The section's blocks, in order. */
function steps(): readonly Block[] {
  const [section] = readPage(page).split(`\n${heading}\n`)[1]!.split('\n## ');
  return blocksOf(page).filter(({ text }) => section!.includes(text));
}

/** No registry is asked, whatever npm is set to. */
const offline = {
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

/** A shell at work in a folder, and what it has printed. */
interface Shell {
  readonly printed: () => string;
  /** Resolves once it is over. @returns its exit code. */
  readonly ended: Promise<number | null>;
  readonly stop: () => void;
}

function shell(script: string, cwd: string): Shell {
  const env = { ...process.env, ...offline };
  const child = spawn('bash', ['-e', '-c', script], { cwd, env, detached: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => (printed += piece.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { printed: () => printed, ended, stop: () => void process.kill(-child.pid!, 'SIGTERM') };
}

/** What a script prints that must not fail. */
async function done(script: string, cwd: string): Promise<string> {
  const run = shell(script, cwd);
  expect(await run.ended, run.printed()).to.equal(0);
  return run.printed();
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  expect(text).to.contain(from);
  writeFileSync(file, text.replace(from, to));
}

describe('docs/plugins.md', () => {
  it('leads from nothing to a working sink, step by step, in an empty folder', async function () {
    this.timeout(180_000);
    const [begin, tests, acme, run, decided, notes, before, after, again, failing, , pack, packed] = steps();
    const clone = 'export SIGNALBOX=~/signalbox ';
    expect(begin!.text).to.contain(clone);
    const beginning = begin!.text.replace(clone, `export SIGNALBOX='${root}' `);
    const [settings] = beginning.split('node "');

    await withFolder(async (folder) => {
      expect(await done(beginning, folder)).to.contain(tests!.text);
      const plugin = join(folder, 'crm-acme');
      const inPlugin = (script: string): string => `${settings}${script}`;

      // Another port, so that specs may run side by side.
      const port = await freePort();
      for (const file of ['runAcme.ts', 'signalbox.yaml']) edit(join(plugin, file), '4700', String(port));
      const standIn = shell(inPlugin(acme!.text), plugin);
      try {
        while (!standIn.printed().includes('A CRM listens on')) await setTimeout(20);
        const runs = async (cwd: string): Promise<void> => {
          const printed = await done(inPlugin(run!.text), cwd);
          for (const part of decided!.text.trim().split('…')) expect(printed).to.contain(part);
          expect(standIn.printed().trim().split('\n').at(-1)).to.equal(notes!.text.trim());
        };
        await runs(plugin);

        edit(join(plugin, 'plugin.ts'), before!.text, after!.text);
        expect(await done(inPlugin(again!.text), plugin)).to.contain(tests!.text);

        const whole = readFileSync(join(plugin, 'plugin.ts'), 'utf8');
        const [, line] = /take the line `([^`]+)` away/.exec(readPage(page)) ?? [];
        edit(join(plugin, 'plugin.ts'), line!, '');
        const broken = shell(inPlugin('npm test'), plugin);
        expect(await broken.ended).to.equal(1);
        expect(broken.printed()).to.contain(failing!.text.trim());
        writeFileSync(join(plugin, 'plugin.ts'), whole);

        expect(await done(inPlugin(pack!.text), plugin)).to.contain(packed!.text);
        const user = join(folder, 'user');
        await mkdir(user);
        await done(inPlugin(`npm install ${root} ../crm-acme/${packed!.text}`), user);
        const configuration = readFileSync(join(plugin, 'signalbox.yaml'), 'utf8');
        writeFileSync(join(user, 'signalbox.yaml'), configuration.replace('./plugin.ts', 'crm-acme'));
        await runs(user);
      } finally {
        standIn.stop();
        await standIn.ended;
      }
    });
  });

  it('names every kind of plugin that can be written, and what it does', () => {
    const rows = tableBelow(page, heading).map(([kind, does]) => [plain(kind!).split(',')[0], does]);
    expect(Object.fromEntries(rows)).to.deep.equal(pluginKinds);
  });
});
