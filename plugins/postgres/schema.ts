import { keepingDefaults, keepingProperties, type StoreKeeping } from '../../engine/storeKeeping.ts';

/** Where the store lies, and how long it keeps what nobody needs any more. */
export interface PostgresConfiguration extends Partial<StoreKeeping> {
  /** As libpq writes it: `postgresql://user:password@host:port/database?sslmode=verify-full`. */
  readonly url: string;
  /** The schema of the tables; made when there is none. */
  readonly schema?: string;
  /** Left out, one engine has the store. Given, several share it, which take these among them; fixed when it is made. */
  readonly shards?: number;
  /** How long the server may take for one answer, in seconds; then the connection is taken to be lost. */
  readonly answerSeconds?: number;
  /** How long the server may be away, in seconds, before the run stops. */
  readonly reconnectSeconds?: number;
}

/** Every setting but where it lies, and whether it is shared. */
export type PostgresSettings = Required<Omit<PostgresConfiguration, 'url' | 'shards'>>;

/**
 * What is kept for how long, and the lease, is every store's; the rest is ours. An answer takes milliseconds; ten seconds outlive a
 * checkpoint on a slow disk. A server that is started again, or whose standby takes over, is back within a minute or two;
 * five minutes outlive that, and what is wrong for longer a person should hear of by a run that has stopped.
 */
export const postgresDefaults: PostgresSettings = {
  schema: 'signalbox',
  ...keepingDefaults,
  answerSeconds: 10,
  reconnectSeconds: 300,
};

/** JSON Schema 2020-12 of the configuration. */
export const postgresSchema = {
  type: 'object',
  properties: {
    url: {
      type: 'string',
      pattern: '^postgres(ql)?://',
      description: 'The database, with user and password: from the environment.',
    },
    schema: {
      type: 'string',
      pattern: '^[a-z_][a-z0-9_]{0,50}$',
      description: 'The schema of the tables; made when there is none.',
      default: postgresDefaults.schema,
    },
    shards: {
      type: 'integer',
      minimum: 1,
      maximum: 64,
      description: 'Left out, one engine has the store. Given, several share it; fixed when it is made.',
    },
    ...keepingProperties,
    answerSeconds: {
      type: 'number',
      minimum: 1,
      maximum: 600,
      description: 'How long the server may take for one answer.',
      default: postgresDefaults.answerSeconds,
    },
    reconnectSeconds: {
      type: 'number',
      minimum: 0,
      maximum: 86_400,
      description: 'How long the server may be away before the run stops.',
      default: postgresDefaults.reconnectSeconds,
    },
  },
  required: ['url'],
  additionalProperties: false,
};
