import { WHOLE_BP } from '../../engine/basisPoints.ts';
import { explainRanking } from '../../engine/decisions/ranking/explain.ts';
import type { RankingDecision } from '../../engine/decisions/ranking/decide.ts';
import { simulateRanking, type SimulatedMoment } from '../../engine/decisions/ranking/simulate.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { ConversationDoor } from '../../engine/ports.ts';
import { ProblemError, type Problem } from '../../engine/problem.ts';
import type { ServedAnswer, ServedRequest } from './httpServer.ts';
import { readSimulateQuestion, weighted, type SimulateQuestion } from './simulateQuestion.ts';
import { mostRanked } from './simulateSchema.ts';
import { simulateDocument } from './simulateDocument.ts';
import { NoTurn, Turns } from './turns.ts';
import { json, notJson, refusal, unauthorized, WebService, type WebSettings } from './webService.ts';

/** What the source document's report says, over the conversations of a time, and how far it may be believed. */
export interface FairnessMetrics {
  /** Decisions that chose somebody. */
  readonly total_interactions: number;
  /** By agent, those who could have been chosen and never were among them. */
  readonly agent_distribution: Readonly<Record<string, number>>;
  /** Against an equal share for everybody, as the source has it; null where it cannot be worked out. Nothing is judged by it. */
  readonly chi2_statistic: number | null;
  /** Of `chi2_statistic`. */
  readonly p_value: number | null;
  readonly gini_coefficient: number | null;
  /** By the verdict: null where there is not enough data. */
  readonly is_fair: boolean | null;
  readonly verdict: string;
  /** Of honesty: DESIGN §7. */
  readonly level: number;
  /** What fair is measured against. */
  readonly yardstick: string;
  /** What is judged by: how uneven by the yardstick, with its interval and the limit; null without a choice. */
  readonly evenness: Readonly<Record<string, number>> | null;
  /** What of it says how much, line by line. */
  readonly explanation: readonly string[];
}

/**
 * Judges a policy over the conversations it gave to somebody between two moments, in milliseconds since 1970; never over one
 * call.
 */
export type FairnessOver = (from: number, to: number, policy: Policy) => Promise<FairnessMetrics>;

/** Held to what a policy claims, whatever weights are tried in it. @throws ProblemError when it is not clear what that is. */
export type FairnessOf = (policy: Policy) => FairnessOver;

/** Each may read a whole recording, so one is answered at a time; so many wait. */
const mostWaiting = 16;
/** When to ask again where too many wait, in seconds. */
const retryAfterSeconds = 10;

/** What simulations are made with. */
export interface SimulationParts {
  readonly settings: WebSettings;
  readonly policy: Policy;
  readonly seed: string;
  /** Agents as they stood at a moment, or as they are where the source is live. */
  readonly agentsAt: (at: number) => Promise<SimulatedMoment>;
  readonly fairness: FairnessOver;
  /** Knows ids by name, where there are any. */
  readonly door?: ConversationDoor | undefined;
  readonly problem: (problem: Problem) => void;
}

/** Serves `POST /simulate/routing`, as the first source document has it. */
export class SimulationService {
  readonly #parts: SimulationParts;
  readonly #web: WebService;
  readonly #turns = new Turns(mostWaiting);

  constructor(parts: SimulationParts) {
    this.#parts = parts;
    const routes = new Map([
      ['/simulate/routing', { POST: (request: ServedRequest) => this.#simulate(request) }],
      ['/openapi.json', { GET: (request: ServedRequest) => Promise.resolve(this.#document(request)) }],
    ]);
    this.#web = new WebService(parts.settings, parts.problem, routes);
  }

  /** @returns where, as a URL. @throws ProblemError when the address may not, or cannot, be had. */
  async open(): Promise<string> {
    return this.#web.url(await this.#web.open());
  }

  close(): Promise<void> {
    this.#turns.end();
    return this.#web.close();
  }

  #document(request: ServedRequest): ServedAnswer {
    return this.#web.mayWatch(request) ? json(200, simulateDocument) : unauthorized;
  }

  async #simulate(request: ServedRequest): Promise<ServedAnswer> {
    if (!this.#web.mayWatch(request)) return unauthorized;
    const misfit = notJson(request);
    if (misfit !== undefined) return misfit;
    const body = await request.body();
    const { policy, door } = this.#parts;
    let question: SimulateQuestion;
    let tried: Policy;
    try {
      question = readSimulateQuestion(body, door);
      tried = weighted(policy, question.call, question.weights);
    } catch (error) {
      if (error instanceof ProblemError) return json(400, { problems: error.problems });
      throw error;
    }
    try {
      return await this.#turns.take(() => this.#answer(question, tried));
    } catch (error) {
      if (!(error instanceof NoTurn)) throw error;
      return {
        ...refusal(503, 'too-many', 'too many ask at one time', 'try again later'),
        headers: { 'retry-after': String(retryAfterSeconds) },
      };
    }
  }

  async #answer({ call, from, to }: SimulateQuestion, policy: Policy): Promise<ServedAnswer> {
    const { agentsAt, seed, fairness } = this.#parts;
    const moment = await agentsAt(to);
    const decision = simulateRanking(policy, call, moment, seed);
    if (decision === undefined)
      return refusal(409, 'no-scoring', `no Scoring of ${policy.name} covers this queue and media type`);
    if ('notReplayable' in decision)
      return refusal(
        409,
        'not-replayable',
        `the policy reads ${decision.notReplayable}, which the source does not tell`,
      );
    if (decision.degraded !== undefined)
      return refusal(
        503,
        'too-old',
        'what is known of agents is older than the policy allows',
        'try again later',
      );
    if (decision.winner === undefined) return nobody(decision);
    return json(200, {
      top_agent: rankedAgent(decision.ranked[0]!),
      ranked_agents: decision.ranked.slice(0, mostRanked).map(rankedAgent),
      weights_used: weightsUsed(decision),
      fairness_metrics: await fairness(from, to, policy),
      policy: decision.policy,
      decided_at: decision.at,
      explanation: explainRanking(decision),
    });
  }
}

/** Agents' names do not leave the door: a pseudonym is what they are called. */
function rankedAgent({ agent, total }: RankingDecision['ranked'][number]) {
  return { id: agent, name: agent, score: total / WHOLE_BP ** 2 };
}

function weightsUsed({ weightsBp, minimumScoreBp }: RankingDecision) {
  return {
    proficiency: weightsBp.proficiency / WHOLE_BP,
    language_match: weightsBp.languageMatch / WHOLE_BP,
    historical_csat: weightsBp.historicalCsat / WHOLE_BP,
    min_score_threshold: minimumScoreBp / WHOLE_BP,
  };
}

/** By the source document's statuses and words: 404 where nobody is there, 422 where nobody who is there will do. */
function nobody(decision: RankingDecision): ServedAnswer {
  const isThere = decision.refused.some(({ code }) => code !== 'status' && code !== 'queue');
  const [status, code, detail] = isThere
    ? ([422, 'nobody-suits', 'No agents met the minimum score threshold'] as const)
    : ([404, 'no-agents', 'No available agents found'] as const);
  const problem: Problem = { code, severity: 'error', message: detail };
  return json(status, { detail, explanation: explainRanking(decision), problems: [problem] });
}
