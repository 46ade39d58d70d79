import type { ImportReport } from './importCallLog.ts';

/** What became of a call log, as people read it. */
export function importText(report: ImportReport, out: string): string {
  const excluded = Object.entries(report.excluded).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const outOf = report.rows - report.imported;
  return [
    `${out}: ${report.imported} of ${report.rows} rows, ${report.conversations} conversations, ${report.events} events`,
    `from ${new Date(report.firstAt).toISOString()} to ${new Date(report.lastAt).toISOString()}`,
    outOf === 0 ? 'no row excluded' : `${outOf} rows excluded:`,
    ...excluded.map(([reason, count]) => `  ${String(count).padStart(7)}  ${reason}`),
  ].join('\n');
}
