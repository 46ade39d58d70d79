import { dirname, resolve } from 'node:path';
import { Secrets } from '../engine/plugins/environment.ts';
import { tokens } from '../engine/ports.ts';
import { problemError } from '../engine/problem.ts';
import { backupToken, type StoreBackup, type StoreSize } from '../plugins/sqlite/backup.ts';
import { readConfigurationFile, type ConfigurationFile } from './configurationFile.ts';
import { compose, type Given } from './container.ts';
import { hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { systemClock } from './systemClock.ts';

/**
 * The store that a configuration names, to be copied; nothing is started.
 * @throws ProblemError when the configuration is wrong, or its store cannot be copied.
 */
export async function storeBackup(options: ConfigurationFile): Promise<StoreBackup> {
  const secrets = new Secrets();
  try {
    const configuration = await readConfigurationFile(options, secrets);
    const folder = dirname(resolve(options.file));
    const order = await listPlugins(configuration, new Set(Object.values(tokens)), folder);
    const store = order.find(({ plugin }) => plugin.provides.includes(backupToken));
    if (store === undefined) {
      throw problemError('no-backup', 'the store is in memory, or cannot be copied by its plugin', {
        file: options.file,
        hint: 'list the plugin sqlite: docs/configuration.md',
      });
    }
    const given: Given = new Map<symbol, unknown>([
      [tokens.clock, systemClock],
      [tokens.problem, () => undefined],
    ]);
    return compose([store], given, folder).get(backupToken);
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}

/** What a copy holds, for people. */
export function backupText(file: string, { version, bytes, tables }: StoreSize): string {
  const count = (number: number): string => number.toLocaleString('en-US');
  const each = (all: number, rows: number): string => (rows === 0 ? '' : count(Math.round(all / rows)));
  const rows = tables.map(({ table, rows, bytes }) => [
    table,
    count(rows),
    ...(bytes === undefined ? [] : [count(bytes), each(bytes, rows)]),
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
    `${file}: ${count(bytes)} bytes, sound, version ${version}.`,
    '',
    ...aligned,
    ...(decisions === 0
      ? []
      : ['', `${each(bytes, decisions)} bytes a decision, with all that is kept beside it.`]),
  ].join('\n');
}
