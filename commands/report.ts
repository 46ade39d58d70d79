import { Option } from 'commander';
import { problemError } from '../engine/problem.ts';
import { reportPlace, writeReport } from '../harness/reports/reportFile.ts';
import type { Report } from '../harness/reports/report.ts';
import { textPage } from '../harness/reports/text/page.ts';
import type { Common } from './command.ts';
import { print } from './terminal.ts';

/** `--report`, of commands whose result is told as a report as well. */
export function reportOption(): Option {
  return new Option(
    '--report <file>',
    'write a report to hand on: a page (.html), the same as text (.txt), or - for it on this terminal',
  );
}

/** The forms a result has. */
interface Told<Result> {
  /** As `--format text` prints it. */
  readonly text: (result: Result) => string;
  readonly report: (result: Result) => Report;
}

/** Tells a result as it was asked for. */
type Tell<Result> = (result: Result) => Promise<void>;

/**
 * How a result will be told: known before the work, so that hours of it do not end at a place where nothing can be written.
 * @param inputs files that are read, none of which may be replaced.
 * @param outputs other files that are written.
 */
export async function telling<Result>(
  { format, report }: Common & { readonly report?: string },
  told: Told<Result>,
  inputs: readonly string[],
  outputs: readonly (string | undefined)[] = [],
): Promise<Tell<Result>> {
  if (report === '-' && format === 'json') {
    throw problemError('two-results', '--report - and --format json would both be printed here', {
      hint: 'give the report a file, such as report.html',
    });
  }
  const written = outputs.filter((file) => file !== undefined);
  const place =
    report === undefined || report === '-' ? undefined : await reportPlace(report, inputs, written);
  return async (result) => {
    if (place !== undefined) await writeReport(place, told.report(result));
    if (format === 'json') print(JSON.stringify(result, null, 2));
    else if (report === '-') print(textPage(told.report(result), process.stdout.columns));
    else print([told.text(result), ...(place === undefined ? [] : [`report: ${report}`])].join('\n'));
  };
}
