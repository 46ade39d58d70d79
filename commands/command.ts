import { Option, type Command } from 'commander';

/** Options that every command takes. */
export interface Common {
  readonly format: 'text' | 'json';
  readonly debug?: true;
}

/** A command with the options all of them take. */
export function command(
  program: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  const made = program
    .command(name)
    .description(description)
    .addOption(
      new Option('--format <format>', 'how to write the result').choices(['text', 'json']).default('text'),
    )
    .option('--debug', 'show a stack trace when something unforeseen goes wrong');
  return made.addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`);
}
