/** Where the store lies, and how long it keeps what nobody needs any more. */
export interface SqliteConfiguration {
  /** From the folder of signalbox.yaml. */
  readonly file: string;
  /** How long a decision is kept, in days, once every sink has heard it. */
  readonly keepDecisionsDays?: number;
  /** How long a command is kept, in days, once it has ended and its conversation is over. */
  readonly keepCommandsDays?: number;
  /** How long a command that failed, or may not have been done, is kept, in days. */
  readonly keepDeadDays?: number;
  /** How long a commit waits for another program that writes to the file, in seconds. */
  readonly busySeconds?: number;
  /** After how many seconds without a sign of life another instance may take the file over. */
  readonly leaseSeconds?: number;
}

/** Every setting but the file. */
export type SqliteSettings = Required<Omit<SqliteConfiguration, 'file'>>;

/**
 * Ours. A month of decisions and commands covers a complaint and a monthly review; what is to be kept longer goes to a
 * sink. A month is also far longer than a platform tells an event again, which is how long the id of a one-shot command
 * must be known. What failed waits three times as long, for a person. A lease is renewed three times as often as it ends:
 * 15 s outlives a long pause of the process, and a standby waits no longer than that.
 */
export const sqliteDefaults: SqliteSettings = {
  keepDecisionsDays: 30,
  keepCommandsDays: 30,
  keepDeadDays: 90,
  busySeconds: 5,
  leaseSeconds: 15,
};

const days = (of: string) => ({ type: 'number', exclusiveMinimum: 0, description: `${of}, in days.` });

/** JSON Schema 2020-12 of the configuration. */
export const sqliteSchema = {
  type: 'object',
  properties: {
    file: { type: 'string', minLength: 1, description: 'The file; made when there is none.' },
    keepDecisionsDays: {
      ...days('How long decisions are kept that every sink has heard'),
      default: sqliteDefaults.keepDecisionsDays,
    },
    keepCommandsDays: {
      ...days('How long commands are kept that have ended, of conversations that are over'),
      default: sqliteDefaults.keepCommandsDays,
    },
    keepDeadDays: {
      ...days('How long commands are kept that failed'),
      default: sqliteDefaults.keepDeadDays,
    },
    busySeconds: {
      type: 'number',
      minimum: 0,
      maximum: 60,
      description: 'How long a commit waits for another program that writes to the file.',
      default: sqliteDefaults.busySeconds,
    },
    leaseSeconds: {
      type: 'number',
      minimum: 1,
      maximum: 3600,
      description: 'After how long without a sign of life another instance may take the file over.',
      default: sqliteDefaults.leaseSeconds,
    },
  },
  required: ['file'],
  additionalProperties: false,
};
