import type { FactValues } from '../../engine/facts/definition.ts';
import type { BotModel, Temperament } from './botModel.ts';
import type { Customer } from './customer.ts';
import { pickPhrase } from './phrases.ts';
import type { RandomStream } from './random/stream.ts';
import type { RandomStreams } from './random/streams.ts';
import type { IntentModel } from './scenario.ts';

/** A conversation with the bot, as far as it has come. A value: a turn makes a new one. */
export interface BotSession {
  readonly customer: Customer;
  readonly temperament: Temperament;
  /** 0 to 1; the true mood, which the recorded sentiment rounds. */
  readonly sentiment: number;
  readonly turns: number;
  /** Facts of the latest turn, as the bot observed them. */
  readonly facts: FactValues;
  readonly noMatchesInARow: number;
  /** The latest intent the bot heard, rightly or not, and how sure it was; a wish for a person is none. */
  readonly heard?: { readonly intent: IntentModel; readonly facts: FactValues };
  /** `settled`: the bot did it. `left`: the customer gave up; the bot's own books count both as contained. */
  readonly outcome: 'open' | 'settled' | 'left';
}

/** The session before its first turn. */
export function newBotSession(model: BotModel, customer: Customer, streams: RandomStreams): BotSession {
  const chance = streams.stream('bot', customer.number);
  const { mean, spread } = model.startingSentiment;
  return {
    customer,
    temperament: chance.weighted(model.temperaments),
    sentiment: clamp(mean + spread * chance.normal()),
    turns: 0,
    facts: {},
    noMatchesInARow: 0,
    outcome: 'open',
  };
}

/** The session after the customer's next turn. Each turn has its own stream: another handoff rule sees the same turns. */
export function nextTurn(
  model: BotModel,
  session: BotSession,
  intents: readonly IntentModel[],
  streams: RandomStreams,
): BotSession {
  const { customer, temperament, sentiment } = session;
  const chance = streams.stream('bot', customer.number, session.turns + 1);
  const [asks, understood, mistaken, settles, leaves] = [
    chance.uniform(),
    chance.uniform(),
    chance.uniform(),
    chance.uniform(),
    chance.uniform(),
  ];
  const losesPatience = sentiment < temperament.losesPatienceBelow;
  const asksForPerson = asks < (losesPatience ? temperament.asksForPerson : temperament.prefersPerson);
  const isUnderstood = asksForPerson || understood < model.understands;
  const wanted = mistaken < model.mistakes ? chance.pick(intents) : customer.intent;
  const isRight = isUnderstood && !asksForPerson && wanted === customer.intent;
  const utterance = asksForPerson
    ? pickPhrase(model.personUtterances, customer.language, chance)
    : saidAboutIt(model, session, chance);
  const name = asksForPerson ? model.personIntent : wanted.name;
  const guess = isUnderstood ? { intent: name, ...confidences(isRight || asksForPerson, chance) } : {};
  const facts: FactValues = {
    ...(utterance === undefined ? {} : { utterance }),
    ...guess,
    noMatch: !isUnderstood,
    sentiment: rounded(sentiment),
  };
  const change = isRight ? temperament.changeUnderstood : temperament.changeNotUnderstood;
  const settled = isRight && settles < customer.intent.botSettles;
  return {
    ...session,
    turns: session.turns + 1,
    sentiment: clamp(sentiment + change * (0.6 + 0.8 * chance.uniform())),
    facts,
    noMatchesInARow: isUnderstood ? 0 : session.noMatchesInARow + 1,
    ...(isUnderstood && !asksForPerson ? { heard: { intent: wanted, facts: guess } } : {}),
    outcome: settled ? 'settled' : losesPatience && leaves < temperament.leaves ? 'left' : 'open',
  };
}

function saidAboutIt(model: BotModel, session: BotSession, chance: RandomStream): string | undefined {
  const { language, intent } = session.customer;
  if (session.turns === 0) return pickPhrase(intent.utterances, language, chance);
  const { calm, annoyed, angry } = model.followUps;
  const mood = session.sentiment > 0.45 ? calm : session.sentiment > 0.25 ? annoyed : angry;
  return chance.chance(0.35)
    ? pickPhrase(intent.utterances, language, chance)
    : pickPhrase(mood, language, chance);
}

/** A right guess is usually sure of itself, a wrong one is often torn between two. */
function confidences(isRight: boolean, chance: RandomStream): FactValues {
  const first = isRight ? 0.55 + 0.44 * Math.sqrt(chance.uniform()) : 0.35 + 0.4 * chance.uniform();
  const second = (1 - first) * (0.2 + 0.7 * chance.uniform());
  return { intentConfidence: rounded(first), secondIntentConfidence: rounded(second) };
}

function clamp(sentiment: number): number {
  return Math.min(1, Math.max(0, sentiment));
}

function rounded(fraction: number): number {
  return Math.round(fraction * 100) / 100;
}
