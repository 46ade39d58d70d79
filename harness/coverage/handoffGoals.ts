import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { PackGoals, RulingGoals } from './packGoals.ts';

/** That the cool-down keeps an answer back once, where there is one; and that a handoff goes through. */
export function handoffGoals(pack: Handoff, { goals, about }: PackGoals): RulingGoals {
  const { cooldownSeconds, name, target } = pack;
  const branch = (rule: string, path: readonly string[], subject: string, never: string): number =>
    goals.add({ ...about(rule, path), sort: 'branch', subject, never });
  const handedOver = branch('target', ['target'], `a handoff to ${target.queue}`, 'never made');
  const cooled =
    cooldownSeconds === 0
      ? undefined
      : branch(
          'cooldownSeconds',
          ['cooldownSeconds'],
          `the cool-down of ${cooldownSeconds} s`,
          'never kept anything back',
        );
  return (ruling) => {
    if (ruling.point !== 'handoff' || ruling.pack !== name) return;
    if (ruling.verdict === 'handoff') goals.reach(handedOver);
    if (ruling.verdict === 'coolingDown' && cooled !== undefined) goals.reach(cooled);
  };
}
