import { definitions, type DefinedFigure } from '../../fairness/definitions.ts';
import type { Table } from '../table.ts';

/** A figure of an audit: which, what it is called, and its value. */
export type DefinedRow = readonly [figure: DefinedFigure, name: string, value: string];

/** Figures with their definitions, so that no number stands without saying what it answers. */
export function figureTable(caption: string, rows: readonly DefinedRow[]): Table {
  return {
    caption,
    columns: [{ heading: 'figure' }, { heading: 'value' }, { heading: 'what it is' }],
    rows: rows.map(([figure, name, value]) => [name, value, definitions[figure]]),
  };
}
