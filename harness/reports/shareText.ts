import { percent } from '../figures.ts';

/** A share as people read it, in one piece: `12.5 %`. @param share from 0 to 1. */
export function shareText(share: number): string {
  return percent(share).trim().replace(' ', '\u00a0');
}
