import { grouped } from '../analytics/grouping.ts';
import {
  conversationMetrics,
  observationView,
  observed,
  valuesOf,
  type Observed,
} from '../analytics/observations.ts';
import { passes, type Filter } from '../analytics/predicate.ts';
import type { Handlers, Platform } from './handler.ts';

/** `QueueObservationQuery` */
interface ObservationQuery {
  readonly filter: Filter;
  readonly metrics: readonly string[];
  readonly detailMetrics?: readonly string[];
}

/** How things are now: waiting, talking, on queue. */
export const analyticsNowHandlers: Handlers = {
  postAnalyticsQueuesObservationsQuery: (call, platform) => {
    const { filter, metrics, detailMetrics = [] } = call.body as ObservationQuery;
    const wanted = chosen(platform, metrics, filter);
    const details = chosen(platform, detailMetrics, filter);
    const byQueue = (thing: Observed, dimension: string): string | undefined =>
      // Agents are not counted by medium.
      dimension === 'mediaType' && thing.user !== undefined ? undefined : thing.dimensions[dimension];
    const dimensions = ['queueId', 'mediaType'];
    const detailsOf = new Map(
      grouped(details, dimensions, byQueue).map(({ group, things }) => [JSON.stringify(group), things]),
    );
    const counted = grouped(wanted, dimensions, byQueue);
    const onlyDetailed = grouped(details, dimensions, byQueue).filter(
      ({ group }) => !counted.some((one) => JSON.stringify(one.group) === JSON.stringify(group)),
    );
    const results = [...counted, ...onlyDetailed.map(({ group }) => ({ group, things: [] }))];
    return {
      body: {
        results: results.map(({ group, things }) => ({
          group,
          data: [
            ...countsOf(things).map(({ metric, qualifier, count }) => ({
              metric,
              ...(qualifier === undefined ? {} : { qualifier }),
              stats: { count },
            })),
            ...detailed(detailsOf.get(JSON.stringify(group)) ?? []),
          ],
        })),
      },
    };
  },
};

function chosen({ centre }: Platform, metrics: readonly string[], filter: Filter | undefined): Observed[] {
  return observed(centre).filter(
    (thing) =>
      metrics.includes(thing.metric) && passes(filter === undefined ? [] : [filter], valuesOf(thing)),
  );
}

/** How many of each metric and qualifier. */
function countsOf(things: readonly Observed[]): { metric: string; qualifier?: string; count: number }[] {
  return grouped(things, ['metric', 'qualifier'], (thing, key) => thing[key as 'metric' | 'qualifier']).map(
    ({ group, things: alike }) => ({
      metric: group['metric']!,
      ...(group['qualifier'] === undefined ? {} : { qualifier: group['qualifier'] }),
      count: alike.length,
    }),
  );
}

function detailed(things: readonly Observed[]): object[] {
  const ofConversations = things.filter(({ metric }) => conversationMetrics.includes(metric));
  return grouped(ofConversations, ['metric'], ({ metric }) => metric).map(({ group, things: alike }) => ({
    metric: group['metric']!,
    truncated: false,
    observations: alike.map(({ conversation }) => observationView(conversation!)),
  }));
}
