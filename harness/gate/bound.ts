import { decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';
import { didYouMean } from '../../engine/suggest.ts';

/** How many decisions may have changed. */
export interface Bound {
  /** Of one point; of all when undefined. */
  readonly point?: DecisionPoint;
  readonly most: number;
  /** Whether `most` is a number of decisions or a percentage of them. */
  readonly unit: 'decisions' | '%';
}

/** Points whose decisions have kinds of end: see `verdictOf`. */
export const verdictPoints: readonly DecisionPoint[] = ['handoff', 'ranking', 'delivery', 'reaction'];

/**
 * Reads a bound as it is written: `80`, `5%`, `ranking=2.5%`.
 * @param points that may be named.
 * @returns what is wrong, in words, when it is none.
 */
export function parseBound(text: string, points: readonly DecisionPoint[] = decisionPoints): Bound | string {
  const [, named, number, percent] = /^(?:([^=]*)=)?(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  if (number === undefined) return `"${text}" is no bound; write 80, 5% or ${points[0]!}=5%`;
  const point = points.find((one) => one === named);
  if (named !== undefined && point === undefined) {
    const hint = didYouMean(named, points);
    return `"${named}" is not one of ${points.join(', ')}${hint === undefined ? '' : `; ${hint}`}`;
  }
  const most = Number(number);
  if (percent === '' && !Number.isInteger(most))
    return `${number} decisions cannot be counted; write a whole number, or ${number}%`;
  if (percent !== '' && most > 100) return `${number} % is more than all of them`;
  return { ...(point === undefined ? {} : { point }), most, unit: percent === '' ? 'decisions' : '%' };
}

/** `5 %`, `80`. */
export function boundInWords({ most, unit }: Bound): string {
  return unit === '%' ? `${most} %` : String(most);
}
