import { expect } from 'chai';
import { parse } from 'yaml';
import { findPlugin } from '../../composition/findPlugin.ts';
import { blocksOf, plain, root, tableBelow } from './page.ts';

interface Field {
  readonly default?: unknown;
}

describe('a plugin’s own page', () => {
  for (const name of ['email', 'webhook', 'crm']) {
    const page = `plugins/${name}/README.md`;

    it(`of ${name} gives every field of its configuration, each with the default that it has`, async () => {
      const { configSchema } = await findPlugin(name, root);
      const { properties } = configSchema as { readonly properties: Readonly<Record<string, Field>> };
      const rows = tableBelow(page, '## Configuration').flatMap(([fields, value]) =>
        plain(fields!)
          .split(', ')
          .map((field) => [field, value!] as const),
      );
      const told = new Map(rows);
      for (const [field, schema] of Object.entries(properties)) {
        expect([...told.keys()], field).to.include(field);
        if (schema.default !== undefined)
          expect(parse(plain(told.get(field)!)), field).to.equal(schema.default);
      }
    });

    it(`of ${name} shows a configuration that the plugin takes`, async () => {
      const { validator } = await findPlugin(name, root);
      const [shown] = blocksOf(page).filter(({ language }) => language === 'yaml');
      const { plugins } = parse(shown!.text) as {
        readonly plugins: readonly { readonly plugin: string; readonly configuration: object }[];
      };
      expect(plugins.map(({ plugin }) => plugin)).to.deep.equal([name]);
      expect(validator!(plugins[0]!.configuration)).to.equal(true);
    });
  }
});
