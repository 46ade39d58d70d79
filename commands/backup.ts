import type { Command } from 'commander';
import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { problemError } from '../engine/problem.ts';
import type { StoreSize } from '../engine/store.ts';
import { withCommas } from '../harness/figures.ts';
import { outputPlace } from '../harness/recording/outputPlace.ts';
import { keepOnExit, removeOnExit } from '../harness/recording/unfinished.ts';
import { command, type Common } from './command.ts';
import { print } from './terminal.ts';

/** `signalbox backup`. */
export function addBackup(program: Command): void {
  command(program, 'backup', 'Copy the store of a configuration, while it runs or not, and check the copy.', [
    'signalbox backup --config signalbox.yaml --out monday.db',
  ])
    .option('--config <file>', 'what runs, and so where its store lies', 'signalbox.yaml')
    .requiredOption('--out <file>', 'the copy; an older one there is replaced')
    .action(async ({ config, out, format }: Common & { config: string; out: string }) => {
      const { storeBackup } = await import('../composition/backup.ts');
      const store = await storeBackup({ file: config, environment: process.env });
      const place = await outputPlace(out, [config, store.file, ...filesBeside(store.file)]);
      requireCopy(place, out);
      const unfinished = `${place}.${process.pid}.tmp`;
      removeOnExit(unfinished);
      const size = await store.copy(unfinished);
      putInPlace(unfinished, place);
      print(format === 'json' ? JSON.stringify({ file: out, ...size }, null, 2) : backupText(out, size));
    });
}

/** Every database of SQLite begins so (sqlite.org/fileformat2.html). */
const firstBytes = 'SQLite format 3\0';

/** An older copy may be replaced; a file that is no database would be lost for a slip of the pen. */
function requireCopy(place: string, out: string): void {
  if (!existsSync(place) || statSync(place).size === 0) return;
  const file = openSync(place, 'r');
  try {
    const begins = Buffer.alloc(firstBytes.length);
    readSync(file, begins);
    if (begins.toString('latin1') === firstBytes) return;
  } finally {
    closeSync(file);
  }
  throw problemError('not-a-backup', 'a file that is no copy of a store stands here already', {
    file: out,
    hint: 'give it another name',
  });
}

/** What SQLite and the store keep beside the store's file while it is open. */
function filesBeside(file: string): readonly string[] {
  return ['-wal', '-shm', '.lock'].map((end) => `${file}${end}`);
}

/** The name is on the disk as well when it returns. */
function putInPlace(unfinished: string, place: string): void {
  renameSync(unfinished, place);
  keepOnExit(unfinished);
  const folder = openSync(dirname(place), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** What a copy holds, for people. */
function backupText(file: string, { version, bytes, tables }: StoreSize): string {
  const each = (all: number, rows: number): string => (rows === 0 ? '' : withCommas(Math.round(all / rows)));
  const rows = tables.map(({ table, rows, bytes }) => [
    table,
    withCommas(rows),
    ...(bytes === undefined ? [] : [withCommas(bytes), each(bytes, rows)]),
  ]);
  const lines = [['table', 'rows', 'bytes', 'bytes each'].slice(0, rows[0]?.length), ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const decisions = tables.find(({ table }) => table === 'decision')?.rows ?? 0;
  return [
    `${file}: ${withCommas(bytes)} bytes, sound, version ${version}.`,
    '',
    ...aligned,
    ...(decisions === 0
      ? []
      : ['', `${each(bytes, decisions)} bytes a decision, with all that is kept beside it.`]),
  ].join('\n');
}
