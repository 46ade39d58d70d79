/** Where calls are told, and what lets us in. */
export interface Configuration {
  readonly url: string;
  readonly token?: string;
  readonly everySeconds?: number;
}

/** How long to wait until what is new is asked for again, in seconds, unless told. */
export const defaultEverySeconds = 5;

/** JSON Schema 2020-12 of the configuration. */
export const schema = {
  type: 'object',
  properties: {
    url: { type: 'string', pattern: '^https?://', description: 'Where what is new is asked for.' },
    token: {
      type: 'string',
      minLength: 1,
      description: 'A bearer token. A secret: ${env:…} in signalbox.yaml.',
    },
    everySeconds: {
      type: 'number',
      exclusiveMinimum: 0,
      default: defaultEverySeconds,
      description: 'How long to wait where nothing is new, in seconds.',
    },
  },
  required: ['url'],
  additionalProperties: false,
};
