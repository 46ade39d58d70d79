import { pText } from '../../fairness/text/figure.ts';

/** A p-value in a column that is headed so. */
export function pFigure(p: number | null): string {
  return pText(p).replace(/^p (= )?/, '');
}
