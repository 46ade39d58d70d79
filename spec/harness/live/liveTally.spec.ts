import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../engine/canonical.ts';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import type { Command } from '../../../engine/decisions/record.ts';
import type { Changes, KeptDecision } from '../../../engine/store.ts';
import { LiveTally } from '../../../harness/live/liveTally.ts';
import { endedAs } from '../../outcomes.ts';

let number = 0;

function ranked(conversation: string, winner: string | undefined): KeptDecision {
  const body = {
    point: 'ranking',
    conversation,
    decidedBy: 'score',
    ...(winner === undefined ? {} : { winner }),
  };
  return {
    number: ++number,
    record: { body: body as never, envelope: { engineVersion: '1', stage: 'active' } },
  };
}

function answered(conversation: string, agent: string | null): Changes {
  return {
    journal: [{ position: 1, events: [{ type: 'conversation.answered', at: 0, conversation, agent }] }],
  };
}

const entry = (which: number, command: Command) => ({
  ...{ number: which, decision: 'c/skills/1', decidedAt: 0, attempts: 0, command },
});

describe('what a live engine did, counted', () => {
  it('compares the last choice of a wait with who answered, once, and only where both are known', () => {
    const tally = new LiveTally();
    for (const [winners, agent] of [
      [['ann'], 'ann'],
      [['ann', 'ben'], 'ann'],
      [['ann', undefined], 'ann'],
      [['ann'], null],
      [[], 'ann'],
    ] as const) {
      tally.committed({ decisions: winners.map((winner) => ranked('c', winner)) });
      tally.committed(answered('c', agent));
    }
    tally.committed(answered('c', 'ann'));
    const { choiceAgreement, events, unroutable, decisions } = tally.result();
    expect(choiceAgreement).to.deep.equal({ compared: 2, agreed: 1 });
    expect([events, unroutable, decisions.ranking]).to.deep.equal([6, 1, 6]);
  });

  it('compares a wait with the choice made before it ended, though a choice for the next is written with it', () => {
    const tally = new LiveTally();
    const at = (kept: KeptDecision, moment: number): KeptDecision => {
      const body = { ...kept.record.body, at: new Date(moment).toISOString(), id: `c/ranking/${moment}` };
      return { ...kept, record: { ...kept.record, body } };
    };
    const answer = (moment: number, agent: string) => ({
      position: moment,
      events: [{ type: 'conversation.answered' as const, at: moment, conversation: 'c', agent }],
    });
    tally.committed({
      journal: [answer(2000, 'ann'), answer(4000, 'ben')],
      decisions: [at(ranked('c', 'ann'), 1000), at(ranked('c', 'ben'), 4000)],
    });
    const { choiceAgreement, latest } = tally.result();
    expect(choiceAgreement).to.deep.equal({ compared: 2, agreed: 2 });
    expect(latest).to.deep.equal({ ranking: 'c/ranking/4000' });
  });

  it('forgets what is chosen for a conversation at the very end of it', () => {
    const tally = new LiveTally();
    const { record, ...kept } = ranked('c', 'ann');
    const body = { ...record.body, at: new Date(2000).toISOString() };
    tally.committed({
      journal: [
        { position: 1, events: [{ type: 'conversation.ended' as const, at: 1000, conversation: 'c' }] },
      ],
      decisions: [{ ...kept, record: { ...record, body } }],
    });
    tally.committed(answered('c', 'ann'));
    expect(tally.result().choiceAgreement).to.deep.equal({ compared: 0, agreed: 0 });
  });

  it('counts commands by what became of them, each once, the open ones too', () => {
    const tally = new LiveTally();
    const transfer = entry(2, { id: 't', conversation: 'c', do: 'transfer', queue: 'Cards' });
    const entries = [entry(1, { set: 'priority', conversation: 'c', points: 1 }), transfer];
    tally.toDo(entries);
    tally.toDo(entries);
    tally.committed({ tried: [{ number: 1, attempts: 1 }] });
    tally.committed({ ended: [endedAs(1, 'done')] });
    const { commands } = tally.result();
    expect(commands).to.deep.equal({ 'set priority': { done: 1 }, 'do transfer': { open: 1 } });
  });

  it('hashes the decision log as it is written, and may be asked on the way', () => {
    const tally = new LiveTally();
    const decisions = [ranked('a', 'ann'), ranked('b', 'ben')];
    tally.committed({ decisions: decisions.slice(0, 1), conversations: [newConversation('a')] });
    tally.result();
    tally.committed({ decisions: decisions.slice(1) });
    const log = decisions.map(({ record }) => `${canonicalJson(record.body)}\n`).join('');
    expect(tally.result().decisionLogHash).to.equal(createHash('sha256').update(log).digest('hex'));
    expect([...tally.conversations.keys()]).to.deep.equal(['a']);
  });
});
