import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../temporaryFolder.ts';
import type { Program } from './contender.ts';
import { timedProgram } from './programs/program.ts';
import { writeRankingData } from './programs/rankingData.ts';

const source = fileURLToPath(new URL('programs/ranking.c', import.meta.url));

/** C, compiled for this very machine. */
export function prepare(): Program {
  const folder = temporaryFolder();
  const program = join(folder, 'ranking');
  const version = execFileSync('cc', ['--version'], { encoding: 'utf8' }).split('\n')[0]!;
  execFileSync('cc', ['-O3', '-march=native', '-ffp-contract=off', '-o', program, source]);
  return timedProgram(version, program, [writeRankingData(folder)]);
}
