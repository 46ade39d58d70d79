import { printable } from '../../engine/problem.ts';
import type { Report } from './report.ts';

/**
 * A report whose texts command no terminal, hide nothing and turn no direction, whatever names came in from outside. Before
 * anything is measured or cut: what is spelled out is longer.
 */
export function readable(report: Report): Report {
  const read = (value: unknown): unknown => {
    if (typeof value === 'string') return printable(value.toWellFormed());
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, read(part)]));
  };
  return read(report) as Report;
}
