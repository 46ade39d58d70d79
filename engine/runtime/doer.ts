import type { ActOutcome } from '../exchange.ts';
import type { CommandKind } from '../decisions/record.ts';
import type { Actor, BatchActor } from '../ports.ts';
import type { Lanes, Waiting } from './lanes.ts';
import type { Named } from './parts.ts';

/** An actor of either sort, as commands are brought to it. */
export interface Doer {
  /** The plugin. */
  readonly name: string;
  readonly does: readonly CommandKind[];
  /** As an actor says it. */
  readonly pausesSeconds: readonly number[] | undefined;
  /** Groups of commands that may be under way at one time. */
  readonly atOnce: number;
  /** When the next group may go, in milliseconds of `steadyTime`; `Infinity` when nothing waits. */
  dueAt(lanes: Lanes): number;
  /** The commands that are tried together next. @param now milliseconds of `steadyTime`. */
  take(lanes: Lanes, now: number): readonly Waiting[];
  /** @returns what became of each, in their order; what is no outcome among them. @throws what the actor rejects with. */
  ask(group: readonly Waiting[], signal: AbortSignal): Promise<readonly (ActOutcome | undefined)[]>;
}

/** One that does the commands of one conversation at a time: one to be done once, or states, which it may set together. */
export function singly({ name, part }: Named<Actor>, conversationsAtOnce: number): Doer {
  return {
    ...{ name, does: part.does, pausesSeconds: part.pausesSeconds, atOnce: conversationsAtOnce },
    dueAt: (lanes) => (lanes.ready === 0 ? Infinity : -Infinity),
    take: (lanes) => lanes.take(leadingStates),
    async ask(group, signal) {
      const [{ entry }] = group as readonly [Waiting];
      const commands = group.map((one) => one.entry.command);
      const isRepeated = group.some((one) => one.isRepeated);
      const outcome = await part.act(commands, { decidedAt: entry.decidedAt, isRepeated }, signal);
      return group.map(() => outcome);
    },
  };
}

/**
 * The first command, and when it sets a state those after it that do. What is noted with a conversation and how it is routed
 * come to ends of their own, so those are not set together.
 */
function leadingStates(waiting: readonly Waiting[]): number {
  const isNoted = ({ entry: { command } }: Waiting): boolean =>
    'set' in command && command.set === 'attributes';
  const other = waiting.findIndex(
    (one) => 'do' in one.entry.command || isNoted(one) !== isNoted(waiting[0]!),
  );
  return other === -1 ? waiting.length : Math.max(1, other);
}

/** One that does commands of several conversations in one call. */
export function inBatches({ name, part }: Named<BatchActor>): Doer {
  const { most, withinSeconds, apartSeconds = 0, atOnce = 1 } = part.batch;
  let notBefore = -Infinity;
  return {
    ...{ name, does: part.does, pausesSeconds: part.pausesSeconds, atOnce },
    dueAt: (lanes) =>
      Math.max(notBefore, lanes.ready >= most ? -Infinity : lanes.readySince + withinSeconds * 1000),
    take(lanes, now) {
      notBefore = now + apartSeconds * 1000;
      const batch: Waiting[] = [];
      while (lanes.ready > 0 && batch.length < most)
        batch.push(...lanes.take((waiting) => Math.min(waiting.length, most - batch.length)));
      return batch;
    },
    async ask(group, signal) {
      const commands = group.map(({ entry: { command, decidedAt }, isRepeated }) => ({
        ...{ command, decidedAt, isRepeated },
      }));
      const outcomes: unknown = await part.actTogether(commands, signal);
      // Of one that does not say it of each, it is not known what belongs to what.
      const isOfEach = Array.isArray(outcomes) && outcomes.length === group.length;
      return isOfEach ? (outcomes as readonly ActOutcome[]) : group.map(() => undefined);
    },
  };
}
