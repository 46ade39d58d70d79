import type { Command } from 'commander';
import { importCallLog } from '../harness/import/importCallLog.ts';
import { importText } from '../harness/import/textReport.ts';
import { command, type Common } from './command.ts';
import { pseudonymKey } from './pseudonymKey.ts';
import { shippedMap } from './shipped.ts';
import { print, progress, report } from './terminal.ts';
import { positiveNumber } from './values.ts';

/** `signalbox import`. */
export function addImport(program: Command): void {
  command(program, 'import', 'Turn a CSV, TSV or NDJSON call log into a recording, by a map.', [
    'signalbox import february.txt.gz --map anonymous-bank-1999 --out february.ndjson.gz --key-file pseudonym.key',
  ])
    .argument('<file>', 'the call log, .gz or plain')
    .requiredOption('--map <map>', 'the import map: a YAML file, or the name of one that ships')
    .requiredOption('--out <recording>', 'the recording to write, .ndjson or .ndjson.gz')
    .option('--key-file <file>', 'a file with the secret key for pseudonyms; or set SIGNALBOX_PSEUDONYM_KEY')
    .option('--memory <MB>', 'how much to sort in memory at a time, in megabytes', positiveNumber, 64)
    .action(
      async (
        file: string,
        options: Common & { map: string; out: string; keyFile?: string; memory: number },
      ) => {
        const key = await pseudonymKey(options.keyFile);
        const result = await importCallLog({
          file,
          map: await shippedMap(options.map),
          out: options.out,
          key,
          memoryBytes: options.memory * 1e6,
          onProgress: progress('importing'),
        });
        report(result.warnings);
        print(options.format === 'json' ? JSON.stringify(result, null, 2) : importText(result, options.out));
      },
    );
}
