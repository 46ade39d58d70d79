import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import { printable } from '../engine/problem.ts';
import type { Ready } from '../harness/sandbox/run.ts';
import { command, type Common } from './command.ts';
import { print } from './terminal.ts';
import { portNumber, positiveNumber, wholeNumber } from './values.ts';

/** `signalbox sandbox`. */
export function addSandbox(program: Command): void {
  command(
    program,
    'sandbox',
    'Serve a local Genesys Cloud: OAuth, REST and notification channels, on this machine only.',
    [
      'signalbox sandbox                            a retail bank, in real time: it opened within the last hour',
      'signalbox sandbox --factor 60                a minute each second',
      'signalbox sandbox --lock-step --seed 7       time goes on when told to: POST /sandbox/clock/advance',
      'signalbox sandbox --org my-org.yaml --port 8080 --format json',
    ],
  )
    .option('--port <port>', 'the port to serve on; 0 for any that is free', portNumber, 0)
    .option('--org <file>', 'the org to serve, in YAML or JSON')
    .option('--seed <number>', 'settles all chance, the same way every time', wholeNumber, 1)
    .addOption(
      new Option('--factor <factor>', 'how many times as fast as real time')
        .argParser(positiveNumber)
        .default(1)
        .conflicts('lockStep'),
    )
    .option('--lock-step', 'let time go on only when told to; then everything is deterministic')
    .action(
      async ({
        lockStep,
        factor,
        format,
        ...options
      }: Common & { port: number; org?: string; seed: number; factor: number; lockStep?: true }) => {
        // The contract is large; the other commands need not wait for it.
        const { runSandbox } = await import('../harness/sandbox/run.ts');
        const { ready } = await runSandbox({
          ...options,
          ...(lockStep === true ? {} : { factor }),
          now: Date.now(),
          secret: randomUUID(),
          realTime: { now: () => performance.now(), after: afterMs },
          onDefect: (error) => void process.stderr.write(`${printable(String(error))}\n`),
        });
        print(format === 'json' ? JSON.stringify(ready) : readyText(ready));
      },
    );
}

function readyText({ baseUrl, clientId, clientSecret }: Ready): string {
  return [
    `The sandbox is ready at ${baseUrl}`,
    `  client id      ${clientId}`,
    `  client secret  ${clientSecret}`,
    'Stop it with Ctrl-C.',
  ].join('\n');
}

function afterMs(milliseconds: number, action: () => void): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}
