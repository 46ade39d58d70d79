import type { Command } from 'commander';
import { hasErrors } from '../engine/problem.ts';
import { validate, validationText } from '../harness/validate.ts';
import { command, type Common } from './command.ts';
import { exit, print, report } from './terminal.ts';

/** `signalbox validate`. */
export function addValidate(program: Command): void {
  command(program, 'validate', 'Check rule packs: every error of every file, with line and column.', [
    'signalbox validate rules/retail-bank        one policy',
    'signalbox validate rules                    every policy below a folder',
    'signalbox validate new-mapping.yaml         one file',
  ])
    .argument('<paths...>', 'policy folders, folders of policies, or pack files')
    .action(async (paths: string[], { format }: Common) => {
      const result = await validate(paths);
      report(result.problems);
      print(format === 'json' ? JSON.stringify(result, null, 2) : validationText(result));
      process.exitCode = hasErrors(result.problems) ? exit.wrongInput : exit.fine;
    });
}
