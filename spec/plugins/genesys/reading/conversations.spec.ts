import { expect } from 'chai';
import { readBotTurns } from '../../../../plugins/genesys/reading/botTurns.ts';
import { readConversation } from '../../../../plugins/genesys/reading/conversations.ts';
import { readUtterances } from '../../../../plugins/genesys/reading/messages.ts';
import { readSentiment, sentimentFrameEvent } from '../../../../plugins/genesys/reading/sentiment.ts';
import { api } from '../session.ts';
import { agent, customer, iso, queue, start, told } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { readingSession } from './reading.ts';

describe('reading a conversation', () => {
  useNetwork();

  it('tells its parts and their attributes', async () => {
    const { reading, run } = readingSession();
    const parts = [customer(0, { attributes: { intent: 'refund' } }), queue('q-1', 5), agent('u-1')];
    api()
      .get('/api/v2/conversations/c-1')
      .reply(200, { ...told('c-1', ...parts), startTime: iso(0) });
    const { snapshot, observedAt } = await run(readConversation(reading.genesys, 'c-1', reading.manner));
    expect(snapshot.participants.map(({ purpose, connectedAt }) => [purpose, connectedAt])).to.deep.equal([
      ['customer', start],
      ['acd', start + 5000],
      ['agent', undefined],
    ]);
    expect(snapshot.participants[0]!.attributes).to.deep.equal({ intent: 'refund' });
    expect(observedAt).to.equal(start);
  });

  it('tells what the customer wrote, a thousand messages a call', async () => {
    const { reading, run } = readingSession();
    const ids = Array.from({ length: 1001 }, (_, index) => `m-${index}`);
    const bulk = '/api/v2/conversations/messages/c-1/messages/bulk';
    const message = (
      seconds: number,
      text: string | undefined,
      direction: string,
      originatingEntity = 'Human',
    ) => ({
      ...{ timestamp: iso(seconds), status: 'received' },
      normalizedMessage: { type: 'Text', text, direction, originatingEntity },
    });
    api()
      .post(bulk, ids.slice(0, 1000))
      .reply(200, {
        entities: [
          message(20, 'And my card?', 'Inbound'),
          message(10, 'How can I help?', 'Outbound'),
          message(11, 'echo', 'Inbound', 'Bot'),
          message(12, undefined, 'Inbound'),
        ],
      });
    api()
      .post(bulk, ['m-1000'])
      .reply(200, { entities: [message(5, 'x'.repeat(10_001), 'Inbound')] });
    const events = (await run(readUtterances(reading, 'c-1', ids))).map(({ event }) => event);
    expect(events).to.deep.equal([
      {
        type: 'conversation.facts',
        at: start + 5000,
        conversation: 'c-1',
        facts: { utterance: 'x'.repeat(10_000) },
      },
      {
        type: 'conversation.facts',
        at: start + 20_000,
        conversation: 'c-1',
        facts: { utterance: 'And my card?' },
      },
    ]);
  });

  it('tells intent and confidence by the turns of a bot flow', async () => {
    const { reading, run } = readingSession();
    const turns = '/api/v2/analytics/botflows/flow/divisions/reportingturns';
    const turn = (seconds: number, more: object) => ({
      ...{ conversation: { id: 'c-1' }, userInput: 'hello', dateCreated: iso(seconds) },
      ...more,
    });
    api()
      .get(turns)
      .query({ sessionId: 'session', pageSize: '100' })
      .reply(200, {
        entities: [
          turn(9, { intent: { name: 'refund', confidence: 0.85 }, askActionResult: 'SuccessCollection' }),
          turn(3, { askActionResult: 'NoMatchCollection' }),
          { ...turn(4, {}), userInput: undefined },
        ],
        nextUri: `${turns}?after=9`,
      });
    api().get(turns).query({ sessionId: 'session', pageSize: '100', after: 9 }).reply(200, { entities: [] });
    const read = await run(readBotTurns(reading, 'flow', { session: 'session' }));
    expect(read.map(({ told }) => told.event)).to.deep.equal([
      {
        type: 'bot.turn',
        at: start + 3000,
        conversation: 'c-1',
        facts: { utterance: 'hello', noMatch: true },
      },
      {
        ...{ type: 'bot.turn', at: start + 9000, conversation: 'c-1' },
        facts: { utterance: 'hello', intent: 'refund', intentConfidence: 0.85, noMatch: false },
      },
    ]);
  });

  it('tells its mood, from its worst to its best as from 0 to 1', async () => {
    const { reading, run } = readingSession();
    const path = '/api/v2/speechandtextanalytics/conversations/c-1';
    for (const score of [-1, 0, 0.5]) api().get(path).reply(200, { sentimentScore: score });
    api().get(path).reply(200, {});
    api().get(path).reply(200, { sentimentScore: -40 });
    const moods: unknown[] = [];
    for (let reads = 0; reads < 5; reads++) {
      const read = await run(readSentiment(reading, 'c-1'));
      moods.push(read === undefined ? 'none' : [read.event, read.problems?.length]);
    }
    const event = (facts: object) => ({ type: 'conversation.facts', at: start, conversation: 'c-1', facts });
    expect(moods).to.deep.equal([
      [event({ sentiment: 0 }), undefined],
      [event({ sentiment: 0.5 }), undefined],
      [event({ sentiment: 0.75 }), undefined],
      'none',
      [event({}), 1],
    ]);
    const body = { conversationId: 'c-2', sentimentOverallScore: -40 };
    expect(sentimentFrameEvent(body, start, 100)!.event).to.deep.include({ facts: { sentiment: 0.3 } });
    expect(sentimentFrameEvent({}, start, 100)).to.equal(undefined);
  });
});
