/** How decisions are written. */
export interface ConsoleConfiguration {
  readonly format?: 'text' | 'json';
  /** From the folder of signalbox.yaml. */
  readonly file?: string;
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
    file: {
      type: 'string',
      minLength: 1,
      description: 'A decision log to write as well, which `signalbox explain --log` reads.',
    },
  },
  additionalProperties: false,
};
