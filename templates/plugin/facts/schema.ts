/** Where customers are known, and what lets us in. */
export interface Configuration {
  readonly url: string;
  readonly token?: string;
}

/** JSON Schema 2020-12 of the configuration. */
export const schema = {
  type: 'object',
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://',
      description: 'What a conversation’s id is put behind, to ask about it.',
    },
    token: {
      type: 'string',
      minLength: 1,
      description: 'A bearer token. A secret: ${env:…} in signalbox.yaml.',
    },
  },
  required: ['url'],
  additionalProperties: false,
};
