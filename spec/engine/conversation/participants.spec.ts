import { expect } from 'chai';
import fc from 'fast-check';
import { foldConversation, newConversation, newIn } from '../../../engine/conversation/conversation.ts';
import type { ParticipantChanged, ParticipantState } from '../../../engine/conversation/events.ts';
import {
  foldParticipant,
  newlyRefused,
  participantStates,
  type Participants,
} from '../../../engine/conversation/participants.ts';
import { participantPurposes } from '../../../engine/facts/occurrence.ts';

const changed = (
  state: ParticipantState,
  at: number,
  more: Partial<ParticipantChanged> = {},
): ParticipantChanged => ({
  ...{ type: 'participant.changed', at, conversation: 'c', participant: 'p', purpose: 'agent', state },
  ...more,
});
const fold = (...events: readonly ParticipantChanged[]): Participants => events.reduce(foldParticipant, {});

/** Source document 4's machine, written down for itself. */
const allowed = new Set([
  ...['pending joined', 'pending active', 'pending left', 'pending failed'],
  ...['joined active', 'joined left', 'joined failed', 'active left', 'active failed'],
]);

describe('a participant', () => {
  for (const from of participantStates) {
    for (const to of participantStates.filter((one) => one !== from)) {
      const isAllowed = allowed.has(`${from} ${to}`);
      it(`${isAllowed ? 'comes' : 'cannot come'} from ${from} to ${to}`, () => {
        const before = fold(changed(from, 1));
        const event = changed(to, 2);
        const after = foldParticipant(before, event);
        expect([after['p']!.state, after['p']!.since]).to.deep.equal(isAllowed ? [to, 2] : [from, 1]);
        const refused = { from, to, at: 2 };
        expect(after['p']!.refused).to.deep.equal(isAllowed ? undefined : [refused]);
        const told = isAllowed ? [] : [{ conversation: 'c', participant: 'p', ...refused }];
        expect(newlyRefused(before, after, event)).to.deep.equal(told);
      });
    }
  }

  it('is passed over where what is told is older, and where it is told again', () => {
    const before = fold(changed('active', 5));
    const late = foldParticipant(before, changed('joined', 3));
    expect(late['p']).to.deep.include({ state: 'active', since: 5 });
    expect(late['p']!.refused).to.equal(undefined);
    const again = foldParticipant(before, changed('active', 7));
    expect(again['p']).to.deep.include({ state: 'active', since: 5 });
    expect(newlyRefused(before, again, changed('active', 7))).to.deep.equal([]);
    expect(foldParticipant(again, changed('active', 6))).to.equal(again);
  });

  it('that left before it was told to be active was never active after', () => {
    const before = fold(changed('joined', 1), changed('active', 5));
    const event = changed('left', 3);
    const after = foldParticipant(before, event);
    expect(after['p']).to.deep.include({ state: 'left', since: 3 });
    expect(newlyRefused(before, after, event)).to.deep.equal([
      { conversation: 'c', participant: 'p', from: 'left', to: 'active', at: 5 },
    ]);
  });

  it('that comes back is refused once for each time it is told to', () => {
    const left = fold(changed('active', 1), changed('left', 3));
    const back = foldParticipant(left, changed('active', 5));
    expect(back['p']!.refused).to.deep.equal([{ from: 'left', to: 'active', at: 5 }]);
    expect(foldParticipant(back, changed('active', 5)), 'told again').to.equal(back);
    const event = changed('active', 6);
    const later = foldParticipant(back, event);
    expect(newlyRefused(back, later, event).map(({ at }) => at)).to.deep.equal([6]);
  });

  it('is another in another conversation, and by another name, whatever that is', () => {
    let conversation = newConversation('c');
    for (const participant of ['p', '__proto__', 'constructor', '1'])
      conversation = foldConversation(conversation, changed('left', 1, { participant }));
    conversation = foldConversation(conversation, changed('joined', 1, { participant: 'toString' }));
    const { participants } = JSON.parse(JSON.stringify(conversation)) as { participants: Participants };
    expect(Object.keys(participants)).to.have.length(5);
    expect(Object.entries(participants).map(([id, { state }]) => [id, state])).to.deep.include.members([
      ['__proto__', 'left'],
      ['toString', 'joined'],
    ]);
    expect(newIn(conversation, changed('left', 1, { participant: '__proto__' }))).to.equal(undefined);
    expect(foldConversation(newConversation('d'), changed('joined', 1)).participants!['p']!.state).to.equal(
      'joined',
    );
  });

  const events = fc.array(
    fc
      .tuple(
        fc.constantFrom('p', 'q'),
        fc.constantFrom(...participantStates),
        fc.nat(6),
        fc.constantFrom(...participantPurposes),
      )
      .map(([participant, state, at, purpose]) => changed(state, at, { participant, purpose })),
    { maxLength: 10 },
  );

  it('ends where it does in whatever order, and however often, its events are told', () => {
    const told = events.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        all.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...all), { maxLength: 10 }),
      ),
    );
    fc.assert(
      fc.property(told, ([all, shuffled, again]) => {
        expect(fold(...again, ...shuffled, ...again)).to.deep.equal(fold(...all));
      }),
    );
  });

  it('goes only where the machine allows, and a step that is refused changes nothing', () => {
    fc.assert(
      fc.property(events, (all) => {
        const inTime = [...all].sort((a, b) => a.at - b.at);
        let now: Participants = {};
        for (const event of inTime) {
          const before = now[event.participant];
          const after = foldParticipant(now, event);
          const refused = newlyRefused(now, after, event);
          const { state, since } = after[event.participant]!;
          // Of two events of one moment the later state may be told first.
          if (before !== undefined && before.since < event.at) {
            if (state !== before.state) expect(allowed).to.include(`${before.state} ${state}`);
            if (refused.length > 0) expect([state, since]).to.deep.equal([before.state, before.since]);
          }
          for (const { from, to } of refused) expect(allowed).not.to.include(`${from} ${to}`);
          now = after;
        }
      }),
    );
  });
});
