import type { Command } from 'commander';
import { runDemo } from '../harness/demo.ts';
import { command, type Common } from './command.ts';
import { shipped } from './shipped.ts';
import { print, progress } from './terminal.ts';

/** `signalbox demo`. */
export function addDemo(program: Command): void {
  command(
    program,
    'demo',
    'Replay the shipped day of a retail bank: decisions, a policy change, one decision explained.',
    ['signalbox demo'],
  ).action(async ({ format }: Common) => {
    const demo = await runDemo({ ...shipped, onProgress: progress('replaying') });
    print(format === 'json' ? JSON.stringify(demo.result, null, 2) : demo.text);
  });
}
