/** The CRM, and how records are gathered for it. */
export interface CrmConfiguration {
  readonly url: string;
  /** Sent with every batch: who calls. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly batchSize?: number;
  readonly flushSeconds?: number;
  readonly timeoutSeconds?: number;
}

/** `batchSize` and `flushSeconds`: source document 4. `timeoutSeconds`: ours, half of the source's, so that a batch can be halved within one attempt. */
export const crmDefaults = { batchSize: 50, flushSeconds: 10, timeoutSeconds: 15 } as const;

/** JSON Schema 2020-12 of the configuration; the address and the headers are checked when the plugin is made. */
export const crmSchema = {
  type: 'object',
  properties: {
    url: { type: 'string', minLength: 1, description: 'https; http only on this machine.' },
    headers: {
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1 },
      description: 'Who calls, from the environment: authorization: Bearer ${env:CRM_TOKEN}.',
    },
    batchSize: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      description: 'Records of one call, at most.',
      default: crmDefaults.batchSize,
    },
    flushSeconds: {
      type: 'number',
      minimum: 0,
      description: 'How long the first record of a batch waits for others.',
      default: crmDefaults.flushSeconds,
    },
    timeoutSeconds: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 25,
      description: 'For one answer.',
      default: crmDefaults.timeoutSeconds,
    },
  },
  required: ['url'],
  additionalProperties: false,
};
