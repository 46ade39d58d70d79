import type { ActOutcome } from '../../../engine/exchange.ts';
import type { Clock } from '../../../engine/ports.ts';
import { problemError, type Problem } from '../../../engine/problem.ts';
import { didYouMean } from '../../../engine/suggest.ts';
import type { CallManner, GenesysClient } from '../client/client.ts';
import type { Snapshot, SnapshotParticipant } from '../conversation/snapshot.ts';
import { readConversation } from '../reading/conversations.ts';
import type { Lane } from '../politeness/settings.ts';
import type { NameKind } from '../reading/names.ts';
import type { Reading } from '../reading/reading.ts';
import type { ActingSettings } from '../settings.ts';

/** What every act is made with. */
export interface Acting {
  /** May act, and needs to read nothing. */
  readonly genesys: GenesysClient;
  /** Looks how things stand, before and after; its client needs to act on nothing. */
  readonly reading: Reading;
  readonly clock: Clock;
  readonly settings: ActingSettings;
  /** Told what a person should know; what was done stands. @param about the id of the conversation that it names, if any. */
  readonly problem: (problem: Problem, about?: string) => void;
  readonly signal?: AbortSignal;
}

/** How a conversation stands: who has it now. */
export interface Standing {
  readonly snapshot: Snapshot;
  readonly isOver: boolean;
  /** The queue's part while it waits there, or rings. */
  readonly waiting?: SnapshotParticipant;
  /** Agents who have it or are rung for it. */
  readonly agents: readonly SnapshotParticipant[];
}

/** How the calls of an act are made: in this lane, until it is given up. */
export function mannerOf({ signal }: Acting, lane: Lane): CallManner {
  return { lane, ...(signal === undefined ? {} : { signal }) };
}

/** Reads how a conversation stands. */
export async function readStanding(acting: Acting, conversation: string): Promise<Standing> {
  // Somebody waits for what depends on it.
  const manner = mannerOf(acting, 'handoff');
  const { snapshot } = await readConversation(acting.reading.genesys, conversation, manner);
  const customers = snapshot.participants.filter(
    ({ purpose }) => purpose === 'customer' || purpose === 'external',
  );
  const active = snapshot.participants.filter(({ endedAt }) => endedAt === undefined);
  const waiting = active.findLast(({ purpose }) => purpose === 'acd');
  return {
    snapshot,
    isOver: customers.length > 0 && customers.every(({ endedAt }) => endedAt !== undefined),
    agents: active.filter(({ purpose }) => purpose === 'agent'),
    ...(waiting === undefined ? {} : { waiting }),
  };
}

/**
 * The id of what rule packs call by name.
 * @throws ProblemError `genesys-unknown-skill`, `-language` or `-queue`.
 */
export function idOf({ reading: { names } }: Acting, kind: NameKind, name: string): string {
  const id = names.id(kind, name);
  if (id !== undefined) return id;
  throw problemError(`genesys-unknown-${kind}`, `the organisation has no ${kind} "${name}"`, {
    hint: didYouMean(name, names.all(kind)) ?? 'create it in Genesys Cloud, or load the names again',
  });
}

export const over: ActOutcome = { status: 'tooLate', why: 'the conversation is over' };
export const notWaiting: ActOutcome = { status: 'tooLate', why: 'the conversation does not wait any more' };
