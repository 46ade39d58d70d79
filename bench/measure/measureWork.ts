import { availableParallelism } from 'node:os';
import type { Contender } from '../contenders/contender.ts';
import type { Work } from '../works/work.ts';
import { answersOf, disagreement } from './compare.ts';
import { ContenderProcess } from './contenderProcess.ts';
import { counted } from './counted.ts';
import type { Reply } from './protocol.ts';
import { median, spreadOf, type Figures, type Spread } from './statistics.ts';

/** How thoroughly to measure, in milliseconds and numbers. */
export interface Plan {
  readonly warmUp: number;
  readonly rounds: number;
  readonly round: number;
  /** How many answers are compared, and how long a slow contender may take over it. */
  readonly compared: number;
  readonly comparing: number;
}

export interface Measurement {
  readonly work: Work;
  readonly contender: Contender;
  readonly version: string;
  /** How many of its answers were compared with the work's own. */
  readonly compared: number;
  /** Whether that is fewer than were asked for, because it is slow. */
  readonly cutShort: boolean;
  readonly perSecond: Spread;
  readonly p50Us: number;
  readonly p99Us: number;
}

/** A contender that was not timed, and why. */
export interface LeftOut {
  readonly work: Work;
  readonly contender: Contender;
  readonly because: string;
}

/**
 * Measures everybody on one work: answers first, then rounds, in each of which every contender has one turn, so that
 * what else the machine does meets them all alike.
 * @param advance told whenever another step of `steps` is done.
 */
export async function measureWork(
  work: Work,
  contenders: readonly Contender[],
  plan: Plan,
  advance: () => void,
): Promise<{ readonly measured: readonly Measurement[]; readonly leftOut: readonly LeftOut[] }> {
  const expected = await answersOf(work, plan.compared);
  const waiting = [...contenders];
  const ready: Ready[] = [];
  const leftOut: LeftOut[] = [];
  const prepareInTurn = async (): Promise<void> => {
    for (let contender = waiting.shift(); contender !== undefined; contender = waiting.shift()) {
      const outcome = await prepare(work, contender, plan, expected);
      if ('because' in outcome) leftOut.push(outcome);
      else ready.push(outcome);
      advance();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, prepareInTurn));
  try {
    for (let round = 0; round < plan.rounds; round++) {
      for (const { process, figures } of ready) {
        const reply = await process.ask<FiguresReply>({ ask: 'round', milliseconds: plan.round });
        figures.push(counted(work, reply.figures));
      }
      advance();
    }
  } finally {
    for (const { process } of ready) process.stop();
  }
  return { measured: ready.map((one) => measurement(work, one)), leftOut };
}

/** How often `measureWork` advances. */
export function steps(contenders: readonly Contender[], plan: Plan): number {
  return contenders.length + plan.rounds;
}

type AnswersReply = Extract<Reply, { answers: unknown }>;
type FiguresReply = Extract<Reply, { figures: unknown }>;

interface Ready {
  readonly process: ContenderProcess;
  readonly version: string;
  readonly compared: number;
  readonly cutShort: boolean;
  readonly figures: Figures[];
}

async function prepare(
  work: Work,
  contender: Contender,
  plan: Plan,
  expected: Awaited<ReturnType<typeof answersOf>>,
): Promise<Ready | LeftOut> {
  const process = new ContenderProcess(contender, work);
  try {
    const asked = { ask: 'answers', count: expected.length, milliseconds: plan.comparing } as const;
    const { version, answers } = await process.ask<AnswersReply>(asked);
    const wrong = disagreement(work, expected, answers);
    if (wrong === undefined) {
      await process.ask({ ask: 'warmUp', milliseconds: plan.warmUp });
      const compared = answers.length;
      return { process, version, compared, cutShort: compared < expected.length, figures: [] };
    }
    process.stop();
    return { work, contender, because: wrong };
  } catch (problem) {
    process.stop();
    return { work, contender, because: `could not run: ${(problem as Error).message}` };
  }
}

function measurement(work: Work, { process, figures, ...ready }: Ready): Measurement {
  return {
    work,
    contender: process.contender,
    ...ready,
    perSecond: spreadOf(figures.map(({ perSecond }) => perSecond)),
    p50Us: median(figures.map(({ p50Us }) => p50Us)),
    p99Us: median(figures.map(({ p99Us }) => p99Us)),
  };
}
