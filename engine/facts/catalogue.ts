import { agentFacts } from './agent.ts';
import { botFacts } from './bot.ts';
import { conversationFacts } from './conversation.ts';
import type { FactDefinition, FactSubject } from './definition.ts';
import { occurrenceFacts } from './occurrence.ts';
import { queueFacts } from './queue.ts';

/**
 * Every fact a rule may read. This one list drives checking, "did you mean", the published schemas and the reference
 * of facts in docs/.
 */
export const factCatalogue: ReadonlyMap<string, FactDefinition> = new Map(
  [...conversationFacts, ...botFacts, ...queueFacts, ...agentFacts, ...occurrenceFacts].map((fact) => [
    fact.name,
    fact,
  ]),
);

/** @returns the facts about any of these subjects, in the catalogue's order. */
export function factsAbout(...subjects: readonly FactSubject[]): readonly FactDefinition[] {
  return [...factCatalogue.values()].filter((fact) => subjects.includes(fact.subject));
}
