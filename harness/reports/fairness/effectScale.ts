import type { Effect } from '../../fairness/opportunity/effect.ts';
import type { Dot, Scale } from '../table.ts';

/** The scale of w, with the limit as its reference and what is within as of no concern. */
export function effectScale(all: readonly { readonly effect?: Effect }[], limit: number): Scale {
  const most = Math.max(2 * limit, ...all.map(({ effect }) => effect?.interval.high ?? 0));
  return {
    from: 0,
    to: Math.min(1, Math.ceil(most * 10) / 10),
    reference: limit,
    tolerance: { low: 0, high: limit },
  };
}

export function effectDot({ beyondChance, interval }: Effect, isOdd: boolean): Dot {
  return { dot: beyondChance, low: interval.low, high: interval.high, isOdd };
}
