import { expect } from 'chai';
import { header, policyFromText } from '../../policyText.ts';
import { at, decisionsAt, queued } from '../decideEvents.ts';

const pack = `${header('SkillMapping')}
mappings:
  - { name: cards, intents: [card, card_arrival], assign: { skill: Cards } }
  - { name: refunds, intents: [refund, chargeback], assign: { skill: Refunds, priority: high, language: English }, notify: { supervisor: lead@example.com } }
  - name: long-waits
    when: { fact: conversationsWaiting, operator: greaterThan, value: 10 }
    assign: { skills: [General, Cards], priority: low }
`;
const decide = (facts: object, more = '') =>
  decisionsAt('skills', pack + more, [queued('c-1', 0, facts as never)])[0]!;

describe('a skill mapping', () => {
  it('takes the first mapping that holds: whole words, any case', () => {
    expect(decide({ intent: 'Card' }).assigned).to.deep.equal({ skills: ['Cards'] });
    expect(decide({ intent: 'lost CARD please' }).decidedBy).to.equal('cards');
    expect(decide({ intent: 'discard' }).decidedBy).to.equal('no mapping holds');
  });

  it('tries the most urgent priority first, whatever the order of the file', () => {
    const decision = decide({ intent: 'refund for a card' });
    expect(decision.decidedBy).to.equal('refunds');
    expect(decision.assigned).to.deep.equal({ skills: ['Refunds'], priority: 'high', language: 'English' });
    expect(decision.rules.map(({ rule }) => rule)).to.deep.equal(['refunds', 'cards', 'long-waits']);
  });

  it('sets skills and language, and tells the supervisor once an entry into the queue', () => {
    const events = [
      queued('c-1', 0, { intent: 'refund' }),
      {
        type: 'conversation.facts' as const,
        at: at(5),
        conversation: 'c-1',
        facts: { customerSegment: 'premium' },
      },
      queued('c-1', 60, { intent: 'refund' }),
    ];
    const decisions = decisionsAt('skills', pack, events);
    expect(decisions[0]!.commands[0]).to.deep.equal({
      set: 'skills',
      conversation: 'c-1',
      skills: ['Refunds'],
      language: 'English',
    });
    const told = decisions.map(({ commands }) => commands.find((command) => 'do' in command)!);
    expect(told[0]).to.deep.include({ do: 'notify', supervisor: 'lead@example.com', about: 'refunds' });
    const [first, again, anew] = told.map((command) => 'id' in command && command.id);
    expect(again).to.equal(first);
    expect(anew).to.not.equal(first);
  });

  it('falls to otherwise, and without it leaves the conversation as it is', () => {
    expect(decide({}, 'otherwise: { assign: { skill: General } }').assigned).to.deep.equal({
      skills: ['General'],
    });
    const nothing = decide({});
    expect(nothing.assigned).to.equal(undefined);
    expect(nothing.commands).to.deep.equal([]);
  });

  it('reads the queue’s facts too', () => {
    const crowded = {
      type: 'queue.observed' as const,
      at: at(-1),
      queue: 'Cards',
      facts: { conversationsWaiting: 11 },
    };
    const [decision] = decisionsAt('skills', pack, [crowded, queued('c-1', 0)]);
    expect(decision!.assigned).to.deep.equal({ skills: ['Cards', 'General'], priority: 'low' });
  });

  it('takes a missing fact for what the pack says', () => {
    const assumed = `${header('SkillMapping')}missing: { intent: refund }\nmappings: [{ name: r, intents: [refund], assign: { skill: R } }]`;
    const [decision] = decisionsAt('skills', assumed, [queued('c-1', 0)]);
    expect(decision!.rules[0]!.because![0]).to.deep.include({ from: 'default', found: 'refund' });
  });

  it('records every rule with why it holds or the first comparison that does not', () => {
    const { rules } = decide({ intent: 'card' });
    expect(rules[0]).to.deep.equal({
      rule: 'refunds',
      holds: false,
      failedAt: {
        fact: 'intent',
        operator: 'containsWord',
        value: ['chargeback', 'refund'],
        holds: false,
        found: 'card',
        from: 'observed',
      },
    });
    expect(rules[1]!.holds).to.equal(true);
    expect(rules[2]!.failedAt).to.deep.include({ fact: 'conversationsWaiting', from: 'missing' });
  });

  it('is refused when a mapping has neither intents nor when, or says a skill twice over', () => {
    const wrong = `${header('SkillMapping')}mappings: [{ name: a, assign: { skill: A } }, { name: b, intents: [b], assign: { skill: B, skills: [C] } }]`;
    expect(policyFromText(wrong).problems.map(({ code, rule }) => [code, rule])).to.deep.equal([
      ['missing-key', 'spec / a'],
      ['two-in-one', 'spec / b'],
    ]);
  });
});
