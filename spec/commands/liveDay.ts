import { expect } from 'chai';
import { withLiveEngine, type LiveEngine, type LiveEngineOptions } from '../../commands/liveEngine.ts';
import { shipped } from '../../commands/shipped.ts';
import { loadOrg } from '../../harness/sandbox/org/load.ts';
import type { Org } from '../../harness/sandbox/org/org.ts';
import type { LiveResult } from '../../harness/live/liveTally.ts';

const hourMs = 3_600_000;

export const nationalBank = await loadOrg('harness/sandbox/orgs/national-bank.yaml');

/** The national bank with so many of its customers. @param share 0 to 1. */
export function nationalBankWith(share: number): Org {
  const { scenario } = nationalBank;
  const arrivals = { ...scenario.arrivals, perDay: scenario.arrivals.perDay * share };
  return { ...nationalBank, scenario: { ...scenario, arrivals } };
}

/** The shipped rules live on an org, for some hours of its day. */
export async function live<Result>(
  options: Pick<LiveEngineOptions, 'org' | 'seed'> & { readonly from: number; readonly problems?: string[] },
  use: (engine: LiveEngine) => Promise<Result>,
): Promise<Result> {
  const { result } = await withLiveEngine(
    {
      ...options,
      ...{ config: shipped.liveConfig, startAfterMs: options.from * hourMs },
      output: () => Promise.resolve(),
      problem: ({ message }) => void options.problems?.push(message),
    },
    use,
  );
  return result;
}

/** Runs some hours of an org twice from one seed. @returns what the engine did, the same both times. */
export async function sameTwice(
  org: Org,
  seed: number,
  { from, hours }: { readonly from: number; readonly hours: number },
): Promise<LiveResult> {
  const once = (): Promise<LiveResult> =>
    live({ org, seed, from }, async (engine) => {
      await engine.passTo(engine.sandbox.now + hours * hourMs);
      expect(engine.isEnding, 'the engine goes on').to.equal(false);
      return engine.tally.result();
    });
  const [first, second] = [await once(), await once()];
  expect(second).to.deep.equal(first);
  return first;
}
