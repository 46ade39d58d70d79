import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pluginKinds, type NewPlugin, type PluginKind } from '../../commands/newPlugin.ts';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused } from './refusal.ts';

/** Has a plugin written into `crm-acme`, and links Signalbox into it as npm does. */
async function written(cwd: string, kind: PluginKind): Promise<string> {
  const run = await signalbox(['plugin', 'new', 'crm-acme', '--kind', kind], { cwd });
  expectPlainOutput(run);
  expect(run.code, run.stderr).to.equal(0);
  const folder = join(cwd, 'crm-acme');
  await mkdir(join(folder, 'node_modules'));
  await symlink(resolve('.'), join(folder, 'node_modules/signalbox'));
  return folder;
}

/** Runs the plugin's spec as `npm test` does. @returns what it prints, and whether all is well. */
async function tested(cwd: string): Promise<{ readonly isRight: boolean; readonly printed: string }> {
  const args = ['--test', '--test-reporter=spec', 'plugin.spec.ts'];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 30_000 });
    return { isRight: true, printed: stdout };
  } catch (error) {
    return { isRight: false, printed: (error as { readonly stdout: string }).stdout };
  }
}

/** For each kind a mistake in its plugin, and the test of the contract suite that finds it. */
const mistakes: Readonly<Record<PluginKind, readonly [from: string, to: string, found: string]>> = {
  sink: ['{ notes }', '{ notes: told.sort() }', 'hears decisions and how commands ended'],
  actor: ['signal.throwIfAborted();', '', 'gives up when it is told to'],
  'batch-actor': ['results.map(', 'results.slice(1).map(', 'says of every command of a batch'],
  source: ["source: 'poll'", "source: ''", 'tells events whose facts are facts'],
  facts: ["['gold', 'high']", "['gold', 'highest']", 'gives values that their facts can have'],
};

describe('signalbox plugin new', function () {
  this.timeout(60_000);

  for (const kind of Object.keys(pluginKinds) as PluginKind[]) {
    it(`--kind ${kind}: passes the contract suite at once, and fails it once it is broken`, () =>
      withFolder(async (cwd) => {
        const folder = await written(cwd, kind);
        const { isRight, printed } = await tested(folder);
        expect(isRight, printed).to.equal(true);
        expect(printed)
          .to.match(/ℹ tests \d\d\n/)
          .and.contain('ℹ skipped 0');

        const [from, to, found] = mistakes[kind];
        const file = join(folder, 'plugin.ts');
        const text = await readFile(file, 'utf8');
        expect(text).to.contain(from);
        await writeFile(file, text.replaceAll(from, to));
        const broken = await tested(folder);
        expect(broken.isRight).to.equal(false);
        expect(broken.printed).to.contain(`✖ ${found}`);
      }));
  }

  it('gives the plugin its name, its unscoped one where a package’s is too much, and tells what it wrote', () =>
    withFolder(async (cwd) => {
      const run = await signalbox(['plugin', 'new', '@acme/chat', '--to', 'own', '--format', 'json'], {
        cwd,
      });
      const made = JSON.parse(run.stdout) as NewPlugin;
      expect(made).to.deep.include({ name: '@acme/chat', kind: 'sink', folder: 'own' });
      expect(made.files).to.deep.equal((await readdir(join(cwd, 'own'))).sort());
      const texts = await Promise.all(made.files.map((file) => readFile(join(cwd, 'own', file), 'utf8')));
      expect(texts.filter((text) => text.includes('crm-acme'))).to.deep.equal([]);
      const packageJson = JSON.parse(texts[made.files.indexOf('package.json')]!) as { readonly name: string };
      expect(packageJson.name).to.equal('@acme/chat');
      expect(texts[made.files.indexOf('plugin.ts')]).to.contain("name: 'chat'");
      expect(await readdir(cwd)).to.deep.equal(['own']);
    }));

  it('says what to do next', () =>
    withFolder(async (cwd) => {
      const { stdout } = await signalbox(['plugin', 'new', '@acme/chat', '--kind', 'actor'], { cwd });
      for (const step of ['cd chat', 'npm install', 'npm test', 'npm run acme', 'npx signalbox run'])
        expect(stdout).to.contain(`  ${step}`);
    }));

  it('takes a folder that is there and empty, also by a link', () =>
    withFolder(async (cwd) => {
      await mkdir(join(cwd, 'empty'));
      await symlink('empty', join(cwd, 'link'));
      expect((await signalbox(['plugin', 'new', 'crm-acme', '--to', 'link'], { cwd })).code).to.equal(0);
      expect(await readdir(join(cwd, 'empty'))).to.include('plugin.ts');
    }));

  it('refuses a name that cannot be, and writes nothing', () =>
    withFolder(async (cwd) => {
      const refused = async (name: string, says: string): Promise<void> =>
        expectRefused(await signalbox(['plugin', 'new', name], { cwd }), 'bad-plugin-name', says);
      for (const name of ['../crm', '/tmp/crm', '@acme/../crm', 'crm\u001b[31m'])
        await refused(name, 'such as crm-acme');
      for (const name of ['console', 'signalbox']) await refused(name, 'has that name itself');
      expect(await readdir(cwd)).to.deep.equal([]);
    }));

  it('overwrites nothing, and leaves what is there as it is', () =>
    withFolder(async (cwd) => {
      await mkdir(join(cwd, 'full'));
      await writeFile(join(cwd, 'full/plugin.ts'), 'mine');
      await writeFile(join(cwd, 'file'), 'mine');
      await mkdir(join(cwd, 'node_modules'));
      const refusals = {
        full: 'folder-not-empty',
        file: 'not-a-folder',
        'none/x': 'no-such-folder',
        'file/x': 'not-a-folder',
        'node_modules/x': 'in-node-modules',
      };
      for (const [to, code] of Object.entries(refusals))
        expectRefused(await signalbox(['plugin', 'new', 'crm-acme', '--to', to], { cwd }), code, to);
      expect(await readFile(join(cwd, 'full/plugin.ts'), 'utf8')).to.equal('mine');
      expect(await readFile(join(cwd, 'file'), 'utf8')).to.equal('mine');
      expect((await readdir(cwd, { recursive: true })).sort()).to.deep.equal([
        'file',
        'full',
        'full/plugin.ts',
        'node_modules',
      ]);
    }));

  it('leaves nothing half written', async function () {
    // Whoever is root may write everywhere.
    if (process.getuid?.() === 0) this.skip();
    await withFolder(async (cwd) => {
      await mkdir(join(cwd, 'closed'));
      await chmod(join(cwd, 'closed'), 0o500);
      expectRefused(await signalbox(['plugin', 'new', 'crm-acme', '--to', 'closed'], { cwd }), 'not-written');
      expect(await readdir(join(cwd, 'closed'))).to.deep.equal([]);
    });
  });
});
