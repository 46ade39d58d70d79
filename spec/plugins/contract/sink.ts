import { expect } from 'chai';
import { deepFreeze } from '../../../engine/canonical.ts';
import type { DecisionRecord } from '../../../engine/exchange.ts';
import type { Sink } from '../../../engine/ports.ts';

/** A sink to be held to the contract. */
export interface SinkSubject {
  readonly make: () => Promise<Sink>;
  readonly decisions: readonly DecisionRecord[];
}

/** What every sink must do. */
export function sinkContract({ make, decisions }: SinkSubject): void {
  const signal = new AbortController().signal;
  const frozen = deepFreeze(decisions);

  it('hears decisions one by one, many at once, and again', async () => {
    const sink = await make();
    for (const decision of frozen.slice(0, 20)) await sink.hear([decision], signal);
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
