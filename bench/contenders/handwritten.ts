import type { Work } from '../works/work.ts';
import { asRules, everyHit, firstHit, type Decider } from './contender.ts';
import * as generated from './generated/plainIfs.ts';

/** The rules as a programmer would write them out for this one work: plain ifs, one after the other. */
export function prepare(work: Work): Decider {
  if (asRules(work).wanted === 'every') {
    return everyHit(process.version, generated.W2 as (facts: object) => readonly number[]);
  }
  const firsts = { W1: generated.W1, W1b: generated.W1b, W3: generated.W3 };
  const first = firsts[work.id as keyof typeof firsts];
  return firstHit(process.version, first as (facts: object) => number);
}
