/** Where notices go, and what lets us in. */
export interface Configuration {
  readonly url: string;
  readonly token?: string;
}

/** JSON Schema 2020-12 of the configuration. */
export const schema = {
  type: 'object',
  properties: {
    url: { type: 'string', pattern: '^https?://', description: 'Where notices are posted.' },
    token: {
      type: 'string',
      minLength: 1,
      description: 'A bearer token. A secret: ${env:…} in signalbox.yaml.',
    },
  },
  required: ['url'],
  additionalProperties: false,
};
