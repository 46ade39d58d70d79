import type { Finding, Report } from './finding.ts';
import type { Filter } from './importMap.ts';

const tests = ['equals', 'in', 'greaterThan', 'lessThan', 'empty'] as const;

/** Reports a filter that tests nothing, or more than one thing. */
export function checkFilter(filter: Filter, path: Finding['path'], report: Report): void {
  const forms = (['all', 'any', 'not', 'column'] as const).filter((key) => filter[key] !== undefined);
  const tested = tests.filter((key) => filter[key] !== undefined);
  if (forms.length !== 1) {
    report(
      path,
      'one-of',
      'a filter is one of: a column with a test, all, any, not',
      'combine filters with all: [...]',
    );
  } else if (tested.length !== (forms[0] === 'column' ? 1 : 0)) {
    const hint = `write one of ${tests.join(', ')} beside column`;
    report(path, 'one-of', 'a filter on a column has exactly one test', hint);
  }
  filter.all?.forEach((part, index) => checkFilter(part, [...path, 'all', index], report));
  filter.any?.forEach((part, index) => checkFilter(part, [...path, 'any', index], report));
  if (filter.not !== undefined) checkFilter(filter.not, [...path, 'not'], report);
}
