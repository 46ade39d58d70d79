import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { problemError } from '../../engine/problem.ts';
import { fileProblem } from '../recording/fileProblem.ts';

/**
 * Groups of agents from a CSV file with the columns `agent` and `group`. They are joined here and nowhere else: no decision
 * reads them.
 * @throws ProblemError when the file is not such a one.
 */
export async function readGroups(file: string): Promise<ReadonlyMap<string, string>> {
  const rows = rowsOf(file, await contentOf(file));
  const [header, ...agents] = rows;
  const columns = header?.cells.map((name) => name.trim()) ?? [];
  const [agentColumn, groupColumn] = ['agent', 'group'].map((name) => columns.indexOf(name));
  if (agentColumn === -1 || groupColumn === -1) {
    throw problemError('no-groups', 'the first line does not name the columns agent and group', {
      file,
      line: 1,
      hint: 'begin with the line: agent,group',
    });
  }
  const groups = new Map<string, string>();
  for (const { cells, line } of agents) {
    const agent = cells[agentColumn!]?.trim() ?? '';
    const group = cells[groupColumn!]?.trim() ?? '';
    if (agent === '' || group === '') {
      throw problemError('no-group', 'the line lacks an agent or a group', { file, line });
    }
    if ((groups.get(agent) ?? group) !== group) {
      throw problemError(
        'two-groups',
        `the agent ${agent} is in two groups, ${groups.get(agent)} and ${group}`,
        {
          file,
          line,
          hint: 'one line for each agent',
        },
      );
    }
    groups.set(agent, group);
  }
  return groups;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileProblem(error, file);
  }
}

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

function rowsOf(file: string, text: string): Row[] {
  try {
    const rows = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, info: true });
    return (rows as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      line: info.lines,
    }));
  } catch (error) {
    throw problemError('not-csv', `the file is not CSV: ${(error as Error).message}`, { file });
  }
}
