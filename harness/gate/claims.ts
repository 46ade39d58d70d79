import type { FairnessPack } from '../../engine/decisions/fairness/fairness.ts';
import type { InvariantName } from '../../engine/decisions/fairness/invariants.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { policyCard, type CardLine } from '../invariants/policyCard.ts';
import type { Effort } from '../invariants/effort.ts';
import type { PolicyEdit } from '../replay/edits/policyDifference.ts';
import type { TestOutcome } from '../reports/junit.ts';
import { editsThatBreak } from './editsThatBreak.ts';

/**
 * How a policy stands to a claim:
 * - `kept`: as the policy before claims it, and as it claims itself.
 * - `broken`: claimed, and not so.
 * - `weakened`: kept only because it claims less than the one before, by wider limits.
 * - `dropped`: claimed by the one before only.
 * - `nothingLeft`: claimed, but what it was about is gone.
 */
export type ClaimVerdict = 'kept' | 'broken' | 'weakened' | 'dropped' | 'nothingLeft';

/** One claim of either policy, and how the new one stands to it. */
export interface JudgedClaim extends TestOutcome {
  readonly of: 'invariants';
  readonly invariant: InvariantName;
  /** Undefined where it is about the whole policy. */
  readonly pack?: CardLine['pack'];
  readonly verdict: ClaimVerdict;
  readonly passed: boolean;
  /** Cases it was tried on; where it is broken, up to the first that breaks it. */
  readonly runs: number;
  /** What of the change breaks it: each alone, or else those without any one of which it would hold. */
  readonly edits: readonly PolicyEdit[];
}

/** A claim as the policy before has it, as the new one has it, and how the policy before kept it. */
interface Claimed {
  readonly before?: CardLine | undefined;
  readonly after?: CardLine | undefined;
  readonly was?: CardLine | undefined;
}

/**
 * Holds a policy to what it claims itself, and to what the one before claimed, by the limits of that one: cards from one
 * seed. Empty where neither claims anything.
 */
export function judgeClaims(
  before: Policy,
  after: Policy,
  effort: Partial<Effort> = {},
): readonly JudgedClaim[] {
  const [was, held, own] = [
    cardOf(before, before, effort),
    cardOf(after, before, effort),
    cardOf(after, after, effort),
  ];
  const known = new Set(held.map(keyOf));
  const claimed: readonly Claimed[] = [
    ...held.map((line) => ({
      before: line,
      after: own.find((other) => keyOf(other) === keyOf(line)),
      was: was.find(({ invariant, pack }) => invariant === line.invariant && isAlike(pack, line.pack)),
    })),
    ...own.filter((line) => !known.has(keyOf(line))).map((line) => ({ after: line })),
  ];
  return claimed.map((one) => {
    const { line, claims } =
      one.before?.verdict === 'broken' || one.after === undefined
        ? { line: one.before!, claims: before.claims }
        : { line: one.after, claims: after.claims };
    const verdict = verdictOf(one);
    const edits = line.verdict === 'broken' ? editsThatBreak({ before, after, claims, line, effort }) : [];
    return judged(one, line, verdict, edits);
  });
}

/** What one policy claims, tried on the packs of another. */
function cardOf(policy: Policy, { claims }: Policy, effort: Partial<Effort>): readonly CardLine[] {
  const only = claims.flatMap(({ pack }) => (pack as FairnessPack).invariants);
  const { lines } = policyCard({ ...policy, claims }, { ...effort, only });
  return lines.filter(({ claimedAt }) => claimedAt !== undefined);
}

/** Of one kind; a claim that has lost its packs is like one about any. */
function isAlike(before: CardLine['pack'], after: CardLine['pack']): boolean {
  return after === undefined || before?.kind === after.kind;
}

function keyOf({ invariant, pack }: CardLine): string {
  return `${invariant}\0${pack?.kind}\0${pack?.name}`;
}

function verdictOf({ before, after, was }: Claimed): ClaimVerdict {
  if (after === undefined) return 'dropped';
  if (after.verdict === 'broken') return 'broken';
  if (before?.verdict === 'broken') return 'weakened';
  return was?.verdict === 'holds' && after.verdict === 'notApplicable' ? 'nothingLeft' : 'kept';
}

function judged(
  { before, after, was }: Claimed,
  line: CardLine,
  verdict: ClaimVerdict,
  edits: readonly PolicyEdit[],
): JudgedClaim {
  const { invariant, pack, runs, counterexample = [] } = line;
  const name = `invariant ${invariant}${pack === undefined ? '' : ` (${pack.kind} ${pack.name})`}`;
  const told = { name, of: 'invariants' as const, invariant, ...(pack === undefined ? {} : { pack }) };
  const passed = verdict === 'kept';
  const outcome = { ...told, verdict, passed, runs, edits };
  if (passed) return outcome;
  const message = messages[verdict](before, after);
  const already = was?.verdict === 'broken' ? ['the policy before breaks it as well'] : [];
  const causes = edits.map(({ text, file, line: at, column }) =>
    file === undefined ? `by ${text}` : `by ${text} (${file}:${at}:${column})`,
  );
  const place = edits.find(({ file }) => file !== undefined) ?? placeOf(line.claimedAt!);
  const { file, line: at } = place;
  return {
    ...outcome,
    ...(file === undefined ? {} : { file }),
    ...(at === undefined ? {} : { line: at }),
    failure: { message, details: [...causes, ...already, ...counterexample] },
  };
}

const messages: Readonly<
  Record<Exclude<ClaimVerdict, 'kept'>, (before?: CardLine, after?: CardLine) => string>
> = {
  broken: (_, after) => `is broken, and claimed at ${after!.claimedAt}`,
  weakened: (before, after) =>
    `holds only by the limits at ${after!.claimedAt}, which are wider than those it was claimed by at ${before!.claimedAt}`,
  dropped: (before) =>
    `is claimed no more: it was at ${before!.claimedAt}${before!.verdict === 'holds' ? ', and still holds' : before!.verdict === 'broken' ? ', and holds no more' : ''}`,
  nothingLeft: (_, after) => `is claimed at ${after!.claimedAt}, but what it is about is gone`,
};

function placeOf(claimedAt: string): { readonly file: string; readonly line: number } {
  const colon = claimedAt.lastIndexOf(':');
  return { file: claimedAt.slice(0, colon), line: Number(claimedAt.slice(colon + 1)) };
}
