import { allMoments, type Moments } from '../moments.ts';
import { apiVersion, nameSchema, textSchema } from '../packs/packSchema.ts';
import { serviceSchema } from './serviceSchema.ts';

/** How the runtime works; source of each: docs/configuration.md. */
export interface RuntimeSettings {
  /** For one plugin to start, and to stop; `startSeconds` is for the check of an edited policy as well. */
  readonly startSeconds: number;
  readonly stopSeconds: number;
  /** For all that was taken in to be decided and done, once nothing more is taken in. */
  readonly drainSeconds: number;
  /** How long a decision waits for the facts that are looked up for it. */
  readonly gatherSeconds: number;
  /** How often commands and sinks are tried, the first time included, where an actor has no pauses of its own. */
  readonly attempts: number;
  /** For one attempt. */
  readonly attemptSeconds: number;
  /** The pause before a second attempt is drawn from 0 to this, and the range doubles with each further one. */
  readonly backoffBaseSeconds: number;
  /** Where the doubling ends. */
  readonly backoffCapSeconds: number;
  /** Conversations whose commands one plugin is doing at one time. */
  readonly conversationsAtOnce: number;
  /** When order and ranking are decided. */
  readonly moments: Moments;
  /** How many journal entries are written at most between two snapshots. */
  readonly snapshotEntries: number;
  /** How much time passes at most, while there are entries. */
  readonly snapshotMinutes: number;
}

export const runtimeDefaults: RuntimeSettings = {
  startSeconds: 30,
  stopSeconds: 10,
  drainSeconds: 30,
  gatherSeconds: 2,
  attempts: 5,
  attemptSeconds: 60,
  backoffBaseSeconds: 1,
  backoffCapSeconds: 30,
  conversationsAtOnce: 16,
  moments: 'whileWaiting',
  snapshotEntries: 10_000,
  snapshotMinutes: 30,
};

const positive = { type: 'number', exclusiveMinimum: 0 };
const count = { type: 'integer', minimum: 1 };

function withDefault(name: keyof RuntimeSettings, schema: object): object {
  return { ...schema, default: runtimeDefaults[name] };
}

/** JSON Schema 2020-12 of signalbox.yaml; each plugin's own configuration is held to the plugin's schema. */
export const configurationSchema = {
  type: 'object',
  properties: {
    apiVersion: { const: apiVersion },
    kind: { const: 'Configuration' },
    policy: { ...textSchema, description: 'The folder of the policy that decides, from this file.' },
    policies: {
      type: 'array',
      minItems: 1,
      items: textSchema,
      description: 'Instead of policy: the folders of several, each at a stage of its own.',
    },
    seed: { ...textSchema, description: 'Settles ties, the same way every time.' },
    plugins: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          plugin: { ...textSchema, description: 'A bundled plugin, an npm package, or ./a/file.js.' },
          name: nameSchema,
          configuration: { type: 'object' },
        },
        required: ['plugin'],
        additionalProperties: false,
      },
    },
    runtime: {
      type: 'object',
      properties: {
        startSeconds: withDefault('startSeconds', positive),
        stopSeconds: withDefault('stopSeconds', positive),
        drainSeconds: withDefault('drainSeconds', positive),
        gatherSeconds: withDefault('gatherSeconds', positive),
        attempts: withDefault('attempts', count),
        attemptSeconds: withDefault('attemptSeconds', positive),
        backoffBaseSeconds: withDefault('backoffBaseSeconds', positive),
        backoffCapSeconds: withDefault('backoffCapSeconds', positive),
        conversationsAtOnce: withDefault('conversationsAtOnce', count),
        moments: withDefault('moments', { enum: [...allMoments] }),
        snapshotEntries: withDefault('snapshotEntries', count),
        snapshotMinutes: withDefault('snapshotMinutes', positive),
      },
      additionalProperties: false,
    },
    service: serviceSchema,
  },
  required: ['apiVersion', 'kind', 'plugins'],
  additionalProperties: false,
};
