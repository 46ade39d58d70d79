import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { atTheDoor, maskedFacts } from '../../../engine/door/event.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
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
  { at, type: 'participant.changed', conversation, participant: 'Ben P', purpose: 'agent', state: 'left' },
  { at, type: 'message.sent', conversation, message: 'Ana M', direction: 'inbound', attachments: 1 },
  { at, type: 'message.receipt', conversation, message: 'Ana M', receipt: 'read' },
  { at, type: 'message.due', conversation, message: 'Ana M', receipt: 'read' },
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
    expect(kept.at(-1)).to.deep.equal(everything.at(-1));
    const messages = kept.flatMap((event) => ('message' in event ? [event.message] : []));
    expect(new Set(messages)).to.deep.equal(new Set([pseudonyms.of('message', 'Ana M')]));
    expect(kept).to.deep.include({
      ...everything[10],
      conversation: own,
      participant: pseudonyms.of('participant', 'Ben P'),
    });
  });

  it('is masked in every text that a customer may have said, and in no name of the organisation’s', () => {
    const texts = [...factCatalogue.values()].filter(
      ({ type, subject, origin }) => type === 'text' && subject !== 'queue' && origin === 'observed',
    );
    const said = Object.fromEntries(texts.map(({ name }) => [name, 'ask ana@example.com']));
    const masked = Object.entries(maskedFacts(said)).filter(([, value]) => value === 'ask <email>');
    expect(masked.map(([name]) => name)).to.have.members([
      ...['utterance', 'intent', 'customerSegment', 'language'],
    ]);
    expect(texts.map(({ name }) => name)).to.have.members([...masked.map(([name]) => name), 'queue']);
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
