import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { bundledPlugins, findPlugin } from '../../composition/findPlugin.ts';
import { runtimeDefaults } from '../../engine/plugins/configurationSchema.ts';
import { serviceDefaults, serviceSchema } from '../../engine/plugins/serviceSchema.ts';
import { tokens } from '../../engine/ports.ts';
import { blocksOf, plain, root, tableBelow } from './page.ts';

describe('docs/configuration.md', () => {
  it('gives every setting of the runtime with its default', () => {
    const told = tableBelow('docs/configuration.md', '## runtime').map(([field, value]) => [
      plain(field!),
      parse(plain(value!)) as unknown,
    ]);
    expect(Object.fromEntries(told)).to.deep.equal(runtimeDefaults);
  });

  it('gives every setting of the service, with its default', () => {
    const rows = tableBelow('docs/configuration.md', '## service');
    expect(rows.map(([field]) => plain(field!)).sort()).to.deep.equal(
      Object.keys(serviceSchema.properties).sort(),
    );
    const told = rows.flatMap(([field, value]) =>
      value === '' ? [] : [[plain(field!), parse(plain(value!)) as unknown]],
    );
    expect(Object.fromEntries(told)).to.deep.equal(serviceDefaults);
  });

  it('names every bundled plugin, and every field of its configuration', async () => {
    const rows = tableBelow('docs/configuration.md', '## Bundled plugins');
    expect(rows.map(([name]) => plain(name!)).sort()).to.deep.equal([...bundledPlugins].sort());
    for (const [name, , configuration] of rows) {
      const { configSchema } = await findPlugin(plain(name!), root);
      const { properties } = configSchema as { readonly properties: object };
      for (const field of Object.keys(properties)) expect(configuration, name).to.contain(`\`${field}\``);
    }
  });

  it('shows the example as it is', () => {
    const [shown] = blocksOf('docs/configuration.md').filter(({ shows }) => shows !== undefined);
    expect(shown!.text).to.equal(readFileSync(join(root, shown!.shows!), 'utf8'));
  });
});

describe('docs/plugins.md', () => {
  it('names every token', () => {
    const rows = tableBelow('docs/plugins.md', '## Tokens');
    expect(rows.map(([token]) => plain(token!)).sort()).to.deep.equal(
      Object.values(tokens)
        .map((token) => Symbol.keyFor(token)!)
        .sort(),
    );
  });

  it('shows a sink that is a plugin', async () => {
    const [sink] = blocksOf('docs/plugins.md').filter(({ language }) => language === 'js');
    const source = `data:text/javascript,${encodeURIComponent(sink!.text)}`;
    const { default: plugin } = (await import(source)) as { default: { name: string; provides: symbol[] } };
    expect(plugin).to.deep.include({ name: 'crm', provides: [tokens.sink] });
  });
});
