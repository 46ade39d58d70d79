import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from './package.json' with { type: 'json' };

const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * Installs the peers when they, or these versions of them, are not there yet.
 * @throws Error when npm cannot.
 */
export function installPeers(): void {
  if (Object.entries(manifest.dependencies).every(([name, version]) => installed(name) === version)) return;
  process.stderr.write('Installing the peers into bench/node_modules: npm ci --prefix bench\n');
  const { status } = spawnSync('npm', ['ci', '--prefix', folder, '--no-fund', '--no-audit'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the peers could not be installed: npm ci failed in bench/');
}

function installed(name: string): string | undefined {
  const file = `${folder}node_modules/${name}/package.json`;
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
