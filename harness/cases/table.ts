import type { Path } from '../../engine/conditions/check.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { SchemaProblem } from '../../engine/packs/schemaProblems.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { asWritten } from './asWritten.ts';
import type { Case, Given } from './case.ts';
import { givenFields } from './schema.ts';

/** Many cases alike, one a row. */
export interface CasesTable {
  readonly name: string;
  readonly because?: string;
  readonly point: DecisionPoint;
  /** What is the same in every row. */
  readonly given?: Given;
  /** What the cells of a row are: given, then `=>`, then expected. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A case, and where in the document a part of it is written. */
export interface RowCase {
  readonly one: Case;
  readonly at: (path: Path) => Path;
}

/** Stands between what is given and what is expected. */
export const arrow = '=>';

const ruleFields = ['fires', 'doesNotFire', 'reason'];

/** A column, and where in a case its cells go. */
interface Column {
  readonly title: string;
  readonly path: Path;
}

/** The cases of a table. @param path where it stands in its document. */
export function rowsOf(
  table: CasesTable,
  path: Path,
): { cases: readonly RowCase[]; problems: readonly SchemaProblem[] } {
  const { header, rows, point } = table;
  const arrowAt = header.indexOf(arrow);
  if (arrowAt < 1 || arrowAt === header.length - 1) {
    const message = `the header must have ${arrow} between what is given and what is expected`;
    const hint = `write it as [intent, ${arrow}, decidedBy]`;
    return { cases: [], problems: [{ path: [...path, 'header'], code: 'no-arrow', message, hint }] };
  }
  const problems: SchemaProblem[] = [];
  const turns = table.given?.turns?.length ?? 0;
  const columns = header.map((title, index): Column => {
    if (index === arrowAt) return { title, path: [] };
    if (index > arrowAt) return { title, path: expectedPath(title) };
    const found = givenPath(title, point, turns);
    if (!('message' in found)) return { title, path: found };
    problems.push({ path: [...path, 'header', index], ...found });
    return { title, path: [] };
  });
  if (problems.length > 0) return { cases: [], problems };
  const cases = rows.flatMap((row, index): RowCase[] => {
    const here = [...path, 'rows', index];
    const wrong = misfit(row, header, arrowAt);
    if (wrong !== undefined) {
      problems.push({ path: here, ...wrong });
      return [];
    }
    return [{ one: rowCase(table, columns, arrowAt, row), at: (part) => cellPath(columns, row, part, here) }];
  });
  return { cases, problems };
}

function rowCase(
  { name, because, given = {}, point }: CasesTable,
  columns: readonly Column[],
  arrowAt: number,
  row: readonly unknown[],
): Case {
  const made = { given: structuredClone(given), expect: { point } };
  let named: string | undefined;
  columns.forEach(({ title, path }, index) => {
    const cell = row[index];
    if (index === arrowAt || cell === null) return;
    if (title === 'name') named = inWords(cell);
    else put(made, path, cell);
  });
  const told = row.slice(0, arrowAt).filter((cell) => cell !== null);
  const rowName = named ?? told.map(inWords).join(', ');
  return { name: `${name}: ${rowName}`, ...(because === undefined ? {} : { because }), ...made };
}

function inWords(cell: unknown): string {
  return typeof cell === 'string' ? cell : asWritten(cell);
}

/** Where a part of a row's case is written: in the cell it came from, or else in the row. */
function cellPath(columns: readonly Column[], row: readonly unknown[], part: Path, here: Path): Path {
  const isFrom = (path: Path): boolean =>
    path.length > 0 && path.every((step, index) => String(step) === String(part[index]));
  const own = columns.findIndex(({ path }, index) => row[index] !== null && isFrom(path));
  return own === -1 ? here : [...here, own];
}

function misfit(
  row: readonly unknown[],
  header: readonly string[],
  arrowAt: number,
): Omit<SchemaProblem, 'path'> | undefined {
  const cells = (count: number): string => `${count} cell${count === 1 ? '' : 's'}`;
  if (row.length !== header.length) {
    const message = `the row has ${cells(row.length)}, its header ${header.length}`;
    return { code: 'row-length', message, hint: 'write ~ for a cell that says nothing' };
  }
  if (row[arrowAt] !== arrow) {
    const message = `the row has no ${arrow} where its header has it`;
    return { code: 'no-arrow', message, hint: `cell ${arrowAt + 1} must be ${arrow}` };
  }
  if (row.slice(arrowAt + 1).every((cell) => cell === null))
    return { code: 'empty', message: 'the row expects nothing', hint: 'write what should be decided' };
  return undefined;
}

/** A part of the decision as the path it is, so that a mistake in it is told. */
function expectedPath(title: string): Path {
  return ruleFields.includes(title) ? ['expect', title] : ['expect', 'decision', title];
}

/** A fact by its name goes to where such facts are given; anything else is a path in what is given. */
function givenPath(title: string, point: DecisionPoint, turns: number): Path | Omit<SchemaProblem, 'path'> {
  const [first, ...rest] = title.split('.');
  if (title === 'name') return [];
  if (givenFields.includes(first!)) return ['given', first!, ...rest];
  const fact = factCatalogue.get(title);
  if (fact === undefined) {
    const hint = didYouMean(title, ['name', ...givenFields, ...factCatalogue.keys()]);
    const problem = { code: 'unknown-column', message: `nothing given is called "${title}"` };
    return hint === undefined ? problem : { ...problem, hint };
  }
  switch (fact.subject) {
    case 'queue':
      return ['given', 'queueFacts', title];
    case 'agent':
    case 'occurrence': {
      const message = `${title} is no fact of the conversation or its queue`;
      return { code: 'unknown-column', message, hint: 'write a path such as agents.anna.csat' };
    }
    default:
      return point === 'handoff'
        ? ['given', 'turns', Math.max(0, turns - 1), title]
        : ['given', 'facts', title];
  }
}

/** Puts a value at a path, making what is not there on the way. */
function put(root: object, path: Path, value: unknown): void {
  let node = root as Record<string | number, unknown>;
  path.slice(0, -1).forEach((step, index) => {
    const isMissing = typeof node[step] !== 'object' || node[step] === null;
    if (isMissing) node[step] = /^\d+$/.test(String(path[index + 1])) ? [] : {};
    node = node[step] as Record<string | number, unknown>;
  });
  node[path.at(-1)!] = value;
}
