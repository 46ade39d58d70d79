import { expect } from 'chai';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { explainDecision } from '../../../../engine/decisions/explain.ts';
import { header, policyFromText } from '../../policyText.ts';
import { at, decisionsAt } from '../decideEvents.ts';
import { ended, later, receipt, sent, started } from './messages.ts';

const plain = header('DeliverySla');
const statuses = (events: readonly RoutingEvent[], pack = plain): string[] =>
  decisionsAt('delivery', pack, [started(), ...events]).map(
    ({ decidedBy, status, delivered, read }) => `${decidedBy}: ${status} ${delivered} ${read}`,
  );

describe('delivery by the defaults', () => {
  it('awaits, and is compliant when delivered within 5 minutes and read within 30', () => {
    expect(statuses([sent(10), receipt(20, 'delivered'), receipt(100, 'read'), later(9000)])).to.deep.equal([
      'delivered receipt: pending compliant pending',
      'read receipt: compliant compliant compliant',
    ]);
  });

  it('is in time at the deadline itself, and late a millisecond after it', () => {
    const justLate = (event: RoutingEvent): RoutingEvent => ({ ...event, at: event.at + 1 });
    expect(statuses([sent(0), receipt(300, 'delivered'), receipt(1800, 'read')])).to.deep.equal([
      'delivered receipt: pending compliant pending',
      'read receipt: compliant compliant compliant',
    ]);
    expect(statuses([sent(0), justLate(receipt(300, 'delivered'))])).to.deep.equal([
      'delivered deadline: breach breach pending',
      'delivered receipt: breach breach pending',
    ]);
    expect(
      statuses([sent(0), receipt(300, 'delivered'), justLate(receipt(1800, 'read'))]).slice(1),
    ).to.deep.equal(['read deadline: breach compliant breach', 'read receipt: breach compliant breach']);
  });

  it('breaches at each deadline of a message that is never heard of, at that very moment', () => {
    const decisions = decisionsAt('delivery', plain, [started(), sent(7), later(1e6)]);
    expect(decisions.map(({ at, broken, status, id }) => [at, broken, status, id])).to.deep.equal([
      ['2026-01-05T09:05:07.000Z', 'delivered', 'breach', 'c-1/delivery/1'],
      ['2026-01-05T09:30:07.000Z', 'read', 'breach', 'c-1/delivery/2'],
    ]);
  });

  it('decides nothing before time has come so far', () => {
    expect(statuses([sent(0), later(300)])).to.deep.equal([]);
    expect(statuses([sent(0), later(300.001)])).to.have.length(1);
  });

  it('records a receipt that comes after the breach, which changes nothing', () => {
    const decisions = decisionsAt('delivery', plain, [started(), sent(0), receipt(400, 'delivered')]);
    expect(
      decisions.map(({ status, broken, deliverySeconds }) => [status, broken, deliverySeconds]),
    ).to.deep.equal([
      ['breach', 'delivered', undefined],
      ['breach', undefined, 400],
    ]);
  });

  it('keeps a breach where a receipt that is told later says an earlier time', () => {
    const told = [sent(0), later(301), receipt(299, 'delivered')];
    expect(statuses(told)).to.deep.equal([
      'delivered deadline: breach breach pending',
      'delivered receipt: breach breach pending',
    ]);
    const [, last] = decisionsAt('delivery', plain, [started(), ...told]);
    expect(explainDecision(last!).join('\n')).to.include('after 299 s, but known only after its deadline');
  });

  it('takes who has read a message to have it', () => {
    expect(statuses([sent(0), receipt(200, 'read'), later(1e6)])).to.deep.equal([
      'read receipt: compliant compliant compliant',
    ]);
  });

  it('breaches at once when a message fails, once', () => {
    const decisions = decisionsAt('delivery', plain, [started(), sent(0), receipt(5, 'failed'), later(1e6)]);
    expect(decisions.map(({ decidedBy, status, broken }) => [decidedBy, status, broken])).to.deep.equal([
      ['failed receipt', 'breach', 'delivered'],
    ]);
  });

  it('judges no message of a customer', () => {
    const inbound: RoutingEvent = {
      ...(sent(0) as object as { type: 'message.sent' }),
      direction: 'inbound',
    } as never;
    expect(statuses([inbound, receipt(5, 'delivered'), later(1e6)])).to.deep.equal([]);
  });

  it('judges receipts that come before their message when it comes', () => {
    expect(statuses([receipt(5, 'delivered'), receipt(6, 'read'), sent(4)])).to.deep.equal([
      'message sent: compliant compliant compliant',
    ]);
  });
});

describe('delivery, when the conversation is over', () => {
  it('runs on, and says of a message nothing was heard of that its receipt is missing', () => {
    expect(statuses([sent(0), ended(60), later(1e6)])).to.deep.equal([
      'conversation over: missingReceipt pending pending',
      'delivered deadline: breach breach pending',
      'read deadline: breach breach breach',
    ]);
  });

  it('hears a receipt all the same', () => {
    expect(
      statuses([sent(0), ended(60), receipt(90, 'delivered'), receipt(95, 'read'), later(1e6)]),
    ).to.deep.equal([
      'conversation over: missingReceipt pending pending',
      'delivered receipt: pending compliant pending',
      'read receipt: compliant compliant compliant',
    ]);
  });

  it('says nothing of one that was heard of', () => {
    expect(statuses([sent(0), receipt(1, 'delivered'), ended(60)])).to.deep.equal([
      'delivered receipt: pending compliant pending',
    ]);
  });
});

describe('a DeliverySla pack', () => {
  it('takes other times, and judges one leg alone', () => {
    const pack = `${plain}deliveredWithin: 90s\nreadWithin: none\n`;
    expect(statuses([sent(0), receipt(90, 'delivered'), later(1e6)], pack)).to.deep.equal([
      'delivered receipt: compliant compliant notJudged',
    ]);
    expect(statuses([sent(0), later(91)], pack)).to.deep.equal([
      'delivered deadline: breach breach notJudged',
    ]);
  });

  it('is for the conversations it applies to', () => {
    const pack = `${plain}appliesTo: { mediaTypes: [chat] }\n`;
    expect(statuses([sent(0), later(1e6)], pack)).to.deep.equal([]);
  });

  const refused = [
    ['deliveredWithin: 5 minutes', 'malformed', 4, 1],
    ['deliveredWithin: 0m', 'malformed', 4, 1],
    ['readWithin: 1800', 'wrong-type', 4, 1],
    ['readWithin: 31d', 'out-of-range', 4, 1],
    ['readWithin: 1m', 'out-of-range', 4, 1],
    ['deliveredWithin: none\nreadWithin: none', 'nothing-judged', 5, 1],
    ['deliverWithin: 5m', 'unknown-key', 4, 1],
  ] as const;
  for (const [line, code, row, column] of refused) {
    it(`is refused with ${JSON.stringify(line)}, and says where`, () => {
      const { problems } = policyFromText(`${plain}${line}\n`);
      const first = problems[0]!;
      expect([first.code, first.line, first.column]).to.deep.equal([code, row, column]);
    });
  }

  it('means the same with its defaults written out', () => {
    const hash = (text: string) => policyFromText(text).policy.hash;
    expect(hash(`${plain}deliveredWithin: 300s\nreadWithin: 30m\n`)).to.equal(hash(plain));
    expect(hash(`${plain}readWithin: 31m\n`)).to.not.equal(hash(plain));
  });

  it('is explained', () => {
    const [decision] = decisionsAt('delivery', plain, [started(), sent(7), later(400)]);
    expect(explainDecision(decision!).slice(1)).to.deep.equal([
      'Message m-1: breach, not delivered in time, decided at the delivered deadline.',
      '  delivered: not delivered (300 s allowed)',
      '  read: awaited, 1800 s allowed',
      '  sent 2026-01-05 09:00:07 UTC',
    ]);
    expect(at(7)).to.equal(Date.parse(decision!.sentAt));
  });
});
