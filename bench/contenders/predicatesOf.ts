import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import * as generated from './generated/predicates.ts';

/** The work's rules as functions, as the user of an engine that takes functions would write them. */
export function predicatesOf(work: Work): readonly ((facts: FactValues) => boolean)[] {
  const predicates = { W1: generated.W1, W2: generated.W2, W3: generated.W3 };
  const own = predicates[work.id as keyof typeof predicates];
  return own as unknown as readonly ((facts: FactValues) => boolean)[];
}
