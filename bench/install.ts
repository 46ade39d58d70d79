import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from './package.json' with { type: 'json' };

const folder = fileURLToPath(new URL('.', import.meta.url));

/** In no lock file, because one that names its native packages for other platforms cannot be installed on this one. */
const unlocked = { name: '@gorules/zen-engine', version: '0.54.0' } as const;

/**
 * Installs the peers when they, or these versions of them, are not there yet. Where zen-engine has no package for the
 * platform it stays away, and the results say so.
 * @throws Error when npm cannot install the others.
 */
export function installPeers(): void {
  const locked = Object.entries(manifest.dependencies);
  if (!locked.every(([name, version]) => installed(name) === version) && !npm('ci'))
    throw new Error('the peers could not be installed: npm ci failed in bench/');
  if (installed(unlocked.name) !== unlocked.version)
    npm('install', '--no-save', '--no-package-lock', `${unlocked.name}@${unlocked.version}`);
}

function npm(...words: readonly string[]): boolean {
  process.stderr.write(`Installing the peers into bench/node_modules: npm ${words.join(' ')}\n`);
  const { status } = spawnSync('npm', [...words, '--prefix', folder, '--no-fund', '--no-audit'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function installed(name: string): string | undefined {
  const file = `${folder}node_modules/${name}/package.json`;
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
