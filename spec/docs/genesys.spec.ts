import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import type { Operation } from '../../plugins/genesys/contract/operation.ts';
import { operations } from '../../plugins/genesys/contract/operations.ts';
import { settingsSchema } from '../../plugins/genesys/settings.ts';
import { plain, readPage, root, tableBelow } from './page.ts';

const page = 'docs/genesys.md';

/** The calls that are made in a folder of the plugin: their ids are nowhere else in it than where they are made. */
function callsIn(...folders: string[]): Operation[] {
  const sources = folders.flatMap((folder) => {
    const path = join(root, 'plugins/genesys', folder);
    return readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8'));
  });
  return Object.entries<Operation>(operations)
    .filter(([id]) => sources.some((text) => text.includes(`'${id}'`)))
    .map(([, operation]) => operation);
}

/** The rows of the table of permissions, for a client that makes these calls. */
function rows(client: string, calls: readonly Operation[]): string[][] {
  const purposes = new Map<string, string[]>();
  for (const { permissions, purpose } of calls) {
    if (permissions === undefined) continue;
    const [list, word] = 'all' in permissions ? [permissions.all, ' and '] : [permissions.any, ' or '];
    const named = list.map((permission) => `\`${permission}\``).join(word);
    purposes.set(named, [...(purposes.get(named) ?? []), purpose]);
  }
  return [...purposes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([named, to]) => [client, named, to.join('; ')]);
}

/** Path and default of each setting that has one. */
function defaultsOf(schema: object, path: string): [string, unknown][] {
  if ('default' in schema) return [[path, schema.default]];
  const { properties = {} } = schema as { properties?: Record<string, object> };
  return Object.entries(properties).flatMap(([name, held]) =>
    defaultsOf(held, path === '' ? name : `${path}.${name}`),
  );
}

describe('docs/genesys.md', () => {
  it('names the permissions of the calls that are made, and no others', () => {
    const wanted = [
      ...rows('reading', callsIn('reading', 'listening', 'conversation')),
      ...rows('acting', callsIn('acting')),
    ];
    expect(tableBelow(page, '## What to grant')).to.deep.equal(wanted);
  });

  it('gives every default, as the code has it', () => {
    const told = tableBelow(page, '## Settings').map(([name, value]) => [
      plain(name!),
      parse(plain(value!)) as unknown,
    ]);
    const wanted = defaultsOf(settingsSchema, '').filter(([name]) => !name.startsWith('politeness.'));
    expect(told).to.deep.equal(wanted);
  });

  it('names calls that are in the contract and files that are there', () => {
    const known = Object.values<Operation>(operations).map(
      ({ method, path }) => `${method.toUpperCase()} ${path}`,
    );
    const table = tableBelow(page, "## What replaces the source documents' calls");
    const replaced = table.flatMap(([, , really]) =>
      [...really!.matchAll(/`([A-Z]+ \/[^`]+)`/g)].map(([, call]) => call!),
    );
    expect(replaced).to.have.length.above(30);
    for (const call of replaced) expect(known).to.include(call);
    const files = [...readPage(page).matchAll(/`(plugins\/[^`]+)`/g)].map(([, file]) => file!);
    for (const file of files) expect(existsSync(join(root, file)), file).to.equal(true);
  });
});
