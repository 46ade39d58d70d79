import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Program } from './contender.ts';
import { rankingProgram, temporaryFolder } from './programs/program.ts';

const source = fileURLToPath(new URL('programs/ranking.py', import.meta.url));
const askVersions =
  'import platform, numpy; print(numpy.__version__, "on Python", platform.python_version())';

export function prepare(): Program {
  const version = execFileSync('python3', ['-c', askVersions], { encoding: 'utf8', stdio: 'pipe' }).trim();
  return rankingProgram(version, temporaryFolder(), 'python3', [source]);
}
