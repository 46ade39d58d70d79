import type { Ruling } from '../../engine/decisions/policyRun.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { replay } from '../replay/replay.ts';

/** Whom a policy ranked first, of a recording's conversations between two moments. */
export interface Choices {
  /** Decisions that ranked somebody first. */
  readonly choices: number;
  /** Decisions that could rank nobody. */
  readonly nobody: number;
  /** How often each agent came first; who could have and never did is there with 0. */
  readonly byAgent: Readonly<Record<string, number>>;
}

/**
 * Has a policy decide a recording again (level 1: open loop), and counts whom it ranks first.
 * @param from milliseconds since 1970, as `to`: decisions from the one, and before the other.
 * @throws ProblemError when the recording is wrong.
 */
export async function choicesOver(
  recording: string,
  from: number,
  to: number,
  policy: Policy,
  seed: string,
): Promise<Choices> {
  const first = new Map<string, number>();
  let [choices, nobody] = [0, 0];
  const onRuling = (ruling: Ruling): void => {
    if (ruling.point !== 'ranking' || ruling.context.at < from || ruling.context.at >= to) return;
    const { winner, ranked } = ruling.record();
    for (const { agent } of ranked) if (!first.has(agent)) first.set(agent, 0);
    if (winner === undefined) nobody++;
    else {
      choices++;
      first.set(winner, (first.get(winner) ?? 0) + 1);
    }
  };
  await replay({ recording, policy, seed, onRuling });
  const byAgent = Object.fromEntries([...first].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { choices, nobody, byAgent };
}
