import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { header, policyFromText } from '../../policyText.ts';
import { at, decisionsAt, turn } from '../decideEvents.ts';

const plain = `${header('Handoff')}target: { queue: Support }\n`;
const open: RoutingEvent = {
  type: 'queue.observed',
  at: at(-1),
  queue: 'Support',
  facts: { queueOpen: true, agentsOnQueue: 4, estimatedWaitSeconds: 30 },
};
const sure = { intentConfidence: 0.95, secondIntentConfidence: 0.02, sentiment: 0.6 };
const verdicts = (turns: readonly object[], pack = plain, before: readonly RoutingEvent[] = [open]) => {
  const events = turns.map((facts, index) => turn(index * 100, { ...sure, ...facts }));
  return decisionsAt('handoff', pack, [...before, ...events]).map(
    ({ verdict, decidedBy }) => `${verdict} ${decidedBy}`,
  );
};

describe('a handoff by the defaults', () => {
  it('stays while all is well', () => {
    expect(verdicts([{}, {}])).to.deep.equal(['stay no trigger fired', 'stay no trigger fired']);
  });

  it('hands over who asks for a person, by word or by intent', () => {
    expect(verdicts([{ utterance: 'Could I talk to someone?' }])).to.deep.equal([
      'handoff asked-for-a-person',
    ]);
    expect(verdicts([{ intent: 'agent_request' }])).to.deep.equal(['handoff asked-for-a-person']);
    expect(verdicts([{ utterance: 'the agents I spoke to' }])).to.deep.equal(['stay no trigger fired']);
  });

  it('hands over after low confidence for two turns in a row, 0.75 itself being enough', () => {
    const low = { intentConfidence: 0.7499 };
    expect(verdicts([low, {}, low, low])).to.deep.equal([
      'stay no trigger fired',
      'stay no trigger fired',
      'stay no trigger fired',
      'handoff low-confidence',
    ]);
    expect(verdicts([{ intentConfidence: 0.75 }, { intentConfidence: 0.75 }]).at(-1)).to.equal(
      'stay no trigger fired',
    );
  });

  it('hands over when the two best intents cannot be told apart for two turns', () => {
    const close = { intentConfidence: 0.8, secondIntentConfidence: 0.75 };
    expect(verdicts([close, close]).at(-1)).to.equal('handoff ambiguous');
    const apart = { intentConfidence: 0.8, secondIntentConfidence: 0.7 };
    expect(verdicts([apart, apart]).at(-1)).to.equal('stay no trigger fired');
  });

  it('hands over when the bot understood nothing twice in a row', () => {
    expect(verdicts([{ noMatch: true }, { noMatch: false }, { noMatch: true }]).at(-1)).to.equal(
      'stay no trigger fired',
    );
    expect(verdicts([{ noMatch: true }, { noMatch: true }]).at(-1)).to.equal('handoff bot-is-stuck');
  });

  it('takes the level of sentiment, not one bad turn; and a fall from the peak', () => {
    // Level: 0.6, then 0.5·0.1 + 0.5·0.6 = 0.35, then 0.225.
    expect(verdicts([{ sentiment: 0.6 }, { sentiment: 0.1 }, { sentiment: 0.1 }])).to.deep.equal([
      'stay no trigger fired',
      'stay no trigger fired',
      'handoff bad-mood',
    ]);
    // Peak 1; then 0.5 + 0.1 = 0.6: a fall of 0.4.
    expect(verdicts([{ sentiment: 1 }, { sentiment: 0.2 }]).at(-1)).to.equal('handoff mood-fell');
  });
});

describe('guards', () => {
  const ask = { utterance: 'agent please' };
  const queue = (facts: object): RoutingEvent => ({
    ...open,
    facts: { ...(open as { facts: object }).facts, ...facts },
  });
  const answerTo = (before: readonly RoutingEvent[], pack = plain) => {
    const [decision] = decisionsAt('handoff', pack, [...before, turn(0, { ...sure, ...ask })]);
    return [decision!.decidedBy, decision!.answer];
  };

  it('each have an answer for the customer when they fail', () => {
    expect(answerTo([queue({ queueOpen: false })])).to.deep.equal(['queue-is-open', { offer: 'message' }]);
    expect(answerTo([queue({ agentsOnQueue: 0 })])).to.deep.equal([
      'queue-is-staffed',
      { offer: 'callback' },
    ]);
    expect(answerTo([queue({ estimatedWaitSeconds: 600 })])).to.deep.equal(['asked-for-a-person', undefined]);
    expect(answerTo([queue({ estimatedWaitSeconds: 601 })])).to.deep.equal([
      'wait-is-bearable',
      { offer: 'callback' },
    ]);
    expect(answerTo([])).to.deep.equal(['queue-is-open', { offer: 'message' }]);
  });

  it('count depth by the handoffs of the bot alone, and let it reach two', () => {
    const handed = (by: 'bot' | 'agent', milliseconds: number): RoutingEvent => ({
      type: 'conversation.transferred',
      at: at(-1) + milliseconds,
      conversation: 'c-1',
      by,
      queue: 'Support',
    });
    const begun: RoutingEvent = {
      type: 'conversation.started',
      at: at(-2),
      conversation: 'c-1',
      mediaType: 'message',
    };
    const depth = (count: number, by: 'bot' | 'agent'): RoutingEvent[] => [
      open,
      begun,
      ...Array.from({ length: count }, (_, index) => handed(by, index)),
    ];
    expect(answerTo(depth(2, 'bot'))[0]).to.equal('asked-for-a-person');
    expect(answerTo(depth(3, 'bot'))).to.deep.equal(['not-too-deep', { offer: 'callback' }]);
    expect(answerTo(depth(5, 'agent'))[0]).to.equal('asked-for-a-person');
  });

  it('must have an answer, of their own or the pack’s, or the pack is refused', () => {
    const silent = `${plain}guards: { all: [{ name: g, when: { fact: queueOpen, operator: equal, value: true } }] }\n`;
    expect(policyFromText(silent).problems.map(({ code }) => code)).to.deep.equal(['no-answer']);
    expect(policyFromText(`${silent}otherwise: { say: Sorry. }`).problems).to.deep.equal([]);
    expect(policyFromText(`${silent}otherwise: { say: Sorry., offer: callback }`).problems).to.have.length(1);
  });

  it('are all recorded, the failing ones with their answers, with the commands that follow', () => {
    const [decision] = decisionsAt('handoff', plain, [
      queue({ queueOpen: false, agentsOnQueue: 0 }),
      turn(0, { ...sure, ...ask }),
    ]);
    expect(decision!.guards.map(({ name, holds, answer }) => [name, holds, answer])).to.deep.equal([
      ['not-too-deep', true, undefined],
      ['queue-is-open', false, { offer: 'message' }],
      ['queue-is-staffed', false, { offer: 'callback' }],
      ['wait-is-bearable', true, undefined],
    ]);
    expect(decision!.commands).to.have.length(1);
    expect(decision!.commands[0]).to.deep.include({ do: 'offer', offer: 'message', conversation: 'c-1' });
  });
});

describe('the cool-down', () => {
  const stuck = [
    turn(0, { ...sure, noMatch: true }),
    turn(10, { ...sure, noMatch: true }),
    turn(20, { ...sure, noMatch: true }),
  ];
  const closed = { ...open, facts: { queueOpen: false } } as RoutingEvent;
  const run = (events: readonly RoutingEvent[]) =>
    decisionsAt('handoff', plain, [closed, ...events]).map(({ verdict }) => verdict);

  it('gives one answer at a time, and another when it is over', () => {
    expect(run(stuck)).to.deep.equal(['stay', 'answer', 'coolingDown']);
    expect(run([...stuck, turn(70, { ...sure, noMatch: true })]).at(-1)).to.equal('answer');
  });

  it('ends when the customer asks for a person', () => {
    expect(run([...stuck, turn(25, { ...sure, utterance: 'a human!' })]).at(-1)).to.equal('answer');
  });

  it('makes each answer a command of its own', () => {
    const decisions = decisionsAt('handoff', plain, [closed, ...stuck, turn(70, { ...sure, noMatch: true })]);
    const ids = decisions.flatMap(({ commands }) =>
      commands.map((command) => ('id' in command ? command.id : '')),
    );
    expect(new Set(ids).size).to.equal(2);
  });
});

describe('a handoff, whatever was said', () => {
  it('is not undone by less confidence, a worse mood or more misunderstanding, while the guards hold', () => {
    const level = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);
    const said = fc.record({ intentConfidence: level, sentiment: level, noMatch: fc.boolean() });
    const worse = fc.record({ intentConfidence: level, sentiment: level });
    const once = `${plain}cooldownSeconds: 0\n`;
    fc.assert(
      fc.property(fc.array(fc.tuple(said, worse), { minLength: 1, maxLength: 5 }), (turns) => {
        const last = turns.length - 1;
        const now = turns.map(([facts]) => facts);
        const then = turns.map(([facts, less], index) =>
          index < last
            ? facts
            : {
                intentConfidence: Math.min(facts.intentConfidence, less.intentConfidence),
                sentiment: Math.min(facts.sentiment, less.sentiment),
                noMatch: true,
              },
        );
        const hands = (all: readonly object[]) => verdicts(all, once).at(-1)!.startsWith('handoff');
        if (hands(now)) expect(hands(then)).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });
});
