import { expect } from 'chai';
import { commandKindOf, type Command } from '../../../engine/decisions/record.ts';
import { actStatuses } from '../../../engine/facts/occurrence.ts';
import { commandKinds, type BatchActor, type BatchedCommand } from '../../../engine/ports.ts';
import { anyCommands } from './actor.ts';
import { it } from './runner.ts';

/** An actor that does commands together, to be held to the contract. */
export interface BatchActorSubject {
  readonly make: () => Promise<BatchActor>;
  /** Commands it can do, where they are given. */
  readonly commands?: readonly Command[];
}

/** What every actor that does commands together must do. */
export function batchActorContract({ make, commands = anyCommands }: BatchActorSubject): void {
  const signal = new AbortController().signal;
  const batchFor = ({ does }: BatchActor, isRepeated: boolean): readonly BatchedCommand[] => {
    const own = commands.filter((command) => does.includes(commandKindOf(command)));
    expect(own).not.to.have.length(0);
    return Object.freeze(own.map((command) => Object.freeze({ command, decidedAt: 0, isRepeated })));
  };

  it('does some kinds of command, each named once, in batches that can be', async () => {
    const { does, batch, pausesSeconds = [] } = await make();
    expect(does).not.to.have.length(0);
    expect(new Set(does).size).to.equal(does.length);
    expect(commandKinds).to.include.members([...does]);
    for (const count of [batch.most, batch.atOnce ?? 1])
      expect(Number.isInteger(count) && count > 0).to.equal(true);
    for (const seconds of [batch.withinSeconds, ...pausesSeconds]) expect(seconds).to.be.at.least(0);
  });

  it('says of every command of a batch what became of it, the second time as well; of one alone too', async () => {
    const actor = await make();
    for (const isRepeated of [false, true]) {
      const batch = batchFor(actor, isRepeated);
      for (const some of [batch, batch.slice(0, 1)]) {
        const outcomes = await actor.actTogether(some, signal);
        expect(outcomes).to.have.length(some.length);
        for (const { status } of outcomes) expect(actStatuses).to.include(status);
      }
    }
  });

  it('gives up when it is told to', async () => {
    const actor = await make();
    const reason = new Error('enough');
    const acting = actor.actTogether(batchFor(actor, false), AbortSignal.abort(reason));
    expect(await acting.catch((error: unknown) => error)).to.equal(reason);
  });
}
