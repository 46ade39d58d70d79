import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../temporaryFolder.ts';
import type { Program } from './contender.ts';
import { timedProgram } from './programs/program.ts';
import { writeRankingData } from './programs/rankingData.ts';

const askVersions =
  'import platform, numpy; print(numpy.__version__, "on Python", platform.python_version())';

export function prepare(): Program {
  return numpyProgram('ranking.py', writeRankingData(temporaryFolder()));
}

/** @param source a program under programs/. @param input the file or folder it reads. */
export function numpyProgram(source: string, input: string): Program {
  const version = execFileSync('python3', ['-c', askVersions], { encoding: 'utf8', stdio: 'pipe' }).trim();
  const program = fileURLToPath(new URL(`programs/${source}`, import.meta.url));
  // -B: no compiled copies beside the sources.
  return timedProgram(version, 'python3', ['-B', program, input]);
}
