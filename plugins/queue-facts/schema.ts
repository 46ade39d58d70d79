import { factsAbout } from '../../engine/facts/catalogue.ts';
import type { FactValue } from '../../engine/facts/definition.ts';

/** Facts of queues that are agreed, not observed. */
export interface QueueFactsConfiguration {
  /** By queue, by fact. */
  readonly queues: Readonly<Record<string, Readonly<Record<string, FactValue>>>>;
}

const properties = Object.fromEntries(
  factsAbout('queue').map(({ name, description }) => [name, { description }]),
);

/** JSON Schema 2020-12 of the configuration; that values fit their facts is checked when the plugin is made. */
export const queueFactsSchema = {
  type: 'object',
  properties: {
    queues: {
      type: 'object',
      description: 'Queue → fact → value.',
      minProperties: 1,
      additionalProperties: { type: 'object', properties, additionalProperties: false },
    },
  },
  required: ['queues'],
  additionalProperties: false,
};
