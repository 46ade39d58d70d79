import { Secrets } from '../engine/plugins/environment.ts';
import { Lifecycle } from '../engine/plugins/lifecycle.ts';
import type { ConversationHistory, HistoryWindow, PastConversation } from '../engine/ports.ts';
import { tokens } from '../engine/ports.ts';
import { problemError, type Problem } from '../engine/problem.ts';
import { compose } from './container.ts';
import { hidden, hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { openConfiguration, type OpenOptions } from './openConfiguration.ts';
import { historyOf } from './parts.ts';
import { pluginsProviding } from './partly.ts';

/** What `signalbox snapshot` is given. */
export interface SnapshotOptions extends OpenOptions {
  readonly window: HistoryWindow;
  /** How to ask; left out, as is usual. */
  readonly way?: string;
  /** Gives up: nothing is to be made of what was told so far. */
  readonly signal: AbortSignal;
  /** Takes what is told, page by page. */
  readonly take: (conversations: readonly PastConversation[]) => void;
}

/** Whom it was told by, and what it is confined to. */
export type Asked = Pick<ConversationHistory, 'pseudonymsBy' | 'queues'>;

/**
 * Has a plugin of signalbox.yaml tell the conversations of a window of the past. No plugin is made that has no part in it.
 * @throws ProblemError with everything that keeps it from starting, or why not all of it could be told.
 */
export async function snapshot(options: SnapshotOptions): Promise<Asked> {
  const secrets = new Secrets();
  const told = (problem: Problem): void => options.problem(hidden(problem, secrets));
  try {
    const { configuration, folder, given } = await openConfiguration(options, secrets, told);
    const order = await listPlugins(configuration, new Set(given.keys()), folder);
    const composition = compose(
      pluginsProviding(order, [tokens.history, tokens.clock], given),
      given,
      folder,
    );
    const history = historyOf(composition);
    const clock = composition.get(tokens.clock);
    const { way = history.ways[0]!, window, signal, take } = options;
    requireWay(way, history);
    requirePast(window, clock.now());
    const lifecycle = new Lifecycle(clock, configuration.runtime, told);
    await lifecycle.start(composition.made, signal);
    try {
      for await (const page of history.read(window, way, signal)) {
        signal.throwIfAborted();
        take(page);
      }
      const { pseudonymsBy, queues } = history;
      return { pseudonymsBy, ...(queues === undefined ? {} : { queues }) };
    } finally {
      await lifecycle.stop();
    }
  } catch (error) {
    options.signal.throwIfAborted();
    throw hiddenError(error, secrets);
  }
}

function requireWay(way: string, { ways }: ConversationHistory): void {
  if (ways.includes(way)) return;
  const hint = `it can be asked by ${ways.join(' or ')}`;
  throw problemError('unknown-way', `the past cannot be asked for by ${way}`, { hint });
}

/** What is still to come would not be in a snapshot that is taken now, and be in one that is taken later. */
function requirePast({ asOf }: HistoryWindow, now: number): void {
  if (asOf <= now) return;
  const message = `it is to be of how things stood at ${new Date(asOf).toISOString()}, which is yet to come`;
  throw problemError('not-over-yet', message, { hint: 'take it later, or of a window that is over' });
}
