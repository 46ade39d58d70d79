import { expect } from 'chai';
import type { CommandEnded, RoutingEvent } from '../../../../engine/conversation/events.ts';
import { explainDecision } from '../../../../engine/decisions/explain.ts';
import type { Command } from '../../../../engine/decisions/record.ts';
import { decideEvents } from '../../../../harness/replay/replay.ts';
import { header, policyFromText, rightPolicy } from '../../policyText.ts';
import { ended, later, receipt, sent, started } from '../delivery/messages.ts';
import { answered, at, queued, turn } from '../decideEvents.ts';

const lead = 'lead@example.com';
const pack = (reactions: string, head = ''): string =>
  `${header('Reactions')}${head}reactions:\n${reactions}`;
const tell = (name: string, on: string, rest = '', once = ''): string =>
  `  - name: ${name}\n    on: ${on}\n${rest}    do: [{ notify: { supervisor: ${lead} }${once} }]\n`;

const others = {
  skills: `${header('SkillMapping')}mappings:
  - { name: refunds, intents: [refund], assign: { skill: Refunds, priority: high } }
otherwise: { assign: { skill: General } }\n`,
  handoff: `${header('Handoff')}target: { queue: Support }\nguards: { all: [] }\n`,
  closed: `${header('Handoff')}target: { queue: Support }
guards: { all: [{ name: open, when: { fact: queueOpen, operator: equal, value: true }, otherwise: { transfer: { queue: Night } } }] }\n`,
  sla: header('DeliverySla'),
  order: header('QueueOrder'),
  scoring: header('Scoring'),
};

/** The reactions decided, as told. */
function reacted(events: readonly RoutingEvent[], ...texts: readonly string[]) {
  return decideEvents(events, rightPolicy(...texts)).filter((decision) => decision.point === 'reaction');
}

function brief(events: readonly RoutingEvent[], ...texts: readonly string[]): string[] {
  return reacted(events, ...texts).map(
    ({ on, decidedBy, commands }) => `${on}: ${decidedBy} ${commands.length}`,
  );
}

function commandsOf(events: readonly RoutingEvent[], ...texts: readonly string[]): Command[] {
  return reacted(events, ...texts).flatMap(({ commands }) => commands);
}

const commandEnded = (fields: Partial<CommandEnded> = {}): CommandEnded => ({
  type: 'command.ended',
  at: at(60),
  conversation: 'c-1',
  command: 'do transfer',
  decision: 'c-1/handoff/1',
  status: 'done',
  latencySeconds: 0.5,
  ...fields,
});

describe('reactions to decisions', () => {
  it('act when a rule of theirs holds, and say why when it does not', () => {
    const when = '    when: { fact: priority, operator: equal, value: high }\n';
    const text = pack(tell('urgent', 'skills.decided', when));
    expect(brief([queued('c-1', 0, { intent: 'refund' })], others.skills, text)).to.deep.equal([
      'skills.decided: urgent 1',
    ]);
    const [silent] = reacted([queued('c-1', 0, { intent: 'hello' })], others.skills, text);
    expect(silent!.decidedBy).to.equal('no reaction holds');
    expect(silent!.rules[0]).to.include({ rule: 'urgent', holds: false });
    expect(explainDecision(silent!).slice(1)).to.deep.equal([
      'skills.decided: no reaction holds.',
      '  urgent: priority is missing',
    ]);
  });

  it('all act that hold, in the order of the file', () => {
    const never = '    when: { fact: mediaType, operator: equal, value: email }\n';
    const text = pack(
      tell('one', 'skills.decided') + tell('two', 'skills.decided', never) + tell('three', 'skills.decided'),
    );
    const [decision] = reacted([queued('c-1', 0)], others.skills, text);
    expect(decision!.reactions).to.deep.equal(['one', 'three']);
    expect(decision!.commands.map((command) => 'about' in command && command.about)).to.deep.equal([
      'one',
      'three',
    ]);
    expect(decision!.rules.map(({ rule, holds }) => [rule, holds])).to.deep.equal([
      ['one', true],
      ['two', false],
      ['three', true],
    ]);
  });

  it('know a handoff that goes ahead from one that does not, and where it goes', () => {
    const events = [turn(0, { intent: 'human' }), turn(100, {})];
    const text = pack(
      `  - { name: out, on: handoff.handedOff, do: [{ webhook: handoff_evaluated }] }
  - { name: no, on: handoff.answered, do: [{ webhook: handoff_evaluated }] }\n`,
    );
    const content = (...texts: string[]) =>
      reacted(events, ...texts, text).map(({ on, commands }) => [
        on,
        (commands[0] as { content?: unknown }).content,
      ]);
    const common = { timestamp: '2026-01-05T09:00:00.000Z', conversation_id: 'c-1' };
    expect(content(others.handoff)).to.deep.equal([
      ['handoff.handedOff', { ...common, queue: 'Support', decided_by: 'asked-for-a-person' }],
    ]);
    expect(content(others.closed)).to.deep.equal([
      ['handoff.answered', { ...common, queue: 'Night', decided_by: 'open' }],
    ]);
  });

  it('hear of order and ranking, and of a ranking with nobody', () => {
    const text = pack(
      tell('o', 'order.decided') + tell('r', 'ranking.decided') + tell('n', 'ranking.nobody'),
    );
    expect(brief([queued('c-1', 0), answered('c-1', 9)], others.order, others.scoring, text)).to.deep.equal([
      'order.decided: o 1',
      'ranking.decided: r 1',
      'ranking.nobody: n 1',
    ]);
  });

  it('do a thing once an entry into the queue, however often is decided', () => {
    const facts = (seconds: number): RoutingEvent => ({
      type: 'conversation.facts',
      at: at(seconds),
      conversation: 'c-1',
      facts: { customerSegment: `s${seconds}` },
    });
    const text = pack(tell('all', 'skills.decided'));
    const events = [queued('c-1', 0), facts(1), facts(2), queued('c-1', 50, {}, 'Loans'), facts(51)];
    expect(brief(events, others.skills, text)).to.deep.equal([
      'skills.decided: all 1',
      'skills.decided: all 0',
      'skills.decided: all 0',
      'skills.decided: all 1',
      'skills.decided: all 0',
    ]);
  });
});

describe('reactions to what happens', () => {
  it('hear of a conversation’s life', () => {
    const names = ['started', 'queued', 'answered', 'abandoned', 'ended'].map(
      (name) => `conversation.${name}`,
    );
    const text = pack(names.map((on, index) => tell(`r${index}`, on)).join(''));
    const start = started();
    expect(
      brief([start, start, queued('c-1', 1), queued('c-1', 1), answered('c-1', 5), ended(9), ended(9)], text),
    ).to.deep.equal([
      'conversation.started: r0 1',
      'conversation.queued: r1 1',
      'conversation.answered: r2 1',
      'conversation.ended: r4 1',
    ]);
    const left: RoutingEvent = { type: 'conversation.abandoned', at: at(7), conversation: 'c-1' };
    expect(brief([queued('c-1', 1), left, ended(8)], text).slice(1)).to.deep.equal([
      'conversation.abandoned: r3 1',
      'conversation.ended: r4 1',
    ]);
  });

  it('hear of each state of a participant once, whatever is told again and late', () => {
    const text = pack(
      `  - name: sync\n    on: participant.active\n    when: { fact: participantPurpose, operator: equal, value: agent }\n    do: [{ crm: upsert }]\n`,
    );
    const change = (
      seconds: number,
      state: 'joined' | 'active' | 'left',
      participant = 'p-1',
    ): RoutingEvent => ({
      type: 'participant.changed',
      at: at(seconds),
      conversation: 'c-1',
      participant,
      purpose: 'agent',
      state,
    });
    const events = [
      started(),
      change(1, 'active'),
      change(1, 'joined'),
      change(2, 'active'),
      change(3, 'left'),
    ];
    expect(brief([...events, change(4, 'active', 'p-2')], text)).to.deep.equal([
      'participant.active: sync 1',
      'participant.active: sync 1',
    ]);
  });

  it('hear of breaches, with what source document 4 writes to the CRM', () => {
    const text = pack(
      `  - { name: crm, on: delivery.breached, do: [{ crm: upsert }] }
  - { name: fine, on: delivery.compliant, do: [{ crm: upsert }] }
  - { name: lost, on: delivery.missingReceipt, do: [{ crm: upsert }] }\n`,
    );
    const records = (events: readonly RoutingEvent[]) =>
      commandsOf([started(), ...events], others.sla, text).map(
        (command) => 'record' in command && command.record,
      );
    const record = { conversation_id: 'c-1', message_id: 'm-1', attachments_count: 2 };
    const message = sent(0, 'm-1', 'c-1', 2);
    expect(records([message, receipt(1, 'delivered'), receipt(2, 'read')])).to.deep.equal([
      { ...record, sla_status: 'compliant' },
    ]);
    expect(records([message, ended(3), later(1e6)])).to.deep.equal([
      { ...record, sla_status: 'missingReceipt' },
      { ...record, sla_status: 'breach' },
      { ...record, sla_status: 'breach' },
    ]);
  });

  it('tell one deadline from the other', () => {
    const when = '    when: { fact: deliveryLeg, operator: equal, value: read }\n';
    const text = pack(tell('unread', 'delivery.breached', when));
    expect(brief([started(), sent(0), later(1e6)], others.sla, text)).to.deep.equal([
      'delivery.breached: no reaction holds 0',
      'delivery.breached: unread 1',
    ]);
  });
});

describe('reactions to ends of commands', () => {
  const text = pack(
    `  - { name: done, on: transfer.done, do: [{ webhook: handoff_evaluated }] }
  - { name: failed, on: transfer.failed, do: [{ webhook: handoff_evaluated }] }
  - { name: any, on: transfer.ended, do: [{ attributes: { handoff: { fact: commandStatus }, took: { fact: commandLatencySeconds } } }] }\n`,
  );
  const turns = [turn(0, { intent: 'human' })];

  it('tell latency, status and queue, also on failure', () => {
    const failure = commandEnded({ status: 'failed', why: 'no answer within 60 s' });
    expect(commandsOf([...turns, failure], others.handoff, text)).to.deep.equal([
      {
        set: 'attributes',
        conversation: 'c-1',
        attributes: { handoff: 'failed', took: '0.5' },
      },
      {
        id: (commandsOf([...turns, failure], others.handoff, text)[1] as { id: string }).id,
        conversation: 'c-1',
        do: 'webhook',
        event: 'handoff_evaluated',
        content: {
          timestamp: '2026-01-05T09:01:00.000Z',
          conversation_id: 'c-1',
          queue: 'Support',
          status: 'failed',
          latency_seconds: 0.5,
          error: 'no answer within 60 s',
        },
      },
    ]);
    expect(brief([...turns, commandEnded()], others.handoff, text)).to.deep.equal([
      'transfer.ended: any 1',
      'transfer.done: done 1',
    ]);
  });

  it('are one, however often the end is told', () => {
    expect(brief([...turns, commandEnded(), commandEnded()], others.handoff, text)).to.have.length(2);
  });

  it('come although the conversation is over', () => {
    expect(brief([...turns, ended(30), commandEnded()], others.handoff, text)).to.have.length(2);
  });

  it('never are about what a reaction did: none begins another', () => {
    const everything = ['notify.ended', 'notify.done', 'notify.failed']
      .map((on, index) => tell(`r${index}`, on))
      .join('');
    const own = commandEnded({ command: 'do notify', decision: 'c-1/reaction/1', status: 'failed' });
    const mappings = commandEnded({ command: 'do notify', decision: 'c-1/skills/1', status: 'failed' });
    expect(brief([started(), own], pack(everything))).to.deep.equal([]);
    expect(brief([started(), mappings], pack(everything))).to.deep.equal([
      'notify.ended: r0 1',
      'notify.failed: r2 1',
    ]);
  });
});

describe('what is done once', () => {
  const ids = (events: readonly RoutingEvent[], ...texts: string[]) =>
    commandsOf(events, ...texts).map((command) => ('id' in command ? command.id : ''));
  const events = [started(), sent(0, 'm-1'), sent(1, 'm-2'), later(1e6)];

  it('an occasion is each deadline of each message', () => {
    const found = ids(events, others.sla, pack(tell('a', 'delivery.breached')));
    expect(new Set(found).size).to.equal(4);
    expect(found).to.have.length(4);
  });

  it('a conversation is once, whoever asks, and however the pack is edited', () => {
    const once = ', once: conversation';
    const one = ids(events, others.sla, pack(tell('a', 'delivery.breached', '', once)));
    expect(one).to.have.length(1);
    const edited = pack(
      tell('x', 'conversation.started', '', once) + tell('b', 'delivery.breached', '', once),
      'missing: { priority: high }\n',
    );
    expect(ids(events, others.sla, edited)).to.deep.equal(one);
    const other = events.map((event) =>
      'conversation' in event ? { ...event, conversation: 'c-2' } : event,
    );
    expect(ids(other, others.sla, edited)).to.not.deep.equal(one);
  });

  it('has the id it had, after the policy was edited elsewhere', () => {
    const before = ids(events, others.sla, pack(tell('a', 'delivery.breached')));
    const after = ids(
      events,
      others.sla,
      others.skills,
      pack(tell('z', 'conversation.ended') + tell('a', 'delivery.breached')),
    );
    expect(after).to.deep.equal(before);
  });
});

describe('values that go out', () => {
  it('are constants and facts; a field whose fact is missing is left out', () => {
    const text = pack(
      `  - name: r
    on: conversation.queued
    do:
      - crm: { operation: upsert, record: { kind: call, count: 3, vip: true, queue: { fact: queue }, segment: { fact: customerSegment } } }
      - attributes: { skills: { fact: requiredSkills }, segment: { fact: customerSegment } }
      - attributes: { segment: { fact: customerSegment } }\n`,
    );
    const [record, attributes, ...rest] = commandsOf(
      [queued('c-1', 0, { requiredSkills: ['A', 'B'] })],
      text,
    );
    expect((record as { record: unknown }).record).to.deep.equal({
      kind: 'call',
      count: 3,
      vip: true,
      queue: 'Cards',
    });
    expect((attributes as { attributes: unknown }).attributes).to.deep.equal({ skills: 'A, B' });
    expect(rest).to.deep.equal([]);
  });
});

describe('a Reactions pack', () => {
  const refused: readonly (readonly [string, string, number, RegExp | undefined])[] = [
    [tell('r', 'skils.decided'), 'unknown-occurrence', 6, /skills\.decided/],
    [
      tell(
        'r',
        'conversation.queued',
        '    when: { fact: deliveryStatus, operator: equal, value: breach }\n',
      ),
      'fact-not-there',
      7,
      /conversationId/,
    ],
    [
      '  - { name: r, on: conversation.ended, do: [{ once: conversation }] }\n',
      'not-one-action',
      5,
      /notify/,
    ],
    [
      '  - { name: r, on: conversation.ended, do: [{ crm: upsert, webhook: x }] }\n',
      'not-one-action',
      5,
      undefined,
    ],
    [
      '  - { name: r, on: conversation.ended, do: [{ crm: { operation: upsert, record: { a: { fact: prioritty } } } }] }\n',
      'unknown-fact',
      5,
      /priority/,
    ],
    [
      '  - { name: r, on: conversation.ended, do: [{ attributes: { a: b }, once: conversation }] }\n',
      'not-once',
      5,
      undefined,
    ],
    [
      '  - { name: r, on: conversation.ended, do: [{ attributes: { __proto__x: b } }] }\n',
      'malformed',
      5,
      /begins with a letter/,
    ],
    ['  - { name: r, on: conversation.ended, do: [{ crm: delete }] }\n', 'not-allowed', 5, undefined],
    [
      '  - { name: r, on: conversation.ended, do: [{ notify: { supervisor: me } }] }\n',
      'malformed',
      5,
      /e-mail/,
    ],
    [tell('r', 'conversation.ended') + tell('r', 'conversation.queued'), 'same-name', 8, undefined],
  ];
  for (const [text, code, line, hint] of refused) {
    it(`is refused as ${code}, with the line and what to do: ${text.slice(4, 60).replaceAll('\n', ' ')}`, () => {
      const { problems } = policyFromText(pack(text));
      expect([problems[0]!.code, problems[0]!.line], JSON.stringify(problems)).to.deep.equal([code, line]);
      if (hint !== undefined) expect(problems[0]!.hint).to.match(hint);
    });
  }

  it('is not replayable where a recording lacks what it reads', async () => {
    const { Replaying } = await import('../../../../harness/replay/replaying.ts');
    const when = '    when: { fact: customerSegment, operator: equal, value: gold }\n';
    const policy = rightPolicy(pack(tell('gold', 'conversation.queued', when)));
    const replaying = new Replaying({ policy, seed: 's', lacking: new Set(['customerSegment']) });
    replaying.take(queued('c-1', 0));
    expect(replaying.findings().new.tally.notReplayableBy).to.deep.equal({ customerSegment: 1 });
  });
});
