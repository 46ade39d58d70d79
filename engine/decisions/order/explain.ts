import { outcomeInWords } from '../../conditions/inWords.ts';
import type { OrderDecision, Place } from './decide.ts';

/** Places shown before the rest is only counted. */
const shownPlaces = 10;

/** Why this conversation is next, line by line. */
export function explainOrder(decision: OrderDecision): readonly string[] {
  const { places, place, next, conversation } = decision;
  return [
    place === undefined ? whoIsNext(decision) : whereItStands(decision, place),
    ...places.slice(0, shownPlaces).map((place, index) => `  ${index + 1}. ${placeLine(place)}`),
    ...(places.length > shownPlaces ? [`  … and ${places.length - shownPlaces} more`] : []),
    ...decision.rules.map(
      (outcome) =>
        `  ${place === undefined ? next : conversation}, ${outcome.rule}: ${outcomeInWords(outcome)}`,
    ),
  ];
}

function whoIsNext({ places, queue, next, decidedBy, conversation }: OrderDecision): string {
  const recorded = next === conversation ? 'as the record has it' : `the record has ${conversation}`;
  return `${next} is next of ${places.length} waiting in ${queue}: ${decidedBy} (${recorded}).`;
}

function whereItStands(
  { places, queue, next, decidedBy, conversation }: OrderDecision,
  place: number,
): string {
  const first = next === conversation ? 'next' : `after ${next}, who is next`;
  return `${conversation} waits in ${queue}, place ${place} of ${places.length}: ${decidedBy} (${first}).`;
}

function placeLine({
  conversation,
  waitSeconds,
  headStartSeconds,
  rankSeconds,
  headStarts,
  priorityPoints,
  roundingSeconds,
}: Place): string {
  if (headStartSeconds === 0) return `${conversation}: waited ${waitSeconds} s`;
  const points = `${priorityPoints} priority point${priorityPoints === 1 ? '' : 's'}`;
  const rounded = roundingSeconds === 0 ? '' : `, rounded by ${roundingSeconds} s`;
  return `${conversation}: waited ${waitSeconds} s + ${headStartSeconds} s head start (${headStarts.join(', ')}) = ${rankSeconds} s; ${points}${rounded}`;
}
