import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pluginProblem, type Plugin } from '../engine/plugins/plugin.ts';
import { problemError } from '../engine/problem.ts';
import { didYouMean } from '../engine/suggest.ts';

/** The plugins that ship, by their short names; loaded when they are listed. */
const bundled: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  audit: () => import('../plugins/audit/plugin.ts'),
  console: () => import('../plugins/console/plugin.ts'),
  crm: () => import('../plugins/crm/plugin.ts'),
  email: () => import('../plugins/email/plugin.ts'),
  genesys: () => import('../plugins/genesys/plugin.ts'),
  memory: () => import('../plugins/memory/plugin.ts'),
  postgres: () => import('../plugins/postgres/plugin.ts'),
  'queue-facts': () => import('../plugins/queue-facts/plugin.ts'),
  recording: () => import('../plugins/recording/plugin.ts'),
  rehearsal: () => import('../plugins/rehearsal/plugin.ts'),
  sqlite: () => import('../plugins/sqlite/plugin.ts'),
  webhook: () => import('../plugins/webhook/plugin.ts'),
};

/** The short names of the plugins that ship. */
export const bundledPlugins = Object.keys(bundled);

/**
 * Finds a plugin: a bundled one by its short name, a file by its path, or else an npm package as it is installed for the
 * folder.
 * @param folder that of signalbox.yaml.
 * @throws ProblemError in words, without a place.
 */
export async function findPlugin(name: string, folder: string): Promise<Plugin> {
  const module = Object.hasOwn(bundled, name) ? await bundled[name]!() : await load(name, folder);
  const exported = (module as { readonly default?: unknown }).default ?? module;
  const wrong = pluginProblem(exported);
  if (wrong !== undefined) {
    const hint = 'a plugin exports name, configSchema, provides, needs and create: docs/plugins.md';
    throw problemError('not-a-plugin', `"${name}" is not a plugin: ${wrong}`, { hint });
  }
  return exported as Plugin;
}

async function load(name: string, folder: string): Promise<unknown> {
  const file = /^\.{0,2}\//.test(name) ? resolve(folder, name) : await entryOf(name, folder);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const message = `plugin "${name}" cannot be loaded: ${(error as Error).message}`;
    const hint = isGone
      ? 'is the path right, and is all it imports installed?'
      : 'its own code fails while it loads';
    throw problemError('plugin-not-loaded', message, { hint });
  }
}

/** The file that an npm package is imported by. */
async function entryOf(name: string, folder: string): Promise<string> {
  const found = packageFile(name, folder);
  if (found === undefined) {
    const near = didYouMean(name, bundledPlugins);
    const hint = `${near === undefined ? '' : `${near} Or `}install it: npm install ${name}`;
    throw problemError('unknown-plugin', `there is no plugin "${name}", bundled or installed`, { hint });
  }
  const { exports, main } = JSON.parse(await readFile(found, 'utf8')) as {
    readonly exports?: unknown;
    readonly main?: string;
  };
  return join(dirname(found), exportedEntry(exports) ?? main ?? 'index.js');
}

function packageFile(name: string, folder: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(join(folder, 'signalbox.yaml')));
  } catch {
    return undefined;
  }
}

/** What `exports` gives for the package itself, under the conditions of an import. */
function exportedEntry(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const entries = Object.entries(Array.isArray(exports) ? (exports[0] as object) : exports);
  const condition = entries.find(([key]) => ['.', 'node', 'import', 'default'].includes(key));
  return condition === undefined ? undefined : exportedEntry(condition[1]);
}
