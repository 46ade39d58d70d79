import type { Leaf, MissingDefaults, Rule } from '../../engine/conditions/condition.ts';
import { leavesOf } from '../../engine/conditions/condition.ts';
import type { FactFinder, PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { CaseWatch } from '../cases/runCase.ts';
import { deliveryGoals } from './deliveryGoals.ts';
import { GoalList } from './goalList.ts';
import { handoffGoals } from './handoffGoals.ts';
import { leafGoals, type LeafGoals } from './leafGoals.ts';
import type { PackGoals, RulingGoals } from './packGoals.ts';
import { rankingGoals } from './rankingGoals.ts';
import { ruleGoals } from './ruleGoals.ts';
import { writtenRules } from './writtenRules.ts';

/** Rules that were asked, and may count once it is known which of them mattered. */
interface Asked {
  readonly rules: readonly (readonly LeafGoals[])[];
  readonly names: readonly string[];
  readonly find: FactFinder;
  readonly missing: MissingDefaults;
  readonly lacking: ReadonlySet<string>;
}

/**
 * Which rules, branches and thresholds of a policy have come about, while it decides: to be told of every set of rules it
 * asks and of every decision. What has come about needs no more looking at, so long recordings cost little.
 */
export class Coverage implements CaseWatch {
  readonly goals = new GoalList();
  readonly #leaves = new Map<Leaf, LeafGoals>();
  /** Comparisons of rules of which only those that were come to matter. */
  readonly #inTurn = new Set<LeafGoals>();
  readonly #ofRulings: RulingGoals[] = [];
  /** By Handoff pack, how many of its rules are triggers; the others are guards. */
  readonly #triggers = new Map<string, number>();
  #asked: Asked | undefined;
  #counts = true;

  constructor(policy: Policy) {
    policy.packs.forEach((pack, index) => {
      const { content, file, where } = policy.sources[index]!;
      const about: PackGoals['about'] = (rule, path) => ({
        pack: `${pack.kind} ${pack.name}`,
        rule,
        place: { file, ...where(path) },
      });
      this.#add(pack, content, { goals: this.goals, about });
    });
  }

  counts(does: boolean): void {
    this.#counts = does;
  }

  watched(prepare: PrepareDecidingRules): PrepareDecidingRules {
    return (rules, missing) => {
      const ready = prepare(rules, missing);
      const goals = rules.map((rule) => this.#goalsOf(rule));
      if (goals.every((leaves) => leaves.length === 0)) return ready;
      const names = rules.map(({ name }) => name);
      return {
        reads: ready.reads,
        judge: (find, lacking) => {
          const outcomes = ready.judge(find, lacking);
          this.#wereAsked({ rules: goals, names, find, missing, lacking });
          return outcomes;
        },
      };
    };
  }

  onRuling(ruling: Ruling): void {
    if (!this.#counts) return;
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked !== undefined)
      for (const rule of rulesThatMattered(ruling, asked, this.#triggers)) tally(asked, rule);
    for (const take of this.#ofRulings) take(ruling);
  }

  #add(pack: Pack, content: unknown, own: PackGoals): void {
    const rules = writtenRules(pack, content);
    const inTurn = pack.kind === 'SkillMapping' || pack.kind === 'Handoff';
    this.#ofRulings.push(ruleGoals(pack, rules, own));
    for (const { name, leaves } of rules)
      for (const { leaf, path } of leaves) {
        const goals = leafGoals(leaf, own.about(name, path), own.goals);
        this.#leaves.set(leaf, goals);
        if (inTurn) this.#inTurn.add(goals);
      }
    const more = ownGoals[pack.kind];
    if (pack.kind === 'Handoff') this.#triggers.set(pack.name, (pack as Handoff).triggers.length);
    if (more !== undefined) this.#ofRulings.push(more(pack as never, own));
  }

  #goalsOf({ when }: Rule): readonly LeafGoals[] {
    return leavesOf(when).flatMap((leaf) => this.#leaves.get(leaf) ?? []);
  }

  #wereAsked(asked: Asked): void {
    if (!this.#counts) return;
    if (asked.rules.some((leaves) => leaves.some((leaf) => this.#inTurn.has(leaf)))) this.#asked = asked;
    else asked.rules.forEach((_, rule) => tally(asked, rule));
  }
}

/** What else must come about of packs of a kind. */
const ownGoals: Readonly<Record<string, (pack: never, own: PackGoals) => RulingGoals>> = {
  Scoring: rankingGoals,
  Handoff: handoffGoals,
  DeliverySla: deliveryGoals,
};

function tally({ rules, find, missing, lacking }: Asked, rule: number): void {
  for (const leaf of rules[rule]!) {
    const { fact } = leaf;
    if (leaf.isDone() || lacking.has(fact)) continue;
    leaf.take(find(fact) ?? missing[fact]);
  }
}

/** A mapping after the one that is taken decides nothing; nor does a guard where nothing fired, or after one that failed. */
function rulesThatMattered(
  ruling: Ruling,
  { names }: Asked,
  triggersOf: ReadonlyMap<string, number>,
): readonly number[] {
  const all = [...names.keys()];
  if (ruling.point === 'skills') {
    const taken = names.indexOf(ruling.decidedBy);
    return taken === -1 ? all : all.slice(0, taken + 1);
  }
  if (ruling.point !== 'handoff') return [];
  if (ruling.verdict === 'handoff') return all;
  const triggers = triggersOf.get(ruling.pack)!;
  if (ruling.verdict !== 'answer') return all.slice(0, triggers);
  return all.slice(0, names.indexOf(ruling.decidedBy, triggers) + 1);
}
