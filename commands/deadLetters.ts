import type { Command } from 'commander';
import type { Operating } from '../composition/operate.ts';
import { commandKindOf, type Command as Effect, type CommandKind } from '../engine/decisions/record.ts';
import { commandKinds } from '../engine/ports.ts';
import { problemError } from '../engine/problem.ts';
import type { EndedCommand } from '../engine/store.ts';
import { withCommas } from '../harness/figures.ts';
import { command, type Common } from './command.ts';
import { print } from './terminal.ts';
import { tellInstructed } from './stage.ts';
import { placeFrom1 } from './values.ts';
import { Option } from 'commander';

/** A dead command as it is shown. */
interface DeadLetter {
  readonly number: number;
  readonly kind: string;
  readonly conversation: string;
  readonly status: string;
  readonly why?: string;
  /** Who was asked; absent when no plugin does such commands. */
  readonly plugin?: string;
  readonly attempts: number;
  /** When it was decided, of the platform's clock. */
  readonly decidedAt: string;
  /** The decision's id. */
  readonly decision: string;
  readonly command: Effect;
}

interface DeadLettersOptions extends Common {
  readonly config: string;
  readonly kind?: CommandKind;
  readonly all?: true;
}

/** `signalbox dead-letters`. */
export function addDeadLetters(program: Command): void {
  const group = program
    .command('dead-letters')
    .description(
      'Commands that failed, or may not have been done: look at them, have them done after all, or drop them.',
    );
  const sub = (name: string, description: string, example: string): Command =>
    command(group, name, description, [`signalbox dead-letters ${example}`])
      .option('--config <file>', 'what runs, and so where its store lies', 'signalbox.yaml')
      .addOption(new Option('--kind <kind>', 'those of this kind alone').choices(commandKinds));
  sub('list', 'List them, in the order they were decided.', 'list --kind "do notify"').action(
    async (options: DeadLettersOptions) => {
      const letters = lettersOf(await (await opened(options)).dead(), options);
      print(options.format === 'json' ? JSON.stringify(letters, null, 2) : listText(letters));
    },
  );
  sub('show', 'Show one, with all that is known of it.', 'show 17')
    .argument('<number>', 'as the list has it', placeFrom1)
    .action(async (number: number, options: DeadLettersOptions) => {
      const [letter] = chosen(lettersOf(await (await opened(options)).dead(), options), [number]);
      print(options.format === 'json' ? JSON.stringify(letter, null, 2) : letterText(letter!));
    });
  for (const word of ['redo', 'drop'] as const) {
    const what = word === 'redo' ? 'Have them done after all' : 'Give them up for good';
    sub(word, `${what}; the engine does it, now or at its next start.`, `${word} 17 18`)
      .argument('[numbers...]', 'as the list has them', (text: string, before: readonly number[] = []) => [
        ...before,
        placeFrom1(text),
      ])
      .option('--all', 'all of them, or all of --kind')
      .action(async (numbers: readonly number[] | undefined, options: DeadLettersOptions) => {
        const operating = await opened(options);
        const letters = lettersOf(await operating.dead(), options);
        const commands = wanted(letters, numbers ?? [], options).map(({ number }) => number);
        const said = await operating.instruct(
          word === 'redo' ? { redo: { commands } } : { drop: { commands } },
        );
        const done = word === 'redo' ? 'in the outbox again' : 'dropped';
        tellInstructed(said, `${countText(commands.length)} ${done}`, options);
      });
  }
}

async function opened({ config }: DeadLettersOptions): Promise<Operating> {
  const { operate } = await import('../composition/operate.ts');
  return operate({ file: config, environment: process.env });
}

function lettersOf(dead: readonly EndedCommand[], { kind }: DeadLettersOptions): readonly DeadLetter[] {
  const letters = dead.map(({ number, ended }): DeadLetter => {
    const { command, outcome, plugin, attempts, decidedAt, decision } = ended;
    return {
      ...{ number, kind: commandKindOf(command), conversation: command.conversation, ...outcome },
      ...(plugin === undefined ? {} : { plugin }),
      ...{ attempts, decidedAt: new Date(decidedAt).toISOString(), decision, command },
    };
  });
  return letters.filter((one) => kind === undefined || one.kind === kind);
}

/** @throws ProblemError where it is not said which. */
function wanted(
  letters: readonly DeadLetter[],
  numbers: readonly number[],
  { all, kind }: DeadLettersOptions,
): readonly DeadLetter[] {
  if (all !== true && numbers.length > 0) return chosen(letters, numbers);
  if (all === true && numbers.length === 0) {
    if (letters.length > 0) return letters;
    throw problemError(
      'no-dead-letters',
      `there are no dead letters${kind === undefined ? '' : ` of "${kind}"`}`,
    );
  }
  const hint = 'give their numbers, or --all (of a kind: --all --kind "do notify")';
  throw problemError('which-dead-letters', 'it is not clear which are meant', { hint });
}

function chosen(letters: readonly DeadLetter[], numbers: readonly number[]): readonly DeadLetter[] {
  return [...new Set(numbers)].map((number) => {
    const letter = letters.find((one) => one.number === number);
    if (letter !== undefined) return letter;
    const hint = 'signalbox dead-letters list shows which there are';
    throw problemError('no-such-dead-letter', `command ${number} is not among the dead letters`, { hint });
  });
}

function listText(letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return 'No dead letters.';
  const lines = letters.map(
    ({ number, kind, conversation, status, attempts, decidedAt, why }) =>
      `${number}  ${decidedAt}  ${kind} for ${conversation}: ${status} after ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}${why === undefined ? '' : `: ${why}`}`,
  );
  return [...lines, '', `${countText(letters.length)}. signalbox dead-letters show <number> shows one.`].join(
    '\n',
  );
}

function letterText({ why, command, ...letter }: DeadLetter): string {
  const fields = Object.entries({
    ...letter,
    ...(why === undefined ? {} : { why }),
    command: JSON.stringify(command),
  });
  return fields.map(([name, value]) => `${name.padEnd(12)}  ${value}`).join('\n');
}

function countText(count: number): string {
  return count === 1 ? '1 command' : `${withCommas(count)} commands`;
}
