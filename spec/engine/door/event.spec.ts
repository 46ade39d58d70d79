import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { atTheDoor, maskedFacts } from '../../../engine/door/event.ts';
import { longestText } from '../../../engine/facts/values.ts';
import { Pseudonyms } from '../../../engine/door/pseudonym.ts';

const at = 0;
const conversation = 'Ana, 415 555 2671';
const agent = 'Ben';
const queue = 'Cards';
const everything: readonly RoutingEvent[] = [
  { at, type: 'conversation.started', conversation, mediaType: 'voice', facts: { language: 'en-US' } },
  { at, type: 'conversation.facts', conversation, facts: { utterance: 'it is 4155552671' } },
  { at, type: 'bot.turn', conversation, facts: { utterance: 'ana@example.com here', intent: 'a12345' } },
  { at, type: 'conversation.transferred', conversation, by: 'bot', queue },
  { at, type: 'conversation.queued', conversation, queue },
  { at, type: 'conversation.answered', conversation, agent },
  { at, type: 'conversation.answered', conversation, agent: null },
  { at, type: 'conversation.abandoned', conversation },
  { at, type: 'conversation.ended', conversation },
  { at, type: 'conversation.surveyed', conversation, score: 3 },
  { at, type: 'agent.updated', agent, status: 'IDLE' },
  { at, type: 'queue.observed', queue, facts: { agentsIdle: 3 } },
];

describe('an event at the door', () => {
  const pseudonyms = new Pseudonyms('key');
  const kept = everything.map((event) => atTheDoor(event, pseudonyms));

  it('loses every identity, and nothing else', () => {
    const text = JSON.stringify(kept);
    for (const identity of ['Ana', 'Ben', '4155552671', '415 555', 'ana@'])
      expect(text, identity).not.to.contain(identity);
    const own = pseudonyms.of('conversation', conversation);
    kept.forEach((event, index) => {
      expect(Object.keys(event)).to.deep.equal(Object.keys(everything[index]!));
      if ('conversation' in event) expect(event.conversation).to.equal(own);
      if ('agent' in event && event.agent !== null) expect(event.agent).to.equal(pseudonyms.agent(agent));
    });
    expect(kept[2]).to.deep.include({ facts: { utterance: '<email> here', intent: 'a12345' } });
    expect([kept[6], kept[11]]).to.deep.include(everything[11]);
  });

  it('stays a fact where masking makes the text longer', () => {
    const utterance = '1@2 '.repeat(longestText / 4);
    const facts = maskedFacts({ utterance });
    expect(facts['utterance'])
      .to.have.length(longestText)
      .and.to.match(/^(<email> )+/);
    expect(maskedFacts({ language: 'en-US' })).to.deep.equal({ language: 'en-US' });
  });

  it('keeps the pseudonyms of who gives them, and is masked all the same', () => {
    const trusted = everything.map((event) => atTheDoor(event, undefined));
    expect(trusted[1]).to.deep.equal({ ...everything[1]!, facts: { utterance: 'it is <number>' } });
    expect(trusted.filter((_, index) => index !== 1 && index !== 2)).to.deep.equal(
      everything.filter((_, index) => index !== 1 && index !== 2),
    );
  });
});
