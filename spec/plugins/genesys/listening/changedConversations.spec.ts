import { expect } from 'chai';
import { changedConversations } from '../../../../plugins/genesys/listening/changedConversations.ts';
import { readingSession } from '../reading/reading.ts';
import { api } from '../session.ts';
import { iso, start } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';

const inQueues = [
  {
    type: 'or',
    predicates: ['q-1', 'q-2'].map((value) => ({
      ...{ type: 'dimension', dimension: 'queueId', operator: 'matches', value },
    })),
  },
];
const notOver = { type: 'dimension', dimension: 'conversationEnd', operator: 'notExists' };
const query = (body: object) =>
  api().post('/api/v2/analytics/conversations/details/query', {
    ...{ segmentFilters: inQueues, order: 'desc', orderBy: 'conversationStart' },
    ...body,
  } as never);
const row = (conversationId: string, seconds: number) => ({
  conversationId,
  conversationStart: iso(seconds),
});

describe('conversations that changed', () => {
  useNetwork();

  it('are the open ones however old, and those begun since, and no page more is read', async () => {
    const { reading, run } = readingSession();
    const paging = { pageSize: 100, pageNumber: 1 };
    query({
      ...{ interval: `${iso(-86_400)}/${iso(0)}`, paging },
      conversationFilters: [{ type: 'and', predicates: [notOver] }],
    }).reply(200, { totalHits: 2, conversations: [row('open', -20), row('open since long', -80_000)] });
    const begun = [row('begun', -10), row('open', -20), row('over before', -61)];
    query({ interval: `${iso(-60)}/${iso(0)}`, paging }).reply(200, { totalHits: 900, conversations: begun });
    const span = { since: start - 60_000, now: start, openLookbackSeconds: 86_400 };
    const found = await run(changedConversations(reading, ['q-1', 'q-2'], span));
    expect([...found.keys()]).to.deep.equal(['open', 'open since long', 'begun']);
    expect(found.get('begun')).to.contain(iso(-10));
  });
});
