import { expect } from 'chai';
import { deepFreeze } from '../../../engine/canonical.ts';
import type { CommandOutcome, DecisionRecord, Told } from '../../../engine/exchange.ts';
import { actStatuses } from '../../../engine/facts/occurrence.ts';
import type { Sink } from '../../../engine/ports.ts';
import { it } from './runner.ts';

/** A sink to be held to the contract. */
export interface SinkSubject {
  readonly make: () => Promise<Sink>;
  readonly decisions: readonly DecisionRecord[];
}

const statuses = [...actStatuses, 'failed', 'nobody', 'dropped'] as const;

/** Decisions, each followed by how its commands ended, in every way there is. */
export function toldOf(decisions: readonly DecisionRecord[]): readonly Told[] {
  let ends = 0;
  return decisions.flatMap((decision) => [
    { decision },
    ...decision.body.commands.map((command) => {
      const status = statuses[ends++ % statuses.length]!;
      const outcome: CommandOutcome = {
        ...{ command, decision: decision.body.id, decidedAt: Date.parse(decision.body.at) },
        ...(status === 'nobody' ? {} : { plugin: 'spec' }),
        ...{ attempts: 1 + (ends % 3), latencySeconds: 0.25, endedAt: Date.parse(decision.body.at) + 1000 },
        outcome: { status, why: 'it is so' },
      };
      return { outcome };
    }),
  ]);
}

/** What every sink must do. */
export function sinkContract({ make, decisions }: SinkSubject): void {
  const signal = new AbortController().signal;
  const frozen = deepFreeze(toldOf(decisions));

  it('hears decisions and how commands ended, one by one, many at once, and again', async () => {
    const sink = await make();
    for (const one of frozen.slice(0, 40)) await sink.hear([one], signal);
    await sink.hear(frozen, signal);
    await sink.hear(frozen, signal);
  });

  it('gives up when it is told to', async () => {
    const sink = await make();
    const reason = new Error('enough');
    const hearing = sink.hear(frozen, AbortSignal.abort(reason));
    expect(await hearing.catch((error: unknown) => error)).to.equal(reason);
  });
}
