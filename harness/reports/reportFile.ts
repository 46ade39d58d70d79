import { extname, resolve } from 'node:path';
import { problemError } from '../../engine/problem.ts';
import { LineFile } from '../recording/lineFile.ts';
import { outputPlace } from '../recording/outputPlace.ts';
import { htmlPage } from './html/page.ts';
import type { Report } from './report.ts';
import { textPage } from './text/page.ts';

/** How a report is written, by the end of the file's name. */
const forms: Readonly<Record<string, (report: Report) => string>> = {
  '.html': htmlPage,
  '.htm': htmlPage,
  '.txt': textPage,
};

/** Where a report will go: looked at before the work whose result it tells. */
export interface ReportPlace {
  readonly place: string;
  readonly write: (report: Report) => string;
}

/**
 * @param inputs files that are read, none of which may be replaced.
 * @param outputs other files that the same command writes.
 * @throws ProblemError when it cannot go there, or its name says neither `.html` nor `.txt`.
 */
export async function reportPlace(
  file: string,
  inputs: readonly string[],
  outputs: readonly string[] = [],
): Promise<ReportPlace> {
  const write = forms[extname(file).toLowerCase()];
  if (write === undefined) {
    throw problemError('report-form', 'a report is a page or a text, and this name says neither', {
      file,
      hint: 'end it in .html or .txt, or write - for this terminal',
    });
  }
  const place = await outputPlace(file, inputs);
  if (outputs.some((output) => resolve(output) === resolve(place))) {
    throw problemError('same-file', 'two results would be written to one file', {
      file,
      hint: 'give each a name of its own',
    });
  }
  return { place, write };
}

/** Writes a report; it appears whole or not at all. @throws ProblemError when it cannot be written there. */
export async function writeReport({ place, write }: ReportPlace, report: Report): Promise<void> {
  const out = new LineFile(place);
  try {
    await out.write(write(report).trimEnd());
    await out.commit();
  } catch (error) {
    await out.discard();
    throw error;
  }
}
