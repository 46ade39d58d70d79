import { maskText } from '../../../engine/door/mask.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import type { FactDefinition } from '../../../engine/facts/definition.ts';
import { longestText } from '../../../engine/facts/values.ts';
import { checkedFacts, type CheckedFacts } from '../observation.ts';
import type { RoutingFactName } from '../reading/factsTold.ts';
import type { NameCatalogue } from '../reading/names.ts';
import { latestQueue } from './milestones.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Facts a conversation's attributes and routing tell. Attributes are texts, kept per participant: the customer's count
 * first, then the others' in order of connection. An attribute that is set counts before what routing asks for.
 * @param attributeFacts attribute → fact.
 */
export function snapshotFacts(
  { conversation, participants }: Snapshot,
  names: NameCatalogue,
  attributeFacts: Readonly<Record<string, string>>,
): CheckedFacts {
  const customersFirst = [
    ...participants.filter(({ purpose }) => purpose === 'customer'),
    ...participants.filter(({ purpose }) => purpose !== 'customer'),
  ];
  const values: Record<string, unknown> = {};
  for (const { attributes } of customersFirst) {
    for (const [attribute, fact] of Object.entries(attributeFacts)) {
      const text = attributes[attribute];
      if (text !== undefined && text !== '') values[fact] ??= valueOf(factCatalogue.get(fact), text);
    }
  }
  for (const [fact, value] of Object.entries(routingFacts(participants, names))) values[fact] ??= value;
  return checkedFacts(['conversation', 'bot'], values, `conversation ${conversation}`);
}

function routingFacts(
  participants: Snapshot['participants'],
  names: NameCatalogue,
): Readonly<Record<RoutingFactName, unknown>> {
  const { skills = [], language } = latestQueue(participants)?.routing ?? {};
  const requiredSkills = skills.flatMap((id) => names.name('skill', id) ?? []).sort();
  return {
    requiredSkills: requiredSkills.length > 0 ? requiredSkills : undefined,
    language: language === undefined ? undefined : names.name('language', language),
  };
}

/**
 * Reads a text as what the fact is; what it is not is refused later, as the text it is. Whatever fact it stands for, a
 * customer may have typed it: texts are masked.
 */
function valueOf(fact: FactDefinition | undefined, text: string): unknown {
  switch (fact?.type) {
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'enumeration':
      return text.toLowerCase();
    case 'textList':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
        .map(maskText);
    default:
      return text.length > longestText ? text : maskText(text).slice(0, longestText);
  }
}
