import { expect } from 'chai';
import { compileRules } from '../../../../engine/conditions/compiled/compile.ts';
import { foldConversation, newConversation, newIn } from '../../../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { DeliveryRun } from '../../../../engine/decisions/delivery/run.ts';
import { Setting } from '../../../../engine/decisions/setting.ts';
import { header, rightPolicy } from '../../policyText.ts';
import { decisionsAt } from '../decideEvents.ts';
import { later, receipt, sent, started } from './messages.ts';

const plain = header('DeliverySla');
const many = 900;
const ids = Array.from({ length: many }, (_, index) => `m-${index}`);

describe('messages of a conversation that has more than it keeps', () => {
  it('are each judged at both deadlines, once, though nothing is ever heard of any', () => {
    const events = [started(), ...ids.map((id, index) => sent(index / 10, id)), later(1e5)];
    const decisions = decisionsAt('delivery', plain, events);
    expect(new Set(decisions.map(({ message, broken }) => `${message} ${broken}`)).size).to.equal(2 * many);
    expect(decisions).to.have.length(2 * many);
  });

  it('are judged by the receipts that come when the conversation keeps them no more, told once or twice', () => {
    const told = ids.map((id, index) => sent(index / 10, id));
    const receipts = ids.flatMap((id, index) => {
      const delivered = receipt(100 + index / 10, 'delivered', id);
      return [delivered, delivered, receipt(150 + index / 10, 'read', id)];
    });
    const inTime = [...receipts].sort((a, b) => a.at - b.at);
    const decisions = decisionsAt('delivery', plain, [started(), ...told, ...inTime, later(1e5)]);
    expect(decisions).to.have.length(2 * many);
    expect(decisions.filter(({ status }) => status === 'compliant')).to.have.length(many);
    expect(decisions.filter(({ status }) => status === 'breach')).to.deep.equal([]);
  });

  it('are forgotten when they are settled, and those are kept that are not', () => {
    const policy = rightPolicy(plain);
    const run = new DeliveryRun(new Setting(policy, { seed: '', prepare: compileRules, lacking: new Set() }));
    let conversation = newConversation('c-1');
    const take = (event: RoutingEvent): void => {
      if (newIn(conversation, event) === undefined) return;
      conversation = foldConversation(conversation, event);
      run.follow(event, conversation);
    };
    ids.forEach((id, index) => {
      take(sent(index, id));
      // Of every hundredth nothing is heard.
      if (index % 100 !== 0) take(receipt(index + 0.5, 'read', id));
    });
    const kept = run.state()[0]!.standings.map(({ message }) => message.id);
    expect(kept.length).to.be.below(450);
    expect(kept).to.include.members(ids.filter((_, index) => index % 100 === 0));
    // What is told again of one that is forgotten says nothing new.
    const before = run.state();
    take(receipt(1000, 'delivered', 'm-1'));
    take(sent(1, 'm-1'));
    expect(run.state()).to.deep.equal(before);
  });
});
