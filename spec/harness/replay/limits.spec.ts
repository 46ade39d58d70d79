import { expect } from 'chai';
import { apportion } from '../../../engine/basisPoints.ts';
import { interpretRules } from '../../../engine/conditions/interpreter.ts';
import type { Conversation } from '../../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { OpenConversations } from '../../../engine/conversation/openConversations.ts';
import { OrderAgreementCount } from '../../../harness/replay/orderAgreement.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { header, policyFromText, rightPolicy } from '../../engine/policyText.ts';
import { answered, at, queued, turn } from '../../engine/decisions/decideEvents.ts';

describe('a pair of the order agreement', () => {
  const waits = (id: string, queuedSeconds: number) =>
    ({ id, queuedAt: queuedSeconds * 1000 }) as Conversation;
  const x = waits('x', 1);
  const count = (
    y: Conversation,
    ranked: readonly string[],
    first: number,
    second: number,
    between?: (c: OrderAgreementCount) => void,
  ) => {
    const agreement = new OrderAgreementCount();
    const queuedAt = new Map([x, y].map((one) => [one.id, one.queuedAt!]));
    const places = ranked.map((id) => ({ conversation: id, queuedAt: queuedAt.get(id)! }));
    agreement.closed('x', first * 1000);
    agreement.opened('x', places, first * 1000);
    between?.(agreement);
    agreement.closed(y.id, second * 1000);
    return agreement.result();
  };
  it('agrees when the first answered is ranked first', () => {
    expect(count(waits('y', 2), ['x', 'y'], 5, 9)).to.deep.equal({ pairs: 1, agreed: 1, rate: 1 });
    expect(count(waits('y', 2), ['y', 'x'], 5, 9)).to.deep.equal({ pairs: 1, agreed: 0, rate: 0 });
  });
  it('is none when both came or both were answered in one second, or one did not wait, or was never answered', () => {
    const none = { pairs: 0, agreed: 0, rate: null };
    expect(count(waits('y', 1.9), ['x', 'y'], 5, 9)).to.deep.equal(none);
    expect(count(waits('y', 2), ['x', 'y'], 5, 5.9)).to.deep.equal(none);
    expect(count(waits('y', 5), ['x', 'y'], 5, 9)).to.deep.equal(none);
    expect(count(x, ['x'], 1, 9)).to.deep.equal(none);
    expect(count(waits('y', 2), ['x', 'y'], 5, 9, (agreement) => agreement.left('y'))).to.deep.equal(none);
  });
});

describe('open conversations, as they move', () => {
  const event = (type: string, conversation = 'c', seconds = 1, queue = 'Cards'): RoutingEvent =>
    ({ type, at: at(seconds), conversation, queue, mediaType: 'voice', facts: {}, agent: null }) as never;
  const take = (open: OpenConversations, one: RoutingEvent) => {
    const before = open.of(one);
    if (before !== undefined) open.fold(before, one);
  };
  const waiting = (open: OpenConversations, queue = 'Cards') => open.waitingIn(queue).map(({ id }) => id);
  it('leave a queue for another, and not for a word with a bot', () => {
    const open = new OpenConversations();
    take(open, event('conversation.queued'));
    take(open, event('conversation.queued', 'c', 2, 'Loans'));
    expect([waiting(open), waiting(open, 'Loans')]).to.deep.equal([[], ['c']]);
    take(open, event('bot.turn', 'c', 3));
    expect(waiting(open, 'Loans'), 'a bot may talk to who waits').to.deep.equal(['c']);
  });
  it('may begin with a fact', () => {
    expect(new OpenConversations().of(event('conversation.facts'))).to.not.equal(undefined);
  });
  it('are forgotten in the end: memory does not grow with the recording', () => {
    const open = new OpenConversations();
    for (let n = 0; n <= 20_000; n++) {
      take(open, event('conversation.started', `c-${n}`));
      take(open, event('conversation.ended', `c-${n}`));
    }
    expect(open.of(event('conversation.started', 'c-10000'))).to.equal(undefined);
    expect(open.of(event('conversation.started', 'c-0'))).to.not.equal(undefined);
  });
});

describe('rules asked at once', () => {
  it('do not mix their answers, whatever was asked before', async () => {
    const rules = interpretRules(
      [{ name: 'r', when: { fact: 'intent', operator: 'equal', value: 'x' } }],
      {},
    );
    const ask = async (intent: string) => (await rules.evaluate({ intent }, new Set()))[0]!.holds;
    await ask('warm-up');
    expect(await Promise.all([ask('x'), ask('y'), ask('x'), ask('y')])).to.deep.equal([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('limits', () => {
  const nested = (depth: number) => {
    let when = '{ fact: intent, operator: equal, value: a }';
    for (let n = 1; n < depth; n++) when = `{ not: ${when} }`;
    return policyFromText(
      `${header('SkillMapping')}mappings: [{ name: m, when: ${when}, assign: { skill: S } }]`,
    ).problems.map(({ code }) => code);
  };
  it('of nesting are what the message says', () => {
    expect(nested(32)).to.deep.equal([]);
    expect(nested(33)).to.deep.equal(['too-deep']);
  });
  it('of whole basis points give the rest to the largest remainder, not to the first', () => {
    expect(apportion([1, 1, 4])).to.deep.equal([1667, 1667, 6666]);
    expect(apportion([1, 5, 1])).to.deep.equal([1429, 7143, 1428]);
    expect(apportion([30_001, 30_006, 39_993])).to.deep.equal([3000, 3001, 3999]);
  });
});

describe('a turn with the bot that ends nothing', () => {
  it('is judged only while the bot has the conversation', () => {
    const policy = rightPolicy(`${header('Handoff')}target: { queue: Q }`);
    const ended: RoutingEvent = { type: 'conversation.ended', at: at(1), conversation: 'c-1' };
    expect(decideEvents([turn(0, {}), ended, turn(2, {})], policy)).to.have.length(1);
    expect(decideEvents([queued('c-1', 0), answered('c-1', 1)], policy)).to.have.length(0);
  });
});
