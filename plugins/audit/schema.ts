/** How often the log is signed, and by what. */
export interface CheckpointsConfiguration {
  /** The private key, as `signalbox audit key` makes one; from the folder of signalbox.yaml. */
  readonly keyFile: string;
  /** Where checkpoints are kept, best on another disk; from the folder of signalbox.yaml. */
  readonly folder?: string;
  /** After how many entries at the latest. */
  readonly everyEntries?: number;
  /** After how many seconds at the latest, if there is anything new. */
  readonly everySeconds?: number;
}

/** Where the log is kept. */
export interface AuditConfiguration {
  /** Of its own, from the folder of signalbox.yaml. */
  readonly folder: string;
  /** From how many bytes on a file is not added to any more. */
  readonly fileBytes?: number;
  /** Left out, there are none. */
  readonly checkpoints?: CheckpointsConfiguration;
}

/** Ours: 64 MiB are some 20,000 decisions, and are read in a few seconds at a start. */
export const defaultFileBytes = 64 * 2 ** 20;

/** Ours: what can be cut off unseen is a minute at most, and less where much happens. */
export const checkpointDefaults = { everyEntries: 1000, everySeconds: 60 } as const;

/** The folder of checkpoints within the log's, unless told otherwise. */
export const checkpointsFolder = 'checkpoints';

/** JSON Schema 2020-12 of the configuration. */
export const auditSchema = {
  type: 'object',
  properties: {
    folder: { type: 'string', minLength: 1, description: 'A folder of its own; made when there is none.' },
    fileBytes: {
      type: 'integer',
      minimum: 1024,
      maximum: 256 * 2 ** 20,
      default: defaultFileBytes,
      description:
        'From how many bytes on a file is not added to any more. A new day (UTC) begins one as well.',
    },
    checkpoints: {
      type: 'object',
      description: 'Signs the log’s end again and again. Left out, what is cut off the end cannot be seen.',
      properties: {
        keyFile: { type: 'string', minLength: 1, description: 'Made by `signalbox audit key`.' },
        folder: {
          type: 'string',
          minLength: 1,
          description: `Where they are kept, best on another disk; "${checkpointsFolder}" in the log’s folder unless told.`,
        },
        everyEntries: { type: 'integer', minimum: 1, default: checkpointDefaults.everyEntries },
        everySeconds: {
          type: 'number',
          minimum: 1,
          maximum: 86_400,
          default: checkpointDefaults.everySeconds,
        },
      },
      required: ['keyFile'],
      additionalProperties: false,
    },
  },
  required: ['folder'],
  additionalProperties: false,
};
