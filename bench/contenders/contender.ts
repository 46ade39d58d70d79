import type { FactValues } from '../../engine/facts/definition.ts';
import type { Figures } from '../measure/statistics.ts';
import type { Input, Work, WorkId } from '../works/work.ts';

/** Whoever is measured. Listed without being loaded: each runs in a process that loads it alone. */
export interface Contender {
  /** One for each work; we are `signalbox` in several, by different parts. */
  readonly id: string;
  readonly name: string;
  /** A baseline is what a programmer would write for this one work; peers are engines as we are. */
  readonly kind: 'ours' | 'peer' | 'baseline';
  readonly works: readonly WorkId[];
  /** How it is made ready for a work. */
  load(): Promise<(work: Work) => Prepared | Promise<Prepared>>;
}

export type Prepared = Decider | Program;

/** A contender that decides in this process. */
export interface Decider {
  readonly version: string;
  /** Whether `decide` gives a promise. */
  readonly waits: boolean;
  /** What is timed. Gives the answer in whatever form the contender has it. */
  decide(input: Input): unknown;
  /** The answer in every contender's common form, read before the next decision; not timed. */
  read(result: unknown): readonly number[];
}

/** A contender that times itself: another program, or a whole engine at work. */
export interface Program {
  readonly version: string;
  answers(count: number): Answers | Promise<Answers>;
  round(milliseconds: number): Figures | Promise<Figures>;
  /** Leaves nothing behind; to be called last. */
  close?(): Promise<void>;
}

type Answers = readonly (readonly number[])[];

/** A contender that gives the place of the first rule that holds, −1 when none does. */
export function firstHit(version: string, decide: (facts: FactValues) => number): Decider {
  return { version, waits: false, decide, read: readPlace };
}

/** A contender that gives the places of all rules that hold, in any order. */
export function everyHit(version: string, decide: (facts: FactValues) => readonly number[]): Decider {
  return { version, waits: false, decide, read: readPlaces };
}

export function firstHitLater(version: string, decide: (facts: FactValues) => Promise<number>): Decider {
  return { version, waits: true, decide, read: readPlace };
}

export function everyHitLater(
  version: string,
  decide: (facts: FactValues) => Promise<readonly number[]>,
): Decider {
  return { version, waits: true, decide, read: readPlaces };
}

export function readPlace(result: unknown): readonly number[] {
  return result === -1 ? [] : [result as number];
}

function readPlaces(result: unknown): readonly number[] {
  return [...(result as readonly number[])].sort((a, b) => a - b);
}

/** The places at which a list is true: the answer of languages whose answer is a list of truths. */
export function placesTrue(truths: Iterable<unknown>): readonly number[] {
  const places: number[] = [];
  let place = 0;
  for (const truth of truths) {
    if (truth === true) places.push(place);
    place++;
  }
  return places;
}

/** Asks one predicate a rule, for contenders that know conditions but no lists of rules. */
export function oneByOne(
  { wanted }: Extract<Work, { kind: 'rules' }>,
  version: string,
  predicates: readonly ((facts: FactValues) => boolean)[],
): Decider {
  if (wanted === 'every') {
    return everyHit(version, (facts) => {
      const places: number[] = [];
      for (let place = 0; place < predicates.length; place++) {
        if (predicates[place]!(facts)) places.push(place);
      }
      return places;
    });
  }
  return firstHit(version, (facts) => {
    for (let place = 0; place < predicates.length; place++) if (predicates[place]!(facts)) return place;
    return -1;
  });
}

/** The work on a recording; only contenders listed for nothing else ask. */
export function asRecorded(work: Work): Extract<Work, { kind: 'recorded' }> {
  if (work.kind !== 'recorded') throw new Error(`${work.id} is no work on a recording`);
  return work;
}

/** The work as rules; only contenders listed for nothing else ask. */
export function asRules(work: Work): Extract<Work, { kind: 'rules' }> {
  if (work.kind !== 'rules') throw new Error(`${work.id} is no work of rules`);
  return work;
}
