import { expect } from 'chai';
import type { ParticipantState, RoutingEvent } from '../../../engine/conversation/events.ts';
import { badEvent } from '../../../engine/runtime/badEvent.ts';
import type { JournalEntry } from '../../../engine/store.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { shippedPolicy as policy } from '../../plugins/decisions.ts';
import { queued } from '../decisions/decideEvents.ts';
import { listening, running } from './running.ts';

const step = (state: ParticipantState, at: number): RoutingEvent => ({
  ...{ type: 'participant.changed', at, conversation: 'c-1', participant: 'p-1', purpose: 'agent', state },
});

describe('participants and messages in a run', () => {
  it('are kept with their conversation; a step that is refused stands in the journal, once, and is counted', async () => {
    const { mouth, store, runtime, problems } = await listening({ policy });
    await mouth.say(
      queued('c-1', 0),
      step('active', 1),
      step('left', 3),
      step('active', 5),
      step('active', 5),
      {
        type: 'message.sent',
        at: 2,
        conversation: 'c-1',
        message: 'm',
        direction: 'outbound',
        attachments: 1,
      },
      { type: 'message.receipt', at: 4, conversation: 'c-1', message: 'm', receipt: 'read' },
    );
    const [begun, ...entries]: JournalEntry[] = await Array.fromAsync(store.journal(0));
    expect(begun!.policies).to.not.equal(undefined);
    expect(entries.map(({ refused }) => refused?.length ?? 0)).to.deep.equal([0, 0, 0, 1, 0, 0, 0]);
    expect(entries[3]!.refused).to.deep.equal([
      { conversation: 'c-1', participant: 'p-1', from: 'left', to: 'active', at: 5 },
    ]);
    expect(runtime.refusedSteps).to.equal(1);
    const kept = (await store.conversation('c-1'))!;
    expect(kept.participants!['p-1']).to.deep.include({ state: 'left', since: 3 });
    expect(kept.messages!.known['m']).to.include({ sentAt: 2, deliveredAt: 4, readAt: 4 });
    expect(problems.map(({ code }) => code)).to.satisfy((codes: string[]) =>
      codes.every((code) => code === 'no-actor'),
    );
  });

  it('stand after a restart where they stood, and what was refused is not counted again', async () => {
    const store = new MemoryStore();
    const { mouth } = await listening({ policy, store });
    await mouth.say(queued('c-1', 0), step('left', 3), step('active', 5));
    const again = running({ policy, store });
    await again.runtime.resume();
    expect(again.runtime.refusedSteps).to.equal(0);
    const next = await listening({ policy, store });
    await next.mouth.say(step('joined', 6));
    expect(next.runtime.refusedSteps).to.equal(1);
    const kept = (await store.conversation('c-1'))!;
    expect(kept.participants!['p-1']!.refused!.map(({ to }) => to)).to.deep.equal(['active', 'joined']);
  });

  it('are taken in whole, or not at all', () => {
    const right = [
      step('left', 1),
      { type: 'message.sent', at: 2, conversation: 'c', message: 'm', direction: 'inbound', attachments: 0 },
      { type: 'message.receipt', at: 2, conversation: 'c', message: 'm', receipt: 'failed' },
    ];
    for (const event of right) {
      expect(badEvent(event)).to.equal(undefined);
      for (const field of Object.keys(event).filter((name) => name !== 'type' && name !== 'at'))
        for (const wrong of [undefined, null, {}])
          expect(badEvent({ ...event, [field]: wrong }), `${event.type} ${field}`).to.contain(field);
    }
    // What the runtime tells itself nobody else tells.
    for (const type of ['message.due', 'command.ended'])
      expect(badEvent({ ...right[2], type, receipt: 'read' })).to.equal('is of no type there is');
    expect(badEvent({ ...step('left', 1), state: 'gone' })).to.equal('is participant.changed without state');
  });
});
