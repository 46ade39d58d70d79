import type { Work } from '../works/work.ts';
import type { Figures } from './statistics.ts';

/** Figures of answers as figures of what the work counts, which may be many in each answer: events, decisions. */
export function counted(work: Work, { perSecond, p50Us, p99Us }: Figures): Figures {
  const each = 'counted' in work ? work.counted.perAnswer : 1;
  return { perSecond: perSecond * each, p50Us: p50Us / each, p99Us: p99Us / each };
}
