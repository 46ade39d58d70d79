import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { Problem } from '../../../engine/problem.ts';
import { isBarred } from '../genesysError.ts';
import { readAgents } from '../reading/agents.ts';
import { readConversation, type ReadConversation } from '../reading/conversations.ts';
import { readQueues } from '../reading/queues.ts';
import { underSignal } from '../reading/reading.ts';
import { changedConversations } from './changedConversations.ts';
import type { Gap } from './gaps.ts';
import { asWarning, type SourceOptions, type Troubled } from './source.ts';

/** A conversation that the platform does not give out, any more or at all. */
export interface BarredConversation {
  readonly barred: string;
  readonly why: Problem;
}

/** Agents and queues as they are. */
export interface ReadFloor {
  readonly agents: readonly ObservedEvent[];
  readonly queues: readonly ObservedEvent[];
}

/**
 * Reads all that may have been missed since a moment: agents and queues as they are, then every conversation that is
 * open, began since, or was known to be open. Where the platform fails at one, the others are read all the same.
 * @throws GenesysError as `call` does; what was read so far stands.
 */
export async function* readMissed(
  options: SourceOptions,
  knownOpen: readonly string[],
  { kind, since }: Gap,
  signal: AbortSignal,
  troubled: Troubled,
): AsyncGenerator<ReadConversation | BarredConversation | ReadFloor, void, undefined> {
  const { clock, queues, settings } = options;
  const reading = underSignal(options.reading, signal);
  const agents = await readAgents(reading, queues);
  yield { agents, queues: await readQueues(reading, queues, clock.now()) };
  const from = since - settings.overlapSeconds * 1000;
  const changed = await changedConversations(reading, queues, {
    ...settings,
    ...(kind === 'restart'
      ? // A notification that was lost unnoticed, and that no check has made up for yet, may be this much older.
        {
          since: from - settings.openLookbackSeconds * 1000,
          overSince: from - settings.reconcileSeconds * 1000,
        }
      : { since: from }),
    now: clock.now(),
  });
  let failure: Error | undefined;
  for (const id of troubled.inOrder([...knownOpen, ...changed.keys()])) {
    let read: ReadConversation | BarredConversation | undefined;
    try {
      read = await readFollowed(options, id, signal);
      troubled.isWell(id);
    } catch (error) {
      failure = troubled.failed(id, error);
    }
    if (read !== undefined) yield read;
  }
  if (failure !== undefined) throw failure;
}

/**
 * Reads a conversation that is followed.
 * @throws GenesysError as `call` does, but for what is not found or refused.
 */
export async function readFollowed(
  { reading }: Pick<SourceOptions, 'reading'>,
  id: string,
  signal: AbortSignal,
): Promise<ReadConversation | BarredConversation> {
  try {
    return await readConversation(reading.genesys, id, { ...reading.manner, signal });
  } catch (error) {
    if (!isBarred(error)) throw error;
    return { barred: id, why: asWarning(error, `conversation ${id} cannot be followed`) };
  }
}
