import type { ObservedEvent } from '../../../engine/exchange.ts';
import { GenesysError } from '../genesysError.ts';
import { readAgents } from '../reading/agents.ts';
import { readConversation, type ReadConversation } from '../reading/conversations.ts';
import { readQueues } from '../reading/queues.ts';
import { underSignal } from '../reading/reading.ts';
import { changedConversations } from './changedConversations.ts';
import type { Gap } from './gaps.ts';
import { asWarning, type SourceOptions } from './source.ts';

/** Agents and queues as they are. */
export interface ReadFloor {
  readonly agents: readonly ObservedEvent[];
  readonly queues: readonly ObservedEvent[];
}

/**
 * Reads all that may have been missed since a moment: agents and queues as they are, then every conversation that is
 * open, began since, or was known to be open.
 * @throws GenesysError as `call` does; what was read so far stands.
 */
export async function* readMissed(
  options: SourceOptions,
  knownOpen: readonly string[],
  { kind, since }: Gap,
  signal: AbortSignal,
): AsyncGenerator<ReadConversation | ReadFloor, void, undefined> {
  const { clock, queues, settings } = options;
  const reading = underSignal(options.reading, signal);
  const agents = await readAgents(reading, queues);
  yield { agents, queues: await readQueues(reading, queues, clock.now()) };
  const from = since - settings.overlapSeconds * 1000;
  const changed = await changedConversations(reading, queues, {
    ...settings,
    ...(kind === 'restart'
      ? { since: from - settings.openLookbackSeconds * 1000, overSince: from }
      : { since: from }),
    now: clock.now(),
  });
  for (const id of new Set([...knownOpen, ...changed.keys()])) {
    const read = await readFollowed(options, id, signal);
    if (read !== undefined) yield read;
  }
}

/**
 * Reads a conversation that is followed; undefined, and told, when it cannot be read any more.
 * @throws GenesysError as `call` does, but for what is not found.
 */
export async function readFollowed(
  { reading, problem }: SourceOptions,
  id: string,
  signal: AbortSignal,
): Promise<ReadConversation | undefined> {
  try {
    return await readConversation(reading.genesys, id, { ...reading.manner, signal });
  } catch (error) {
    if (!(error instanceof GenesysError) || error.code !== 'genesys-not-found') throw error;
    problem(asWarning(error, `conversation ${id} cannot be followed`));
    return undefined;
  }
}
