import type { FactValues } from '../../engine/facts/definition.ts';
import { show } from '../../engine/facts/values.ts';

/** Facts in a line: `priority "high", serviceLevel 0.74`. */
export function factsInWords(facts: FactValues): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${show(value)}`);
  return told.length === 0 ? 'nothing known' : told.join(', ');
}
