import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundledPlugins, findPlugin } from '../../composition/findPlugin.ts';
import { ProblemError } from '../../engine/problem.ts';
import { withFolder } from '../folder.ts';

const plugin = (name: string): string =>
  `{ name: '${name}', configSchema: {}, provides: [Symbol.for('signalbox/sink')], needs: [], create: () => ({ parts: {} }) }`;

const packages: Readonly<Record<string, string>> = {
  'crm-acme/package.json':
    '{ "name": "crm-acme", "type": "module", "exports": { ".": { "types": "./x.d.ts", "import": "./own.js" } } }',
  'crm-acme/own.js': `export default ${plugin('crm')};`,
  '@acme/sink/package.json': '{ "name": "@acme/sink", "main": "main.cjs" }',
  '@acme/sink/main.cjs': `module.exports = ${plugin('scoped')};`,
  'plain/package.json': '{ "name": "plain" }',
  'plain/index.js': `module.exports = ${plugin('plain')};`,
  'named/package.json': '{ "name": "named", "type": "module", "exports": "./index.js" }',
  'named/index.js': `export const { name, configSchema, provides, needs, create } = ${plugin('named')};`,
  'broken/package.json': '{ "name": "broken", "type": "module", "exports": "./index.js" }',
  'broken/index.js': 'throw new Error("it broke");',
  'other/package.json': '{ "name": "other", "type": "module", "exports": "./index.js" }',
  'other/index.js':
    'export default { name: "other", configSchema: {}, provides: ["sink"], needs: [], create() {} };',
};

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    for (const [path, text] of Object.entries(packages)) {
      const file = join(folder, 'node_modules', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await writeFile(join(folder, 'own.mjs'), `export default ${plugin('own')};`);
    await use(folder);
  });
}

async function refusal(name: string, folder: string): Promise<string> {
  try {
    await findPlugin(name, folder);
  } catch (error) {
    expect(error).to.be.instanceOf(ProblemError);
    return (error as ProblemError).message;
  }
  return expect.fail(`${name} was found`);
}

describe('finding a plugin', () => {
  for (const name of bundledPlugins) {
    it(`${name} ships, under the name it has itself`, async () => {
      expect((await findPlugin(name, '/')).name).to.equal(name);
    });
  }

  it('takes npm packages as they are installed for the folder, and files by their path', () =>
    inFolder(async (folder) => {
      const found = {
        'crm-acme': 'crm',
        '@acme/sink': 'scoped',
        plain: 'plain',
        named: 'named',
        './own.mjs': 'own',
      };
      for (const [name, own] of Object.entries(found))
        expect((await findPlugin(name, folder)).name).to.equal(own);
      expect((await findPlugin(join(folder, 'own.mjs'), '/')).name).to.equal('own');
    }));

  it('says what is not there, and what was meant', () =>
    inFolder(async (folder) => {
      expect(await refusal('consol', folder)).to.match(
        /no plugin "consol".*did you mean "console"\?.*npm install consol/,
      );
      expect(await refusal('constructor', folder)).to.contain('[unknown-plugin]');
      expect(await refusal('./gone.mjs', folder))
        .to.contain('[plugin-not-loaded]')
        .and.contain('is the path right');
    }));

  it('says what is no plugin, and what breaks as it is loaded', () =>
    inFolder(async (folder) => {
      expect(await refusal('broken', folder))
        .to.contain('it broke')
        .and.contain('its own code fails');
      expect(await refusal('other', folder)).to.contain('its "provides" is not a list of symbols');
    }));
});
