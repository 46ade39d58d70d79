import type { Condition } from '../../engine/conditions/condition.ts';

/**
 * A condition with every comparison that reads a lacking fact taken to hold, or not to: what is left to find out, or the
 * answer when nothing is.
 */
export function supposing(
  condition: Condition,
  lacking: ReadonlySet<string>,
  holds: boolean,
): Condition | boolean {
  if ('fact' in condition) return lacking.has(condition.fact) ? holds : condition;
  const parts = ('all' in condition ? condition.all : condition.any).map((part) =>
    supposing(part, lacking, holds),
  );
  // False settles all of them, true any of them; the other answer adds nothing.
  const settling = 'any' in condition;
  if (parts.includes(settling)) return settling;
  const open = parts.filter((part) => typeof part !== 'boolean');
  if (open.length === 0) return !settling;
  return 'all' in condition ? { all: open } : { any: open };
}
