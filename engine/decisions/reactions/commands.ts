import type { FactFinder } from '../../conditions/evaluator.ts';
import type { FactValue } from '../../facts/definition.ts';
import { commandId, type Command, type DecisionContext } from '../record.ts';
import type { Action, Content } from './action.ts';

/**
 * What an action of a reaction commands; undefined where there is nothing to do: attributes whose facts are all missing.
 * @param position of the action in its reaction, from 0.
 */
export function commandOf(
  action: Action,
  reaction: string,
  position: number,
  find: FactFinder,
  context: DecisionContext,
): Command | undefined {
  const { conversation } = context;
  if ('attributes' in action) {
    const attributes = Object.entries(filled(action.attributes, find)).map(([key, value]) => [
      key,
      asText(value),
    ]);
    return attributes.length === 0
      ? undefined
      : {
          set: 'attributes',
          conversation,
          attributes: Object.fromEntries(attributes) as Record<string, string>,
        };
  }
  const id = idOf(action, reaction, position, context);
  if ('notify' in action) return { id, conversation, do: 'notify', ...action.notify };
  if ('crm' in action) {
    const { operation, record } = action.crm;
    return { id, conversation, do: 'crm', operation, record: filled(record, find) };
  }
  const { event, content } = action.webhook;
  return { id, conversation, do: 'webhook', event, content: filled(content, find) };
}

/**
 * What is done once a conversation is told by what it does and to whom alone: a reaction that is renamed, moved or edited
 * does not do it again.
 */
function idOf(
  action: Exclude<Action, { readonly attributes: Content }>,
  reaction: string,
  position: number,
  context: DecisionContext,
): string {
  const target = targetOf(action);
  if (action.once === 'occasion') return commandId(context, reaction, position, target);
  return commandId({ ...context, occasion: 'conversation', occasionNumber: 1 }, '', 0, target);
}

function targetOf(action: Exclude<Action, { readonly attributes: Content }>): string {
  if ('notify' in action) return `notify ${action.notify.supervisor}`;
  return 'crm' in action ? `crm ${action.crm.operation}` : `webhook ${action.webhook.event}`;
}

function filled(content: Content, find: FactFinder): Readonly<Record<string, FactValue>> {
  const values: Record<string, FactValue> = {};
  for (const [field, given] of Object.entries(content)) {
    const value = 'fact' in given ? find(given.fact) : given.value;
    if (value !== undefined) values[field] = value;
  }
  return values;
}

/** Attributes are texts. */
function asText(value: FactValue): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}
