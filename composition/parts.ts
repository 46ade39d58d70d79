import { checkParts, type PlacedPart } from '../engine/plugins/checkParts.ts';
import {
  tokens,
  type Actor,
  type BatchActor,
  type ConversationDoor,
  type ConversationHistory,
  type EventSource,
  type FactProvider,
  type Sink,
  type Token,
} from '../engine/ports.ts';
import { problemError, ProblemError } from '../engine/problem.ts';
import type { Composition } from './container.ts';

/** What several plugins may provide, as those that were made do. */
export interface PluginParts {
  /** At least one. */
  readonly sources: readonly PlacedPart<EventSource>[];
  readonly providers: readonly PlacedPart<FactProvider>[];
  readonly actors: readonly PlacedPart<Actor>[];
  readonly batchActors: readonly PlacedPart<BatchActor>[];
  readonly sinks: readonly PlacedPart<Sink>[];
}

/** The parts of plugins that work together. @throws ProblemError where they cannot, or nobody tells what happens. */
export function partsTogether(composition: Composition): PluginParts {
  const { made } = composition;
  const parts = {
    ...listeningParts(composition),
    actors: partsFor(made, tokens.actor),
    batchActors: partsFor(made, tokens.batchActor),
    sinks: partsFor(made, tokens.sink),
  };
  requireRight(parts);
  return parts;
}

/**
 * Where the platform's ids become pseudonyms; undefined where no plugin knows of any.
 * @throws ProblemError where two do: an id could be either's.
 */
export function doorOf({ made }: Composition): ConversationDoor | undefined {
  const [door, another] = partsFor(made, tokens.door);
  if (another === undefined) return door?.part;
  const message = `"${door!.name}" and "${another.name}" both give pseudonyms, and a question does not say whose conversation it is about`;
  throw problemError('two-doors', message, { ...another.where, hint: 'run each with a service of its own' });
}

/** Who tells of the past. @throws ProblemError where nobody does, or two do: a snapshot is of one platform. */
export function historyOf({ made }: Composition): ConversationHistory {
  const [history, another] = partsFor(made, tokens.history);
  if (history === undefined) {
    const hint = 'list a plugin that does, such as genesys';
    throw problemError('no-history', 'no plugin that is listed tells conversations of the past', { hint });
  }
  if (another === undefined) return history.part;
  const message = `"${history.name}" and "${another.name}" both tell conversations of the past, and a snapshot is of one platform`;
  throw problemError('two-histories', message, { ...another.where, hint: 'list one of them' });
}

/** As `partsTogether`, of those alone that tell what happens and what is known of it: what the others do is no matter. */
export function listeningParts({ made }: Composition): Pick<PluginParts, 'sources' | 'providers'> {
  const parts = {
    sources: partsFor(made, tokens.eventSource),
    providers: partsFor(made, tokens.factProvider),
  };
  requireRight({ ...parts, actors: [], batchActors: [] });
  if (parts.sources.length > 0) return parts;
  const hint = 'list a plugin that provides events, such as recording';
  throw problemError('no-events', 'no plugin that is listed tells of events', { hint });
}

function requireRight(parts: Omit<PluginParts, 'sinks'>): void {
  const problems = checkParts(parts);
  if (problems.length > 0) throw new ProblemError(problems);
}

function partsFor<Part>(made: Composition['made'], token: Token<Part>): readonly PlacedPart<Part>[] {
  return made.flatMap(({ name, where, plugin, instance }) =>
    plugin.provides.includes(token) ? [{ name, where, part: instance.parts[token] as Part }] : [],
  );
}
