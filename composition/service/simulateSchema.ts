import { mediaTypes, type MediaType } from '../../engine/facts/conversation.ts';
import { yardsticks } from '../../engine/decisions/fairness/fairness.ts';

/** The source document's defaults; docs/serve.md lists what is ours. */
export const simulateDefaults = {
  sla_target: '80/20',
  current_performance: 0.8,
  media_type: 'voice',
} as const;

/** How many ranked agents are told: the source document's. */
export const mostRanked = 5;

/** Weights as the source document names them. The first three together, or none. */
export interface SimulatedWeights {
  readonly proficiency?: number;
  readonly language_match?: number;
  readonly historical_csat?: number;
  readonly min_score_threshold?: number;
}

/** What is asked, by the source document's names. */
export interface SimulateBody {
  readonly queue_id: string;
  readonly required_skill: string;
  readonly required_language: string;
  readonly sla_target?: string;
  readonly current_performance?: number;
  readonly start_date: string;
  readonly end_date: string;
  readonly media_type?: MediaType;
  readonly weights?: SimulatedWeights;
}

const name = { type: 'string', minLength: 1, maxLength: 200 };
const weight = { type: 'number', minimum: 0 };
const date = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2}))?$',
};

/** JSON Schema 2020-12 of a simulation that is asked for. */
export const simulateSchema = {
  type: 'object',
  properties: {
    queue_id: { ...name, description: 'The queue’s name, or its id where the source knows ids.' },
    required_skill: { ...name, description: 'By name, or by id likewise.' },
    required_language: { ...name, description: 'By name, or by id likewise.' },
    sla_target: {
      ...{ type: 'string', pattern: '^[1-9]\\d{0,2}/[1-9]\\d{0,4}$', default: simulateDefaults.sla_target },
      description: 'Percent answered within seconds.',
    },
    current_performance: {
      ...{ type: 'number', minimum: 0, maximum: 1, default: simulateDefaults.current_performance },
      description: 'The service level now, as a fraction.',
    },
    start_date: {
      ...date,
      description:
        'Fairness is judged over the conversations whose agent the policy chooses from here on, whenever they began; a day is its first moment, UTC.',
    },
    end_date: {
      ...date,
      description:
        'And before this. Agents of a recording are as they stood here; later choices are not counted.',
    },
    media_type: { enum: [...mediaTypes], default: simulateDefaults.media_type },
    weights: {
      type: 'object',
      description: 'In place of the policy’s; scaled to sum to 1. What is left out is the policy’s.',
      properties: {
        proficiency: weight,
        language_match: weight,
        historical_csat: weight,
        min_score_threshold: { type: 'number', minimum: 0, maximum: 1 },
      },
      dependentRequired: {
        proficiency: ['language_match', 'historical_csat'],
        language_match: ['proficiency', 'historical_csat'],
        historical_csat: ['proficiency', 'language_match'],
      },
      additionalProperties: false,
    },
  },
  required: ['queue_id', 'required_skill', 'required_language', 'start_date', 'end_date'],
  additionalProperties: false,
};

const closed = (properties: Readonly<Record<string, object>>): object => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});
const text = { type: 'string' };
const lines = { type: 'array', items: text };
const number = { type: 'number' };
const fraction = { type: 'number', minimum: 0, maximum: 1 };
const rankedAgent = closed({ id: text, name: text, score: fraction });

/** JSON Schema of what is answered. */
export const simulatedSchema = closed({
  top_agent: rankedAgent,
  ranked_agents: { type: 'array', items: rankedAgent, maxItems: mostRanked },
  weights_used: closed({
    proficiency: fraction,
    language_match: fraction,
    historical_csat: fraction,
    min_score_threshold: fraction,
  }),
  fairness_metrics: closed({
    total_interactions: {
      ...{ type: 'integer', minimum: 0 },
      description: 'Conversations between the dates for which the policy chooses an agent.',
    },
    agent_distribution: {
      ...{ type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
      description: 'How often each was chosen; 0 for who could have been and never was.',
    },
    chi2_statistic: {
      ...{ type: ['number', 'null'] },
      description: 'Of agent_distribution, against equal shares. Nothing is judged by it.',
    },
    p_value: {
      ...{ type: ['number', 'null'], minimum: 0, maximum: 1 },
      description: 'Of chi2_statistic. Nothing is judged by it.',
    },
    gini_coefficient: {
      ...{ type: ['number', 'null'], minimum: 0, maximum: 1 },
      description: 'Of agent_distribution, zeros included. Nothing is judged by it.',
    },
    is_fair: {
      ...{ type: ['boolean', 'null'] },
      description: 'True where the verdict is FAIR, false where UNFAIR, null where NOT ENOUGH DATA.',
    },
    verdict: { ...text, description: 'FAIR, UNFAIR or NOT ENOUGH DATA.' },
    level: { type: 'integer', description: 'Of honesty: 1 is an open-loop replay of what is recorded.' },
    yardstick: { enum: [...yardsticks], description: 'What fair is measured against: the policy’s claim.' },
    evenness: {
      description: 'What is judged by: the fairness audit’s test; null where nobody had a choice.',
      oneOf: [
        closed({
          choices: { type: 'integer', description: 'Of the interactions, those with a choice.' },
          q: number,
          df: { type: 'integer' },
          p: { ...fraction, description: 'Of q.' },
          w: { ...number, description: 'How uneven, without what chance alone gives.' },
          low: { ...number, description: 'From here, with 90 %, …' },
          high: { ...number, description: '… to here.' },
          limit: { ...number, description: 'The largest w that is called fair.' },
        }),
        { type: 'null' },
      ],
    },
    explanation: lines,
  }),
  policy: closed({ name: text, hash: text }),
  decided_at: { ...text, description: 'The moment at which agents are as they are.' },
  explanation: { ...lines, description: 'Why, in words, line by line.' },
});

/** JSON Schema of a refusal by the source document's statuses: its own `detail`, and the problems of every refusal. */
export const simulateRefusalSchema = {
  type: 'object',
  properties: {
    detail: text,
    explanation: lines,
    problems: { type: 'array', minItems: 1, items: { type: 'object' } },
  },
  required: ['problems'],
  additionalProperties: false,
};
