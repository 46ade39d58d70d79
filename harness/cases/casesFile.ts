import { readFile } from 'node:fs/promises';
import { ProblemError, type Problem } from '../../engine/problem.ts';
import { schemaProblems, type SchemaProblem } from '../../engine/packs/schemaProblems.ts';
import { readDocuments, type SourceDocument } from '../../engine/packs/yamlDocuments.ts';
import type { Case, Place } from './case.ts';
import { givenProblems } from './givenProblems.ts';
import validate from './schema.validator.js';
import { rowsOf, type CasesTable, type RowCase } from './table.ts';

/** A file of cases. */
export interface CasesFile {
  readonly file: string;
  readonly cases: readonly Case[];
}

/** A document of cases as it is written. */
interface CasesSource {
  readonly name: string;
  readonly cases?: readonly Case[];
  readonly tables?: readonly CasesTable[];
}

/** The cases in a file, row by row where they stand in tables. @throws ProblemError with everything wrong with it. */
export async function readCases(file: string): Promise<readonly Case[]> {
  const { documents, problems } = readDocuments({ file, bytes: await readFile(file) });
  if (problems.length > 0) throw new ProblemError(problems);
  if (documents.length === 0)
    throw new ProblemError([
      { code: 'empty-file', severity: 'error', file, line: 1, column: 1, message: 'the file holds no cases' },
    ]);
  const read = documents.map(readDocument);
  const wrong = read.flatMap((one) => one.problems);
  if (wrong.length > 0) throw new ProblemError(wrong);
  return read.flatMap((one) => one.cases);
}

function readDocument(document: SourceDocument): { cases: readonly Case[]; problems: readonly Problem[] } {
  const { content, file, where } = document;
  const placed = ({ path, ...problem }: SchemaProblem): Problem => ({
    severity: 'error',
    file,
    ...where(path),
    ...problem,
  });
  if (!validate(content)) return { cases: [], problems: schemaProblems(validate.errors!).map(placed) };
  const { cases: written = [], tables = [], name } = content as CasesSource;
  if (written.length + tables.length === 0) {
    const message = 'there are neither "cases" nor "tables" here';
    return { cases: [], problems: [placed({ path: [], code: 'missing-key', message })] };
  }
  const rows = tables.map((table, index) => rowsOf(table, ['tables', index]));
  const ofTables = rows.flatMap(({ problems }) => problems).map(placed);
  const rowCases = rows.flatMap(({ cases }) => cases);
  ofTables.push(...formProblems(rowCases, name).map(placed));
  if (ofTables.length > 0) return { cases: [], problems: ofTables };
  const all = [...written.map((one, index) => inList(one, index)), ...rowCases];
  const problems = all.flatMap(({ one, at }) =>
    givenProblems(one).map(({ path, ...problem }) => placed({ path: at(path), ...problem })),
  );
  const cases = all.map(({ one, at }): Case => {
    return { ...one, where: (path): Place => ({ file, ...where(at(path)) }) };
  });
  // Told in the order they are written, tables and all.
  const lineOf = (one: Case): number => one.where!([]).line;
  return { cases: cases.sort((a, b) => lineOf(a) - lineOf(b)), problems };
}

function inList(one: Case, index: number): RowCase {
  return { one, at: (path) => ['cases', index, ...path] };
}

/** What stands in the rows is held to the same schema as what is written out. */
function formProblems(rows: readonly RowCase[], name: string): readonly SchemaProblem[] {
  if (rows.length === 0) return [];
  const writtenOut = { apiVersion: 'signalbox/v1', kind: 'Cases', name, cases: rows.map(({ one }) => one) };
  if (validate(writtenOut)) return [];
  return schemaProblems(validate.errors!).map(({ path, ...problem }) => {
    const [, index, ...rest] = path;
    return { path: rows[Number(index)]!.at(rest), ...problem };
  });
}
