import { GenesysError } from '../genesysError.ts';
import type { ObservedEvent } from '../observation.ts';
import { readAgents } from '../reading/agents.ts';
import { readConversation, type ReadConversation } from '../reading/conversations.ts';
import { readQueues } from '../reading/queues.ts';
import { changedConversations } from './changedConversations.ts';
import { asWarning, type SourceOptions } from './source.ts';

/**
 * Reads all that may have been missed since a moment: agents and queues as they are, then every conversation that is
 * open, began since, or was known to be open.
 * @param since milliseconds since 1970.
 * @throws GenesysError as `call` does; what was read so far stands.
 */
export async function* readMissed(
  options: SourceOptions,
  knownOpen: readonly string[],
  since: number,
  signal: AbortSignal,
): AsyncGenerator<ReadConversation | { readonly events: readonly ObservedEvent[] }, void, undefined> {
  const { clock, queues, settings } = options;
  const reading = { ...options.reading, manner: { ...options.reading.manner, signal } };
  yield { events: await readAgents(reading, queues) };
  yield { events: await readQueues(reading, queues, clock.now()) };
  const changed = await changedConversations(reading, queues, {
    ...settings,
    since: since - settings.overlapSeconds * 1000,
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
