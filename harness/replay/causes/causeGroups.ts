import type { DecisionPoint } from '../../../engine/decisions/record.ts';
import type { PolicyEdit } from '../edits/policyDifference.ts';
import { FirstExamples, type Change, type ChangeExample } from '../examples.ts';

/**
 * How edits make a decision come out as it does, found by replaying them:
 * - `alone`: this one by itself does it, and no other does.
 * - `either`: each of these by itself does it.
 * - `together`: none does it by itself; without any one of these it is not so, and just these do it.
 * - `withOthers`: the same, but these are not enough: others help, one or the other.
 * - `several`: none does it by itself, and each can be done without.
 */
export type CauseKind = 'alone' | 'either' | 'together' | 'withOthers' | 'several';

/** Why a decision changed. */
export interface Cause {
  readonly kind: CauseKind;
  /** Places in the list of edits, rising; of `several`, none. */
  readonly edits: readonly number[];
}

/** Decisions that changed for one cause. */
export interface CauseGroup extends Omit<Cause, 'kind'> {
  readonly point: DecisionPoint;
  readonly kind: CauseKind;
  /** In words. */
  readonly cause: string;
  readonly count: number;
  /** The first, in the order of the recording. */
  readonly examples: readonly ChangeExample[];
}

/** Why decisions changed. */
export interface Causes {
  readonly edits: readonly PolicyEdit[];
  readonly groups: readonly CauseGroup[];
}

/** Counts decisions by their causes and keeps a few examples of each, whatever the length of the recording. */
export class CauseGroups {
  readonly #edits: readonly PolicyEdit[];
  readonly #groups = new Map<string, { group: CauseGroup; count: number; examples: FirstExamples }>();

  constructor(edits: readonly PolicyEdit[]) {
    this.#edits = edits;
  }

  add({ point, example }: Omit<Change, 'conversation'>, cause: Cause): void {
    this.join([{ ...cause, point, cause: '', count: 1, examples: [example] }]);
  }

  /** Takes in what somebody else counted. */
  join(groups: readonly CauseGroup[]): void {
    for (const one of groups) {
      const { point, kind, edits, count, examples } = one;
      const key = `${point} ${kind} ${edits.join()}`;
      const known = this.#groups.get(key) ?? { group: one, count: 0, examples: new FirstExamples() };
      known.count += count;
      known.examples.join(examples);
      this.#groups.set(key, known);
    }
  }

  result(): readonly CauseGroup[] {
    return [...this.#groups.values()]
      .map(({ group: { point, kind, edits }, count, examples }) => {
        const cause = causeInWords({ kind, edits }, this.#edits);
        return { point, kind, edits, cause, count, examples: examples.all };
      })
      .sort((a, b) => b.count - a.count || (`${a.cause}\0${a.point}` < `${b.cause}\0${b.point}` ? -1 : 1));
  }
}

/** Edits named in one sentence. */
const mostNamed = 3;

function causeInWords({ kind, edits }: Cause, all: readonly PolicyEdit[]): string {
  const named = edits.slice(0, mostNamed).map((edit) => all[edit]!.text);
  const more = edits.length > mostNamed ? [`${edits.length - mostNamed} more`] : [];
  switch (kind) {
    case 'alone':
      return named[0]!;
    case 'either':
      return `${[...named, ...more].join('; or ')}: each does it by itself`;
    case 'together':
      return `${[...named, ...more].join('; and ')}: only together`;
    case 'withOthers':
      return `${[...named, ...more].join('; and ')}: only together with others of the ${all.length} edits`;
    case 'several':
      return `several of the ${all.length} edits together, in more than one way`;
  }
}
