import { priorities } from '../../../engine/facts/conversation.ts';

const text = { type: 'string', minLength: 1, maxLength: 1000 };
const share = { type: 'number', minimum: 0 };
const fraction = { type: 'number', minimum: 0, maximum: 1 };
const number = { type: 'number' };
const count = { type: 'integer', minimum: 1 };
const timeOfDayForm = {
  type: 'string',
  pattern: '^([01]\\d|2[0-4]):[0-5]\\d$',
  description: 'a time of day in quotes, such as "08:30"',
};
const texts = { type: 'array', items: text };
const timeOfDay = { $ref: '#/$defs/timeOfDay' };
const levels = { $ref: '#/$defs/levels' };
const phrases = { $ref: '#/$defs/phrases' };
const priority = { enum: priorities };

function object(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, required, additionalProperties: false };
}

function listOf(items: object): object {
  return { type: 'array', items, minItems: 1 };
}

const figures: readonly (readonly [kind: string, figures: Readonly<Record<string, object>>])[] = [
  ['constant', { seconds: share }],
  ['exponential', { meanSeconds: share }],
  ['logNormal', { mu: number, sigma: share }],
  ['survival', { points: listOf(object({ seconds: share, surviving: fraction })) }],
];

/** One form for each kind, so that errors speak of the kind that was meant; what is left is `never`. */
const distributionForm = figures.reduceRight<object>(
  (otherwise, [kind, more]) => ({
    if: { type: 'object', properties: { kind: { const: kind } }, required: ['kind'] },
    then: object({ kind: { const: kind }, ...more }),
    else: otherwise,
  }),
  object({ kind: { const: 'never' } }),
);

const distribution = { $ref: '#/$defs/distribution' };

const bot = object({
  betweenTurns: distribution,
  understands: fraction,
  mistakes: fraction,
  startingSentiment: object({ mean: fraction, spread: fraction }),
  temperaments: listOf(
    object({
      share,
      changeUnderstood: number,
      changeNotUnderstood: number,
      losesPatienceBelow: fraction,
      asksForPerson: fraction,
      leaves: fraction,
      prefersPerson: fraction,
    }),
  ),
  personIntent: text,
  personUtterances: phrases,
  followUps: object({ calm: phrases, annoyed: phrases, angry: phrases }),
  handoff: object({ personConfidence: fraction, noMatchesInARow: count, maximumTurns: count }),
  otherwiseQueue: text,
});

const queue = object({
  name: text,
  slaTarget: text,
  opens: timeOfDay,
  closes: timeOfDay,
  talk: distribution,
  afterCall: distribution,
  patience: distribution,
});

const agent = object(
  {
    id: text,
    queues: texts,
    skills: levels,
    languages: levels,
    satisfaction: number,
    csat: number,
    csatSurveys: { type: 'integer', minimum: 0 },
    pace: { type: 'number', exclusiveMinimum: 0 },
    shift: object({
      from: timeOfDay,
      to: timeOfDay,
      breaks: { type: 'array', items: object({ at: timeOfDay, minutes: count }) },
    }),
  },
  ['satisfaction', 'csat', 'csatSurveys', 'pace', 'shift'],
);

const customers = object({
  messageShare: fraction,
  languages: listOf(object({ name: text, share })),
  segments: listOf(
    object({ name: text, share, priority, priorityKnown: fraction }, ['priority', 'priorityKnown']),
  ),
  intents: listOf(
    object(
      {
        name: text,
        share,
        queue: text,
        requiredSkills: texts,
        priority,
        botSettles: fraction,
        utterances: phrases,
      },
      ['priority'],
    ),
  ),
});

const scenario = object(
  {
    name: text,
    startsAt: text,
    days: count,
    arrivals: object(
      {
        perDay: share,
        halfHourShares: { type: 'array', items: share, minItems: 48, maxItems: 48 },
        rateShape: { type: 'number', minimum: 1 },
      },
      ['rateShape'],
    ),
    customers,
    menu: object({ time: distribution, intentKnown: fraction, otherwiseQueue: text }),
    bot,
    queues: listOf(queue),
    agents: listOf(agent),
    messages: object({ talkFactor: share, patienceFactor: share }),
    surveys: object({
      answered: fraction,
      delay: distribution,
      spread: share,
      lostPerMinuteWaited: share,
      lostByWaitingAtMost: share,
    }),
    observationSeconds: { type: 'number', exclusiveMinimum: 0 },
    requiredSkillsKnown: fraction,
    headStartSeconds: {
      type: 'object',
      properties: Object.fromEntries(priorities.map((name) => [name, share])),
      additionalProperties: false,
    },
    ringing: distribution,
  },
  ['bot', 'messages', 'surveys', 'observationSeconds', 'requiredSkillsKnown', 'headStartSeconds', 'ringing'],
);

const settings = object(
  {
    skillEvaluationMethod: { enum: ['ALL', 'BEST', 'NONE'] },
    scoringMethod: { enum: ['TimestampAndPriority', 'PriorityOnly'] },
    routingRules: listOf(
      object({
        operator: { enum: ['MEETS_THRESHOLD', 'ANY'] },
        threshold: { type: 'integer', minimum: 0, maximum: 100 },
        waitSeconds: share,
      }),
    ),
  },
  ['skillEvaluationMethod', 'scoringMethod', 'routingRules'],
);

/** JSON Schema 2020-12 of an org in a file. What it cannot say is checked by `checkScenario`. */
export const orgSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'An organisation for the sandbox',
  ...object(
    {
      apiVersion: { const: 'signalbox/v1' },
      kind: { const: 'Org' },
      scenario,
      queueSettings: { type: 'object', additionalProperties: settings },
      clients: {
        type: 'array',
        items: object({ id: text, secret: text, permissions: texts }, ['permissions']),
      },
    },
    ['queueSettings', 'clients'],
  ),
  $defs: {
    timeOfDay: timeOfDayForm,
    levels: { type: 'object', additionalProperties: { type: 'number', minimum: 0, maximum: 5 } },
    phrases: { type: 'object', additionalProperties: texts },
    distribution: distributionForm,
  },
};
