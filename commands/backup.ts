import type { Command } from 'commander';
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
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
    .requiredOption('--out <file>', 'the copy; what is there already is replaced')
    .action(async ({ config, out, format }: Common & { config: string; out: string }) => {
      const { storeBackup, backupText } = await import('../composition/backup.ts');
      const store = await storeBackup({ file: config, environment: process.env });
      const place = await outputPlace(out, [store.file]);
      const unfinished = `${place}.${process.pid}.tmp`;
      removeOnExit(unfinished);
      const size = await store.copy(unfinished);
      putInPlace(unfinished, place);
      print(format === 'json' ? JSON.stringify({ file: out, ...size }, null, 2) : backupText(out, size));
    });
}

/** The name is on the disk as well when it returns. */
function putInPlace(unfinished: string, place: string): void {
  renameSync(unfinished, place);
  keepOnExit(unfinished);
  const folder = openSync(dirname(place), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
