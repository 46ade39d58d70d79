import { expect } from 'chai';
import { Pseudonyms } from '../../../engine/door/pseudonym.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import { clockToleranceSeconds, Door } from '../../../plugins/genesys/door.ts';

const key = 'a key of sixteen characters';
const day = 86_400;
const [conversation, agent] = [
  '5f0c7a1e-3b7c-4f6e-9a52-2b1f8f0f6d11',
  '0a1b2c3d-0000-4000-8000-00000000ana0',
];

const observed = (event: RoutingEvent, observedAt = 0): ObservedEvent => ({
  ...{ event, observedAt, source: 'frame' },
});
const queued = (id: string): ObservedEvent =>
  observed({ type: 'conversation.queued', at: 0, conversation: id, queue: 'Cards' });

describe('the door of the Genesys Cloud plugin', () => {
  const events: readonly RoutingEvent[] = [
    { type: 'conversation.started', at: 0, conversation, mediaType: 'voice', facts: { intent: 'refund' } },
    { type: 'conversation.answered', at: 0, conversation, agent },
    { type: 'conversation.answered', at: 0, conversation, agent: null },
    { type: 'agent.updated', at: 0, agent, status: 'IDLE' },
    { type: 'bot.turn', at: 0, conversation, facts: { utterance: 'I am anna@example.com' } },
    { type: 'conversation.ended', at: 0, conversation },
    { type: 'queue.observed', at: 0, queue: 'Cards', facts: {} },
    { type: 'platform.unseen', at: 0 },
  ];

  it('lets no id of a participant or a message out', () => {
    const door = new Door(key, day);
    const told: readonly RoutingEvent[] = [
      {
        type: 'participant.changed',
        at: 0,
        conversation,
        participant: 'p-1',
        purpose: 'bot',
        state: 'active',
      },
      { type: 'message.sent', at: 0, conversation, message: 'm-1', direction: 'inbound', attachments: 0 },
      { type: 'message.receipt', at: 0, conversation, message: 'm-1', receipt: 'read' },
    ];
    const [participant, sent, receipt] = told.map((event) => door.out(observed(event)).event) as object[];
    expect(JSON.stringify([participant, sent, receipt])).not.to.match(
      new RegExp(`"p-1"|"m-1"|${conversation}`),
    );
    const { message } = sent as { message: string };
    expect(receipt).to.deep.include({ message, receipt: 'read' });
    expect(participant).to.deep.include({ purpose: 'bot', state: 'active' });
  });

  it('lets no id and no address out, and everything else as it is', () => {
    const door = new Door(key, day);
    const out = events.map((event) => door.out(observed(event)).event);
    const text = JSON.stringify(out);
    for (const inside of [conversation, agent, 'anna@']) expect(text).not.to.contain(inside);
    const pseudonym = (out[0] as { conversation: string }).conversation;
    const ana = (out[3] as { agent: string }).agent;
    expect(out).to.deep.equal(
      events.map((event) => ({
        ...event,
        ...('conversation' in event ? { conversation: pseudonym } : {}),
        ...('agent' in event && event.agent !== null ? { agent: ana } : {}),
        ...(event.type === 'bot.turn' ? { facts: { utterance: 'I am <email>' } } : {}),
      })),
    );
  });

  it('gives the same pseudonyms under the same key, and others under another', () => {
    const out = (secret: string): unknown => new Door(secret, day).out(queued(conversation)).event;
    expect(out(key)).to.deep.equal(out(key));
    expect(out(key)).not.to.deep.equal(out(`${key}!`));
  });

  it('tells problems without the ids it knows', () => {
    const door = new Door(key, day);
    const problem = {
      code: 'x',
      severity: 'warning',
      message: `conversation ${conversation}: ${agent}, ${conversation}.`,
    } as const;
    const told = door.out({ ...queued(conversation), problems: [problem] });
    const pseudonym = (told.event as { conversation: string }).conversation;
    expect(told.problems![0]!.message).to.equal(
      `conversation ${conversation}: ${agent}, ${conversation}.`.replaceAll(conversation, pseudonym),
    );
  });

  it('tells a problem about a conversation that was never told of by its pseudonym, and does not let commands about it in', () => {
    const door = new Door(key, day);
    const message = `conversation ${conversation} cannot be followed: nothing is found of ${conversation}`;
    const problem = { code: 'x', severity: 'warning', message, hint: `see ${conversation}` } as const;
    const told = door.outProblem(problem, conversation);
    const pseudonym = new Pseudonyms(key).of('conversation', conversation);
    expect(told).to.deep.equal({
      ...problem,
      message: message.replaceAll(conversation, pseudonym),
      hint: `see ${pseudonym}`,
    });
    expect(door.conversation(pseudonym)).to.equal(undefined);
    expect(door.outProblem(problem).message).to.equal(message);
  });

  it('takes no time to be further ahead of ours than clocks may be, and says so once an hour', () => {
    const door = new Door(key, day);
    const told = (at: number, observedAt: number): ObservedEvent =>
      door.out(observed({ type: 'agent.updated', at, agent, status: 'IDLE' }, observedAt));
    const tolerance = clockToleranceSeconds * 1000;
    expect(told(tolerance, 0)).to.not.have.property('problems');
    expect(told(tolerance, 0).event.at).to.equal(tolerance);
    const [first, second] = [told(Date.UTC(2090), 0), told(Date.UTC(2090), 1000)];
    expect([first.event.at, second.event.at]).to.deep.equal([tolerance, 1000 + tolerance]);
    expect(first.problems!.map(({ code }) => code)).to.deep.equal(['genesys-time-ahead']);
    expect(second).to.not.have.property('problems');
    expect(told(Date.UTC(2090), 3_600_000)).to.have.property('problems');
    expect(told(-1e15, 0).event.at).to.equal(-1e15);
  });

  it('lets commands in about those it has let out, and nobody else', () => {
    const door = new Door(key, day);
    const out = [events[0]!, events[3]!].map((event) => door.out(observed(event)).event);
    const [c, a] = out as unknown as [{ conversation: string }, { agent: string }];
    const scored = {
      set: 'scoredAgents',
      conversation: c.conversation,
      agents: [{ agent: a.agent, score: 90 }],
    } as const;
    expect(door.in(scored)).to.deep.equal({
      ...{ set: 'scoredAgents', conversation },
      agents: [{ agent, score: 90 }],
    });
    const stranger = { agent: 'agent-0123456789ab', score: 1 };
    expect(() => door.in({ ...scored, agents: [stranger] })).to.throw(
      /agent-0123456789ab has not been heard of/,
    );
    expect(() => new Door(key, day).in(scored)).to.throw(/has not been heard of since this started/);
  });

  it('lets commands in about those that another door of the same key has let out, without an id in what they tell each other', () => {
    const [door, other] = [new Door(key, day), new Door(key, day)];
    const sealed = [
      queued(conversation),
      observed({ type: 'agent.updated', at: 0, agent, status: 'IDLE' }),
    ].map((one) => door.sealed(door.out(one).event)!);
    const pseudonyms = new Pseudonyms(key);
    const assign = {
      ...{ id: 'x', do: 'assign' as const, conversation: pseudonyms.of('conversation', conversation) },
      agent: pseudonyms.of('agent', agent),
    };
    expect(() => other.in(assign)).to.throw('has not been heard of');
    for (const one of sealed) {
      const plain = Buffer.from(one, 'base64').toString('latin1');
      expect(plain).not.to.contain(conversation).and.not.to.contain(agent);
      expect(new Door(`another ${key}`, day).unseal(one)).to.equal(false);
      expect(other.unseal(`${one.slice(0, -8)}AAAAAAA=`)).to.equal(false);
      expect(other.unseal(one)).to.equal(true);
    }
    expect(other.in(assign)).to.deep.include({ conversation, agent });
    // And forgets it some time after it is over, which it may never hear itself.
    const over = door.out(observed({ type: 'conversation.ended', at: 0, conversation }));
    other.unseal(door.sealed(over.event)!);
    const ended = { type: 'conversation.ended', at: day * 2000, conversation: 'c2' } as const;
    const next = door.out(observed(ended, ended.at));
    other.unseal(door.sealed(next.event)!);
    expect(() => other.in(assign)).to.throw('has not been heard of');
  });

  it('forgets a conversation some time after it is over, and one that is open never', () => {
    const door = new Door(key, 60);
    const pseudonym = (id: string): string =>
      (door.out(queued(id)).event as { conversation: string }).conversation;
    const [open, over] = [pseudonym('open'), pseudonym('over')];
    const end = (id: string, seconds: number): unknown =>
      door.out(observed({ type: 'conversation.ended', at: 0, conversation: id }, seconds * 1000));
    end('over', 0);
    end('other', 60);
    expect(door.conversation(over)).to.equal('over');
    end('another', 61);
    expect([door.conversation(open), door.conversation(over)]).to.deep.equal(['open', undefined]);
  });

  it('gives who names a conversation by its id the pseudonym its events have, and does not let it in for that', () => {
    const door = new Door(key, day);
    const asked = door.pseudonymOf(conversation);
    expect(door.conversation(asked)).to.equal(undefined);
    const { event } = door.out(queued(conversation));
    expect((event as { conversation: string }).conversation).to.equal(asked);
    expect(door.pseudonymOf(conversation)).to.equal(asked);
  });
});
