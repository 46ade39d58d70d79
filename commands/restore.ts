import type { Command } from 'commander';
import { withCommas } from '../harness/figures.ts';
import { command, type Common } from './command.ts';
import { print } from './terminal.ts';

/** `signalbox restore`. */
export function addRestore(program: Command): void {
  command(
    program,
    'restore',
    'Fill the store of a configuration, in which nothing is yet, with a backup: one machine moves to PostgreSQL.',
    ['signalbox restore monday.db --config signalbox.yaml'],
  )
    .argument('<backup>', 'a copy that signalbox backup made, of a run that was stopped before')
    .option('--config <file>', 'what shall run, and so where its store lies', 'signalbox.yaml')
    .action(async (backup: string, { config, format }: Common & { config: string }) => {
      const { restoreStore } = await import('../composition/restore.ts');
      const restored = await restoreStore({ file: config, environment: process.env }, backup);
      if (format === 'json') return print(JSON.stringify(restored, null, 2));
      const rows = restored.tables.filter((one) => one.rows > 0 && one.table !== 'counter');
      const held = rows.map((one) => `${withCommas(one.rows)} ${one.table}`).join(', ');
      print(`${restored.store}: restored from ${backup}. Rows: ${held || 'none'}.`);
    });
}
