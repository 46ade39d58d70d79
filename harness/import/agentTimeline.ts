import { eventLine } from '../recording/write.ts';
import type { RoutingStatus } from '../../engine/facts/agent.ts';
import type { TimedLine } from './timedLine.ts';

/** A line of the recording and its moment. */
export interface MomentLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly line: string;
}

/**
 * Works out who was there from who answered: an agent is on queue from the first answer, INTERACTING while any
 * conversation lasts, IDLE after, and OFF_QUEUE once no answer has come for a while. Memory grows with the number of
 * agents only.
 * @param lines sorted, ends before answers at one instant.
 * @param offQueueAfter milliseconds.
 */
export function* withAgents(lines: Iterable<TimedLine>, offQueueAfter: number): Generator<MomentLine> {
  const open = new Map<string, number>();
  // Kept in order of when they are due, for everyone idle waits equally long.
  const idleUntil = new Map<string, number>();
  const idle = (agent: string, at: number): void => {
    idleUntil.delete(agent);
    idleUntil.set(agent, at + offQueueAfter);
  };
  for (const { at, work, agent, line } of lines) {
    yield* leaving(idleUntil, at);
    if (agent === '') {
      yield { at, line };
      continue;
    }
    const busyWith = open.get(agent) ?? 0;
    if (work === 'ends') {
      yield { at, line };
      if (busyWith > 1) {
        open.set(agent, busyWith - 1);
      } else {
        open.delete(agent);
        idle(agent, at);
        yield statusLine(at, agent, 'IDLE');
      }
      continue;
    }
    if (busyWith === 0 && !idleUntil.has(agent)) yield statusLine(at, agent, 'IDLE');
    yield { at, line };
    if (work === 'begins') {
      open.set(agent, busyWith + 1);
      idleUntil.delete(agent);
      if (busyWith === 0) yield statusLine(at, agent, 'INTERACTING');
    } else if (busyWith === 0) {
      idle(agent, at);
    }
  }
  yield* leaving(idleUntil, Infinity);
}

/** Everyone whose time on queue without an answer is up by a moment. */
function* leaving(idleUntil: Map<string, number>, now: number): Generator<MomentLine> {
  for (const [agent, due] of idleUntil) {
    if (due > now) return;
    idleUntil.delete(agent);
    yield statusLine(due, agent, 'OFF_QUEUE');
  }
}

function statusLine(at: number, agent: string, status: RoutingStatus): MomentLine {
  return { at, line: eventLine({ at, type: 'agent.updated', agent, status }) };
}
