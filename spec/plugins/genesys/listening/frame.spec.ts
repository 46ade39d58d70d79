import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parseTopicName, topicName, topics } from '../../../../plugins/genesys/contract/topics.ts';
import { longestFrame, parseFrame } from '../../../../plugins/genesys/listening/frame.ts';
import { agent, customer, histories, queue, told } from '../told.ts';

const excerpt = JSON.parse(
  readFileSync(new URL('../../../../plugins/genesys/contract/notifications.json', import.meta.url), 'utf8'),
) as { 'x-topics': Record<string, { eventBody: { $ref: string } }>; components: object };

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'excerpt', components: excerpt.components });
const conversationBody = ajv.compile({
  $ref: `excerpt${excerpt['x-topics'][topics.queueConversations]!.eventBody.$ref}`,
});

describe('a frame', () => {
  const text = (topicName: string, eventBody: unknown): string =>
    JSON.stringify({ topicName, version: '2', eventBody, metadata: { CorrelationId: 'x' } });

  it('of a presence or another topic not asked for is unknown', () => {
    expect(parseFrame(text('v2.users.u-1.presence', {}))).to.deep.equal({ topic: 'unknown' });
  });

  it('of the channel itself is a heartbeat or a pong', () => {
    const of = (message: string) => parseFrame(text('channel.metadata', { message })).topic;
    expect([of('WebSocket Heartbeat'), of('pong')]).to.deep.equal(['heartbeat', 'pong']);
  });

  it('of a subscribed topic has its id and body', () => {
    const body = told('c-1', customer());
    expect(parseFrame(text(topicName('queueConversations', 'q-1'), body))).to.deep.equal({
      ...{ topic: 'queueConversations', id: 'q-1', body },
    });
  });

  it('of the system needs no subscription', () => {
    expect(parseFrame(text('v2.system.socket_closing', {})).topic).to.equal('socketClosing');
    expect(parseFrame(text('v2.system.token_revoked.x', {})).topic).to.equal('tokenRevoked');
    expect(parseFrame(text('v2.system.no_longer_subscribed.x', {})).topic).to.equal('noLongerSubscribed');
  });

  it('never fails, whatever it is', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.anything(),
      fc.object().map((body) => JSON.stringify(body)),
    );
    fc.assert(
      fc.property(anything, (frame) => {
        expect(parseFrame(frame)).to.have.property('topic');
      }),
    );
  });
});

describe('a frame that is too long', () => {
  it('is not read, and one that is as long as can be is', () => {
    const frame = (length: number): string => {
      const body = JSON.stringify({
        topicName: 'channel.metadata',
        eventBody: { message: 'pong' },
        more: '',
      });
      return body.replace('"more":""', `"more":"${'x'.repeat(length - body.length)}"`);
    };
    expect(parseFrame(frame(longestFrame))).to.deep.equal({ topic: 'pong' });
    expect(parseFrame(frame(longestFrame + 1))).to.deep.equal({ topic: 'oversized' });
  });
});

describe('the excerpt of notifications', () => {
  it('has the listed topics and no other', () => {
    expect(Object.keys(excerpt['x-topics'])).to.have.members(Object.values(topics));
  });

  it('has what the tests tell', () => {
    const frame = told('c-1', customer(), queue('q-1', 1), agent('u-1', 2));
    expect(conversationBody(frame)).to.equal(true);
    expect(conversationBody({ id: 7 })).to.equal(false);
    fc.assert(
      fc.property(histories(), (history) => {
        for (const one of history) expect(conversationBody(one)).to.equal(true);
      }),
      { numRuns: 20 },
    );
  });

  it('names topics that are read back as they were made', () => {
    for (const kind of ['queueConversations', 'userActivity', 'conversationSentiment'] as const) {
      expect(parseTopicName(topicName(kind, 'a-1'))).to.deep.equal({ kind, id: 'a-1' });
    }
    expect(parseTopicName('v2.routing.queues.q-1.conversations.messages')).to.equal(undefined);
  });
});
