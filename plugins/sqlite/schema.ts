import { keepingDefaults, keepingProperties, type StoreKeeping } from '../../engine/storeKeeping.ts';

/** Where the store lies, and how long it keeps what nobody needs any more. */
export interface SqliteConfiguration extends Partial<StoreKeeping> {
  /** From the folder of signalbox.yaml. */
  readonly file: string;
  /** How long a commit waits for another program that writes to the file, in seconds. */
  readonly busySeconds?: number;
}

/** Every setting but the file. */
export type SqliteSettings = Required<Omit<SqliteConfiguration, 'file'>>;

/** What is kept for how long, and the lease, is every store's; the wait is ours: far longer than any commit takes. */
export const sqliteDefaults: SqliteSettings = {
  ...keepingDefaults,
  busySeconds: 5,
};

/** JSON Schema 2020-12 of the configuration. */
export const sqliteSchema = {
  type: 'object',
  properties: {
    file: { type: 'string', minLength: 1, description: 'The file; made when there is none.' },
    ...keepingProperties,
    busySeconds: {
      type: 'number',
      minimum: 0,
      maximum: 60,
      description: 'How long a commit waits for another program that writes to the file.',
      default: sqliteDefaults.busySeconds,
    },
  },
  required: ['file'],
  additionalProperties: false,
};
