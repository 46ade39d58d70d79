import { writeFile } from 'node:fs/promises';
import { fileProblem } from '../recording/fileProblem.ts';
import { outputPlace } from '../recording/outputPlace.ts';

/** One thing that was held to something, and how that came out. */
export interface TestOutcome {
  readonly name: string;
  /** Where what it is about is written. */
  readonly file?: string;
  readonly line?: number;
  /** Absent when it passed. */
  readonly failure?: TestFailure;
}

export interface TestFailure {
  /** One line: what was found, and what was wanted. */
  readonly message: string;
  /** What there is to say beside, line by line. */
  readonly details: readonly string[];
}

/** Outcomes that belong together, such as those of one policy's cases. */
export interface TestSuite {
  readonly name: string;
  readonly outcomes: readonly TestOutcome[];
}

/**
 * Outcomes as JUnit XML, which CI servers show. It says nothing of when and how long, so equal outcomes are equal bytes.
 * Format: https://github.com/testmoapp/junitxml
 */
export function junitXml(suites: readonly TestSuite[]): string {
  const all = suites.flatMap(({ outcomes }) => outcomes);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'signalbox', ...counts(all) })}>`,
    ...suites.flatMap(({ name, outcomes }) => [
      `  <testsuite${attributes({ name, ...counts(outcomes) })}>`,
      ...outcomes.flatMap((outcome) => outcomeLines(name, outcome)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

/**
 * Writes outcomes to a file as JUnit XML.
 * @param inputs files that are read, none of which may be replaced.
 * @throws ProblemError when it cannot be written there.
 */
export async function writeJunit(
  file: string,
  suites: readonly TestSuite[],
  inputs: readonly string[],
): Promise<void> {
  const place = await outputPlace(file, inputs);
  try {
    await writeFile(place, junitXml(suites));
  } catch (error) {
    throw fileProblem(error, file);
  }
}

function outcomeLines(suite: string, { name, file, line, failure }: TestOutcome): readonly string[] {
  const told = attributes({ classname: suite, name, file, line });
  if (failure === undefined) return [`    <testcase${told}/>`];
  const text = [failure.message, ...failure.details].map(escaped).join('\n');
  return [
    `    <testcase${told}>`,
    `      <failure${attributes({ message: failure.message })}>${text}</failure>`,
    '    </testcase>',
  ];
}

function counts(outcomes: readonly TestOutcome[]): Readonly<Record<string, number>> {
  const failures = outcomes.filter(({ failure }) => failure !== undefined).length;
  return { tests: outcomes.length, failures, errors: 0, skipped: 0 };
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replace(/[\t\n\r]/g, ' ')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 has no place for most control characters, nor for halves of a character, even escaped. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character]!);
}
