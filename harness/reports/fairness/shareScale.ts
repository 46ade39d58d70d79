import type { Share } from '../../fairness/opportunity/agentShares.ts';
import type { Dot, Scale } from '../table.ts';

/** No scale goes further than so many times what is expected; what lies beyond is shown to go on. */
const farthest = 4;

/** The scale of observed by expected: 1 is what is expected. @param least the impact ratio still called fair, if any. */
export function shareScale(shares: readonly Share[], least?: number): Scale {
  const most = Math.max(2, ...shares.map(({ ratio, interval }) => Math.max(ratio, interval.high)));
  return {
    from: 0,
    to: Math.min(farthest, Math.ceil(most * 2) / 2),
    reference: 1,
    ...(least === undefined ? {} : { tolerance: { low: least, high: 1 / least } }),
  };
}

export function shareDot({ ratio, interval }: Share, isOdd: boolean): Dot {
  return { dot: ratio, low: interval.low, high: interval.high, isOdd };
}
