import { notifications } from '../contract/contract.ts';
import frames from '../contract/frames.validator.js';

/** Topics that clients subscribe to, as the contract writes them: `v2.users.{id}.presence`. */
export const topicTemplates: readonly string[] = Object.keys(notifications['x-topics']).filter(
  (template) => !template.startsWith('v2.system.'),
);

const patterns = new Map(
  topicTemplates.map((template) => [
    template,
    new RegExp(`^${template.replaceAll('.', '\\.').replace('{id}', '[^.?]+')}$`),
  ]),
);

/**
 * The topics that one subscription names: `v2.users.{id}?presence&routingStatus` names two and counts as one.
 * @returns undefined when one of them is not a topic.
 */
export function topicsOf(subscription: string): readonly string[] | undefined {
  const [prefix, suffixes] = subscription.split('?', 2);
  const topics =
    suffixes === undefined ? [prefix!] : suffixes.split('&').map((suffix) => `${prefix}.${suffix}`);
  return topics.every((topic) => templateOf(topic) !== undefined) ? topics : undefined;
}

/** Holds what a notification says to the contract. @returns what is wrong with it, if anything. */
export function frameProblem(topic: string, eventBody: unknown): string | undefined {
  const template = topic.startsWith('v2.system.') ? topic : templateOf(topic);
  const validate = frames[template as keyof typeof frames];
  if (validate(eventBody)) return undefined;
  const [error] = validate.errors!;
  return `${topic}${error!.instancePath} ${error!.message} ${JSON.stringify(error!.params)}`;
}

function templateOf(topic: string): string | undefined {
  return patterns.entries().find(([, pattern]) => pattern.test(topic))?.[0];
}
