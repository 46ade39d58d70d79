import { notFound } from '../door/refusal.ts';
import { sentimentOf, trendClass } from '../views/sentimentView.ts';
import { foundConversation } from './found.ts';
import type { Handlers } from './handler.ts';

/** How conversations sound. */
export const speechHandlers: Handlers = {
  getSpeechandtextanalyticsConversation: (call, platform) => {
    const record = foundConversation(call, platform);
    const sentiment = sentimentOf(record);
    if (sentiment === undefined) throw notFound('speech and text analytics of conversation', record.id);
    return {
      body: {
        conversation: { id: record.id },
        sentimentScore: sentiment.score,
        sentimentTrend: sentiment.trend,
        sentimentTrendClass: trendClass(record.turns.length, sentiment.trend),
      },
    };
  },
};
