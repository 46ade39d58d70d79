/** How decisions are written. */
export interface ConsoleConfiguration {
  readonly format?: 'text' | 'json';
}

/** JSON Schema 2020-12 of the configuration. */
export const consoleSchema = {
  type: 'object',
  properties: {
    format: {
      enum: ['text', 'json'],
      default: 'text',
      description: 'One line a decision for people, or its record as JSON.',
    },
  },
  additionalProperties: false,
};
