import { dirname } from 'node:path';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import {
  invariants,
  type InvariantDefinition,
  type InvariantName,
} from '../../engine/decisions/fairness/invariants.ts';
import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { QueueOrder } from '../../engine/decisions/order/queueOrder.ts';
import { scoringDefaults, type Scoring } from '../../engine/decisions/ranking/scoring.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import { packNamed, type Policy } from '../../engine/packs/policy.ts';
import { overlap } from '../../engine/packs/scope.ts';
import { claimsAbout } from './claims.ts';
import { courseTrials } from './courseTrials.ts';
import { decisionsOn, keepsPrepared, onlyKinds, readAnew } from './deciding.ts';
import { cardDefaults, type Effort } from './effort.ts';
import { handoffTrials } from './handoffTrials.ts';
import { ruleIntent } from './mappingTrials.ts';
import { orderTrials } from './orderTrials.ts';
import { packChooser, type Chooser } from './ranking/chooser.ts';
import { rankingTrials } from './ranking/rankingTrials.ts';
import { situations } from './ranking/situations.ts';
import { spreadsOf, type Spreads } from './ranking/spreads.ts';
import { leastVariety, varietyOf, type Variety } from './ranking/variety.ts';
import { hysteresis, simplex, weightsInForce } from './slaTrials.ts';
import type { Trial } from './trial.ts';
import { vocabularyOf } from './vocabulary.ts';

/** How one invariant came out for one pack, or for the whole policy. */
export interface CardLine {
  readonly invariant: InvariantName;
  readonly meaning: string;
  /** Undefined where it is about the whole policy. */
  readonly pack?: { readonly kind: string; readonly name: string };
  /** `notApplicable`: no case was found, or there is no such pack, that it says anything about. */
  readonly verdict: 'holds' | 'broken' | 'notApplicable';
  /** Where it is claimed, as `file:line`; absent where it is not. */
  readonly claimedAt?: string;
  /** Whether the policy is held to it: it is claimed, or holds for every policy. */
  readonly isHeldTo: boolean;
  /** Cases tried that it says something about; where it is broken, up to the first that breaks it. */
  readonly runs: number;
  /** The smallest case found that breaks it, in words. */
  readonly counterexample?: readonly string[];
  /** What finds the same again. */
  readonly reproducedBy?: string;
}

/** What a policy holds to, and what it does not. */
export interface Card {
  readonly policy: { readonly name: string; readonly hash: string };
  readonly seed: number;
  /** Runs asked for of each invariant. */
  readonly runs: number;
  /** Whether the policy keeps all that it is held to. */
  readonly passed: boolean;
  readonly lines: readonly CardLine[];
  /** How varied the cases were that each Scoring pack was tried on; absent where only some invariants were asked for. */
  readonly varieties: readonly (Variety & { readonly pack: string; readonly isEnough: boolean })[];
  /** What each Scoring pack makes of seven agents. */
  readonly spreads: readonly (Spreads & { readonly pack: string })[];
}

export interface CardOptions extends Partial<Effort> {
  /** The invariants to try; all, unless told. */
  readonly only?: readonly InvariantName[] | undefined;
  /** Told of each invariant when it was tried. */
  readonly onProgress?: (done: number, of: number, invariant: InvariantName) => void;
}

/** One invariant and what it is tried on. */
interface Planned {
  readonly invariant: InvariantName;
  readonly pack?: Pack;
  readonly trial: Trial;
}

/** Tries every invariant on a policy. The same policy, seed and runs give the same card. */
export function policyCard(policy: Policy, options: CardOptions = {}): Card {
  const { only, onProgress } = options;
  const { seed = cardDefaults.seed, runs = cardDefaults.runs } = options;
  const choosers = packsOf<Scoring>(policy, 'Scoring').map((pack) => chooserOf(policy, pack));
  const planned = planOf(policy, choosers).filter(({ invariant }) => only?.includes(invariant) ?? true);
  const lines = planned.map((one, index): CardLine => {
    const line = lineOf(policy, one, { seed, runs });
    onProgress?.(index + 1, planned.length, one.invariant);
    return line;
  });
  const untried = invariants.filter(
    ({ name }) => (only?.includes(name) ?? true) && lines.every(({ invariant }) => invariant !== name),
  );
  const all = [...lines, ...untried.map((of) => untriedLine(policy, of))].sort(byCatalogue);
  const figures = only === undefined ? choosers : [];
  const varieties = figures.map((chooser) => ({
    pack: chooser.pack.name,
    ...assessed(varietyOf(chooser, casesFor(policy, chooser), { seed, runs })),
  }));
  return {
    policy: { name: policy.name, hash: policy.hash },
    seed,
    runs,
    passed: all.every(({ verdict, isHeldTo }) => verdict !== 'broken' || !isHeldTo),
    lines: all,
    varieties,
    spreads: figures.flatMap((chooser) => {
      const spreads = spreadsOf(chooser, vocabularyOf(policy, chooser.pack));
      return spreads === undefined ? [] : [{ pack: chooser.pack.name, ...spreads }];
    }),
  };
}

function planOf(policy: Policy, choosers: readonly Chooser[]): readonly Planned[] {
  const prepare = keepsPrepared();
  const of = (trials: Readonly<Record<string, Trial | undefined>>, pack?: Pack): Planned[] =>
    Object.entries(trials).flatMap(([name, trial]) => {
      const invariant = name as InvariantName;
      return trial === undefined ? [] : [{ invariant, ...(pack === undefined ? {} : { pack }), trial }];
    });
  return [
    ...choosers.flatMap((chooser) => {
      const { limits } = claimsAbout(policy, chooser.pack);
      return of(rankingTrials(chooser, casesFor(policy, chooser), limits), chooser.pack);
    }),
    ...packsOf<SlaPolicy>(policy, 'SlaPolicy').flatMap((pack) =>
      of(slaTrialsOf(policy, pack, prepare), pack),
    ),
    ...packsOf<SkillMapping>(policy, 'SkillMapping').flatMap((pack) =>
      of({ ruleIntent: ruleIntent(policy, pack, prepare) }, pack),
    ),
    ...packsOf<QueueOrder>(policy, 'QueueOrder').flatMap((pack) =>
      of(orderTrials(policy, pack, prepare, claimsAbout(policy, pack).limits.overtakingSeconds), pack),
    ),
    ...packsOf<Handoff>(policy, 'Handoff').flatMap((pack) =>
      of(handoffTrials(policy, pack, prepare, claimsAbout(policy, pack).limits.handoffs), pack),
    ),
    ...(policy.packs.length === 0
      ? []
      : of(courseTrials(policy, (events, by) => decisionsOn(events, by, prepare)))),
  ];
}

function slaTrialsOf(policy: Policy, pack: SlaPolicy, prepare: PrepareDecidingRules) {
  const scorings = packsOf<Scoring>(policy, 'Scoring').filter(({ appliesTo }) =>
    overlap(appliesTo, pack.appliesTo),
  );
  return {
    simplex: scorings.length === 0 ? undefined : simplex(pack, scorings),
    hysteresis: hysteresis(pack, prepare),
  };
}

function lineOf(policy: Policy, { invariant, pack, trial }: Planned, effort: Effort): CardLine {
  const { holdsFor, meaning } = definitionOf(invariant);
  const claimedAt = claimsAbout(policy, pack).at(invariant);
  const { runs, counterexample } = trial(effort);
  const place = policy.sources[0] === undefined ? policy.name : dirname(policy.sources[0].file);
  const again = `signalbox check ${place} --seed ${effort.seed} --runs ${effort.runs} --invariant ${invariant}`;
  return {
    invariant,
    meaning,
    ...(pack === undefined ? {} : { pack: { kind: pack.kind, name: pack.name } }),
    verdict: counterexample !== undefined ? 'broken' : runs === 0 ? 'notApplicable' : 'holds',
    ...(claimedAt === undefined ? {} : { claimedAt }),
    isHeldTo: claimedAt !== undefined || holdsFor === 'always',
    runs,
    ...(counterexample === undefined ? {} : { counterexample, reproducedBy: again }),
  };
}

/** There is no pack that it could be about. */
function untriedLine(policy: Policy, { name, meaning, holdsFor }: (typeof invariants)[number]): CardLine {
  const claimedAt = claimsAbout(policy).at(name);
  return {
    invariant: name,
    meaning,
    verdict: 'notApplicable',
    ...(claimedAt === undefined ? {} : { claimedAt }),
    isHeldTo: claimedAt !== undefined || holdsFor === 'always',
    runs: 0,
  };
}

function chooserOf(policy: Policy, pack: Scoring): Chooser {
  const alone = onlyKinds(policy, ['Scoring']);
  return packChooser(pack, (factor) => {
    const other = readAnew(alone, (written) => {
      if (written['name'] !== pack.name) return written;
      const weights = (written['weights'] ?? scoringDefaults.weights) as Readonly<Record<string, number>>;
      const scaled = Object.entries(weights).map(([name, weight]) => [name, weight * factor]);
      return { ...written, weights: Object.fromEntries(scaled) as unknown };
    });
    return packNamed<Scoring>(other, 'Scoring', pack.name);
  });
}

function casesFor(policy: Policy, { pack }: Chooser) {
  return situations(pack, vocabularyOf(policy, pack), weightsInForce(policy, pack));
}

function assessed(variety: Variety): Variety & { readonly isEnough: boolean } {
  const kinds = Object.keys(leastVariety) as (keyof typeof leastVariety)[];
  return { ...variety, isEnough: kinds.every((kind) => variety[kind] >= leastVariety[kind]) };
}

function packsOf<P extends Pack>({ packs }: Policy, kind: P['kind']): readonly P[] {
  return packs.filter((pack): pack is P => pack.kind === kind);
}

function definitionOf(invariant: InvariantName): InvariantDefinition {
  return invariants.find(({ name }) => name === invariant)!;
}

function byCatalogue(one: CardLine, other: CardLine): number {
  const place = ({ invariant }: CardLine): number => invariants.findIndex(({ name }) => name === invariant);
  return place(one) - place(other);
}
