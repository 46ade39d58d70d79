/** Where one kind of event goes. */
export interface WebhookEndpoint {
  readonly url: string;
  /** `whsec_…`, the one in use first; two while one takes the other's place. */
  readonly secrets: readonly string[];
  /** Sent besides those of the signature. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Who is told what. */
export interface WebhookConfiguration {
  /** By event. */
  readonly endpoints: Readonly<Record<string, WebhookEndpoint>>;
  readonly timeoutSeconds?: number;
}

/** Source document 3. */
export const webhookDefaults = { timeoutSeconds: 5 } as const;

const text = { type: 'string', minLength: 1 };

/** JSON Schema 2020-12 of the configuration; addresses, secrets and headers are checked when the plugin is made. */
export const webhookSchema = {
  type: 'object',
  properties: {
    endpoints: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        type: 'object',
        properties: {
          url: { ...text, description: 'https; http only on this machine.' },
          secrets: {
            type: 'array',
            items: text,
            minItems: 1,
            maxItems: 2,
            uniqueItems: true,
            description: 'From the environment: ${env:WFM_SECRET}; two while they change.',
          },
          headers: {
            type: 'object',
            additionalProperties: text,
            description: 'Sent besides those of the signature.',
          },
        },
        required: ['url', 'secrets'],
        additionalProperties: false,
      },
    },
    timeoutSeconds: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 50,
      description: 'For an answer.',
      default: webhookDefaults.timeoutSeconds,
    },
  },
  required: ['endpoints'],
  additionalProperties: false,
};
