import type { Clock, EventSource, Network, Plugin, Problem, Token } from 'signalbox/plugin';
import { eventsOf, type Call } from './call.ts';
import { defaultEverySeconds, schema, type Configuration } from './schema.ts';

const network = Symbol.for('signalbox/network') as Token<Network>;
const clock = Symbol.for('signalbox/clock') as Token<Clock>;
const problem = Symbol.for('signalbox/problem') as Token<(problem: Problem) => void>;
const eventSource = Symbol.for('signalbox/eventSource') as Token<EventSource>;

/** What is new since a cursor, in the order it happened. */
interface Page {
  readonly calls: readonly Call[];
  readonly cursor: string;
  /** That nothing will ever follow. */
  readonly isLast?: boolean;
}

/** Asks a telephone system again and again what is new. */
const plugin: Plugin<Configuration> = {
  name: 'crm-acme',
  configSchema: schema,
  provides: [eventSource],
  needs: [network, clock, problem],
  create({ name, configuration: { url, token, everySeconds = defaultEverySeconds }, get }) {
    const { fetch } = get(network);
    const time = get(clock);
    const tell = get(problem);
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

    const pageAfter = async (cursor: string | undefined, signal: AbortSignal): Promise<Page> => {
      const after = new URL(url);
      if (cursor !== undefined) after.searchParams.set('after', cursor);
      const answer = await fetch(new Request(after, { headers, signal }));
      if (!answer.ok) throw new Error(`the telephone system answers ${answer.status}`);
      return (await answer.json()) as Page;
    };

    /** Undefined when it cannot be asked now: that is told, and tried again. */
    const tryPage = async (cursor: string | undefined, signal: AbortSignal): Promise<Page | undefined> => {
      try {
        return await pageAfter(cursor, signal);
      } catch (error) {
        const message = `${name} hears nothing: ${(error as Error).message}`;
        const hint = `it asks again every ${everySeconds} s`;
        if (!signal.aborted) tell({ code: 'source-not-heard', severity: 'warning', message, hint });
        return undefined;
      }
    };

    const calls: EventSource = {
      async listen(take, signal, last) {
        let cursor = last;
        while (!signal.aborted) {
          const page = await tryPage(cursor, signal);
          if (signal.aborted) return;
          if (page !== undefined && page.calls.length > 0) {
            const observedAt = time.now();
            const events = page.calls
              .flatMap(eventsOf)
              .map((event) => ({ event, observedAt, source: 'poll' }));
            await take({ events, cursor: page.cursor });
          }
          if (page?.isLast === true) return;
          cursor = page?.cursor ?? cursor;
          if (page === undefined || page.calls.length === 0)
            await time.sleep(everySeconds * 1000, signal).catch(() => undefined);
        }
      },
    };
    return { parts: { [eventSource]: calls } };
  },
};

export default plugin;
