import { formatUtc } from '../../recording/time.ts';
import { statsOf, stretches } from '../analytics/aggregates.ts';
import { grouped } from '../analytics/grouping.ts';
import { parseInterval, type Interval } from '../analytics/interval.ts';
import { passes, type Filter } from '../analytics/predicate.ts';
import { badRequest, notFound } from '../door/refusal.ts';
import type { Handlers } from './handler.ts';

/** `ConversationAggregationQuery` */
interface AggregationQuery {
  readonly interval: string;
  readonly granularity?: string;
  readonly groupBy?: readonly string[];
  readonly filter?: Filter;
  readonly metrics: readonly string[];
}

const DEFAULT_TURNS = 50;

/** How things were: sums over an interval, and what was said to bots. */
export const analyticsPastHandlers: Handlers = {
  postAnalyticsConversationsAggregatesQuery: (call, { centre }) => {
    const { interval, groupBy = [], filter, metrics } = aggregation(call.body);
    const filters = filter === undefined ? [] : [filter];
    const wanted = stretches(centre, parseInterval(interval)).filter(({ dimensions }) =>
      passes(filters, (name) => (dimensions[name] === undefined ? [] : [dimensions[name]])),
    );
    const groups = grouped(wanted, groupBy, ({ dimensions }, name) => dimensions[name]);
    const results = groups.map(({ group, things }) => ({
      group,
      data: [
        {
          interval,
          metrics: metrics.flatMap((metric) => {
            const stats = statsOf(metric, things, centre);
            return stats === undefined ? [] : [{ metric, stats }];
          }),
        },
      ],
    }));
    return { body: { results } };
  },
  getAnalyticsBotflowDivisionsReportingturns: (call, { centre }) => {
    const { query, path, uri } = call;
    if (path['botFlowId'] !== centre.directory.botFlowId) throw notFound('bot flow', path['botFlowId']!);
    const session = query.text('sessionId');
    const within = intervalOf(query.text('interval'));
    const turns = centre.activeSince(within.from).flatMap((record) => {
      const bot = record.participants.find(({ purpose }) => purpose === 'botflow');
      if (bot === undefined || (session !== undefined && session !== bot.communicationId)) return [];
      return record.turns
        .filter(({ at }) => at >= within.from && at < within.to)
        .map(({ at, utterance, intent, confidence, noMatch }) => ({
          sessionId: bot.communicationId,
          conversation: { id: record.id, selfUri: `/api/v2/conversations/${record.id}` },
          ...(utterance === undefined ? {} : { userInput: utterance }),
          botPrompts: [],
          ...(intent === undefined
            ? {}
            : { intent: { name: intent, confidence: confidence ?? 0, slots: [] } }),
          askActionResult: noMatch ? 'NoMatchCollection' : 'SuccessCollection',
          dateCreated: formatUtc(at),
          dateCompleted: formatUtc(at),
        }));
    });
    const from = Number(query.text('after') ?? 0);
    const size = query.number('pageSize') ?? DEFAULT_TURNS;
    const next = new URLSearchParams(uri.search);
    next.set('after', String(from + size));
    const hasNext = from + size < turns.length;
    return {
      body: {
        entities: turns.slice(from, from + size),
        selfUri: `${uri.pathname}${uri.search}`,
        ...(hasNext ? { nextUri: `${uri.pathname}?${next.toString()}` } : {}),
      },
    };
  },
};

/** @throws Refusal 400 for a granularity, which the sandbox does not divide by. */
function aggregation(body: unknown): AggregationQuery {
  const query = body as AggregationQuery;
  if (query.granularity !== undefined)
    throw badRequest('bad.request', 'The sandbox adds up whole intervals: leave granularity out.');
  return query;
}

function intervalOf(text: string | undefined): Interval {
  return text === undefined ? { from: -Infinity, to: Infinity } : parseInterval(text);
}
