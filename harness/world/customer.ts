import type { FactValues } from '../../engine/facts/definition.ts';
import type { MediaType, Priority } from '../../engine/facts/conversation.ts';
import type { RandomStreams } from './random/streams.ts';
import type { CustomerModel, IntentModel } from './scenario.ts';

/** Who reached us and what for, known in full to the world and in part to its records. */
export interface Customer {
  /** From 1, in order of arrival; names every draw about this customer. */
  readonly number: number;
  /** The conversation's pseudonym. */
  readonly conversation: string;
  readonly mediaType: MediaType;
  readonly language: string;
  readonly segment: string;
  /** Missing when nobody recorded one. */
  readonly priority?: Priority;
  readonly intent: IntentModel;
}

/** A conversation that the scenario did not draw: whoever runs the world lets it in. */
export interface Contact {
  /** Not used by any other conversation. */
  readonly conversation: string;
  readonly mediaType: MediaType;
  /** Where it waits. */
  readonly queue: string;
  /** What is recorded of it as it begins. */
  readonly facts: FactValues;
}

/** Admitted customers are numbered from here, so that the drawn ones keep their numbers and with them every draw. */
const FIRST_ADMITTED = 2 ** 31;

/** @param count how many were admitted before. */
export function admittedCustomer(
  { conversation, mediaType, queue, facts }: Contact,
  count: number,
): Customer {
  const requiredSkills = (facts['requiredSkills'] ?? []) as readonly string[];
  const {
    intent: name = 'unknown',
    language = '',
    customerSegment = '',
  } = facts as Readonly<Record<string, string | undefined>>;
  return {
    number: FIRST_ADMITTED + count,
    conversation,
    mediaType,
    language,
    segment: customerSegment,
    intent: { name, share: 0, queue, requiredSkills, botSettles: 0, utterances: {} },
  };
}

/** @param number of the conversation, from 1. */
export function drawCustomer(model: CustomerModel, number: number, streams: RandomStreams): Customer {
  const chance = streams.stream('customer', number);
  const mediaType = chance.chance(model.messageShare) ? 'message' : 'voice';
  const language = chance.weighted(model.languages).name;
  const segment = chance.weighted(model.segments);
  const intent = chance.weighted(model.intents);
  const segmentPriority = chance.chance(segment.priorityKnown ?? 1) ? segment.priority : undefined;
  const priority = intent.priority ?? segmentPriority;
  return {
    number,
    conversation: `c-${String(number).padStart(4, '0')}`,
    mediaType,
    language,
    segment: segment.name,
    intent,
    ...(priority === undefined ? {} : { priority }),
  };
}

/** What is known of a customer at first contact. An intent's priority is not: nobody has said yet what they want. */
export function factsAtStart(customer: Customer): FactValues {
  const { language, segment, priority, intent } = customer;
  const known = intent.priority === undefined && priority !== undefined;
  return { language, customerSegment: segment, ...(known ? { priority } : {}) };
}
