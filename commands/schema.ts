import type { Command } from 'commander';
import { packKinds } from '../engine/decisions/kinds.ts';
import { packSchema } from '../engine/packs/packSchema.ts';
import { problemError } from '../engine/problem.ts';
import { didYouMean } from '../engine/suggest.ts';
import { command } from './command.ts';
import { print } from './terminal.ts';

/** `signalbox schema`. */
export function addSchema(program: Command): void {
  command(program, 'schema', 'Print the JSON Schema of a kind of pack, for an editor.', [
    'signalbox schema Scoring',
  ])
    .argument('<kind>', packKinds.map(({ kind }) => kind).join(', '))
    .action((name: string) => {
      const kind = packKinds.find((one) => one.kind === name);
      if (kind === undefined) {
        const hint = didYouMean(
          name,
          packKinds.map((one) => one.kind),
        );
        throw problemError(
          'unknown-kind',
          `unknown kind of pack "${name}"`,
          hint === undefined ? {} : { hint },
        );
      }
      print(JSON.stringify(packSchema(kind), null, 2));
    });
}
