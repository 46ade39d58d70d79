import { readFileSync } from 'node:fs';

/**
 * Loads a peer from bench/node_modules. The name is not a literal, so that types are checked and tests run without any
 * peer installed; each adapter says what it uses of it.
 */
export async function importPeer(name: string): Promise<unknown> {
  const loaded = await load(name);
  const named = Object.keys(loaded).some((key) => key !== 'default' && key !== 'module.exports');
  return named ? loaded : loaded.default;
}

/** The installed version of a peer. */
export function peerVersion(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function load(name: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(name)) as { readonly default?: unknown };
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw problem;
    throw new Error('it is not installed', { cause: problem });
  }
}
