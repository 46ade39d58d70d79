import type { Yardstick } from '../../engine/decisions/fairness/fairness.ts';
import { covers } from '../../engine/packs/scope.ts';
import type { RankingDecision } from '../../engine/decisions/ranking/decide.ts';
import { holm } from '../statistics/holm.ts';
import type { AuditedClaim } from './claim.ts';
import { auditGroups, type GroupAudit } from './groups.ts';
import { countedOf, sharesOf, type Share } from './opportunity/agentShares.ts';
import { error } from './opportunity/effect.ts';
import { evennessOf, type Evenness } from './opportunity/evenness.ts';
import { LastSelections, selectionOf, type NotSelected, type Selection } from './selection.ts';
import { SelectionTally } from './selectionTally.ts';
import type { Stratification } from './strata.ts';
import { uniformityOf, type Uniformity } from './uniformity.ts';
import { worstOf, type Verdict } from './verdict.ts';

/** How an agent fared. */
export interface AgentAudit {
  readonly agent: string;
  /** Selections in which the agent could have been the one. */
  readonly eligible: number;
  /** Selections, those without a choice among them. */
  readonly chosen: number;
  /** Selections in which only the minimum score stood in the way. */
  readonly belowMinimum: number;
  /** By the yardstick, of selections with a choice; absent where there was none for the agent. */
  readonly share?: Share;
  /** Chosen more, or less, than chance and the yardstick explain. */
  readonly standsOut?: 'more' | 'less';
}

/** Selections of one stratum, by the yardstick. */
export interface StratumAudit extends Evenness {
  readonly stratum: string;
  /** p-value adjusted by Holm for the number of strata; null without a choice. */
  readonly p: number | null;
  /** Beyond the limit here, whatever it is in sum. */
  readonly standsOut: boolean;
}

/** Groups of agents, and where they come from. */
export interface Grouping {
  readonly by: string;
  readonly groupOf: (agent: string) => string | undefined;
}

/** What is found of a policy's selections. */
export interface SelectionAudit {
  readonly verdict: Verdict;
  /** What it rests on, a sentence each. */
  readonly because: readonly string[];
  readonly selections: number;
  /** Rankings that are no selection, by reason. */
  readonly excluded: Readonly<Partial<Record<NotSelected | 'ranked-again-later', number>>>;
  /** By the yardstick that is declared. */
  readonly evenness: Evenness;
  /** By every yardstick there is for the policy; nothing is judged by those that are not declared. */
  readonly byYardstick: Readonly<Partial<Record<Yardstick, Evenness>>>;
  /** Farthest from expected first. */
  readonly agents: readonly AgentAudit[];
  /** Agents who could have been chosen, and never were. */
  readonly neverChosen: number;
  readonly stratifiedBy: Stratification;
  readonly strata: readonly StratumAudit[];
  readonly groups?: GroupAudit;
  /** The source documents' numbers. */
  readonly uniformity: Uniformity;
}

/**
 * A time, from its first moment and before its last, in milliseconds since 1970. What counts is when a ranking is made, not
 * when the conversation began: a selection is in the window in which the ranking was made that chose. So windows that adjoin
 * share no selection, and lose none.
 */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface AuditingOptions {
  readonly claim: AuditedClaim;
  readonly stratifyBy: Stratification;
  /** Of chance. */
  readonly seed: string;
  /** The rankings that are audited; all, unless told. */
  readonly window?: Window;
}

/** An audit under way: it takes rankings, and does not know where they come from. */
export class Auditing {
  readonly #options: AuditingOptions;
  readonly #tally: SelectionTally;
  readonly #last: LastSelections;
  readonly #excluded = new Map<NotSelected, number>();
  #replaced = 0;

  constructor(options: AuditingOptions) {
    this.#options = options;
    this.#tally = new SelectionTally(options.claim, options.stratifyBy);
    const isMeant = ({ at }: Selection): boolean => isWithin(options.window, at);
    this.#last = new LastSelections(
      (selection) => isMeant(selection) && this.#tally.add(selection),
      (selection) => isMeant(selection) && this.#replaced++,
    );
  }

  take(decision: RankingDecision): void {
    const { appliesTo } = this.#options.claim;
    // A ranking does not say the medium, so a claim's media types cannot be told apart here.
    const { queues } = appliesTo;
    const isMeant = covers(queues === undefined ? {} : { queues }, decision.requirements.queue, undefined);
    const selection = isMeant ? selectionOf(decision) : 'outside-the-claim';
    if (typeof selection !== 'string') this.#last.add(selection);
    else if (isWithin(this.#options.window, decision.at))
      this.#excluded.set(selection, (this.#excluded.get(selection) ?? 0) + 1);
  }

  /** To be asked once, when no more rankings come. */
  result(grouping?: Grouping): SelectionAudit {
    this.#last.end();
    const { claim, seed, stratifyBy } = this.#options;
    const { effectSize, impactRatio } = claim.limits;
    const tally = this.#tally;
    const byYardstick = new Map(
      [...tally.byYardstick].map(([name, choices]) => [name, evennessOf(choices, effectSize, seed)]),
    );
    const evenness = byYardstick.get(claim.yardstick)!;
    const groups =
      grouping === undefined
        ? undefined
        : auditGroups(
            tally.declared,
            tally.agents.map(({ agent }) => grouping.groupOf(agent)),
            grouping.by,
            impactRatio,
          );
    const parts = groups === undefined ? [evenness] : [evenness, groups];
    return {
      verdict: worstOf(parts.map(({ verdict }) => verdict)),
      because:
        tally.selections === 0
          ? ['NOT ENOUGH DATA: the policy chose no agent: it ranks none here, or nobody could take anything']
          : parts.map(({ verdict, because }) => `${verdict}: ${because}`),
      selections: tally.selections,
      excluded: {
        ...Object.fromEntries(this.#excluded),
        ...(this.#replaced === 0 ? {} : { 'ranked-again-later': this.#replaced }),
      },
      evenness,
      byYardstick: Object.fromEntries(byYardstick),
      agents: agentsOf(tally),
      neverChosen: tally.agents.filter(({ chosen }) => chosen === 0).length,
      stratifiedBy: stratifyBy,
      strata: strataOf(tally, effectSize, seed),
      ...(groups === undefined ? {} : { groups }),
      uniformity: uniformityOf(
        tally.agents.map(({ chosen }) => chosen),
        tally.declared,
        seed,
      ),
    };
  }
}

function isWithin(window: Window | undefined, at: string): boolean {
  if (window === undefined) return true;
  const moment = Date.parse(at);
  return moment >= window.from && moment < window.to;
}

function agentsOf(tally: SelectionTally): AgentAudit[] {
  const counted = tally.agents.map((_, place) => countedOf(tally.declared, place));
  const shares = sharesOf(counted.filter((one) => one !== undefined));
  let next = 0;
  return tally.agents
    .map((count, place) => withShare({ ...count }, counted[place] === undefined ? undefined : shares[next++]))
    .sort((a, b) => distance(b) - distance(a) || (a.agent < b.agent ? -1 : 1));
}

function withShare(count: AgentAudit, share: Share | undefined): AgentAudit {
  if (share === undefined) return count;
  const standsOut = share.p >= error ? undefined : share.ratio > 1 ? ('more' as const) : ('less' as const);
  return { ...count, share, ...(standsOut === undefined ? {} : { standsOut }) };
}

function distance({ share }: AgentAudit): number {
  return share === undefined ? -1 : Math.abs(share.residual);
}

function strataOf(tally: SelectionTally, tolerance: number, seed: string): StratumAudit[] {
  const all = [...tally.strata].map(([stratum, choices]) => ({
    stratum,
    ...evennessOf(choices, tolerance, `${seed}/${stratum}`),
  }));
  const tested = all.filter(({ test }) => test !== undefined);
  const adjusted = holm(tested.map(({ test }) => test!.p));
  return all
    .map((one) => {
      const p = adjusted[tested.indexOf(one)] ?? null;
      return { ...one, p, standsOut: one.verdict === 'UNFAIR' && p !== null && p < error };
    })
    .sort((a, b) => b.choices - a.choices || (a.stratum < b.stratum ? -1 : 1));
}
