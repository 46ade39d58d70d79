/** How commands are rehearsed. */
export interface RehearsalConfiguration {
  readonly show?: boolean;
}

/** JSON Schema 2020-12 of the configuration. */
export const rehearsalSchema = {
  type: 'object',
  properties: {
    show: {
      type: 'boolean',
      default: true,
      description: 'Whether commands are written to the standard output.',
    },
  },
  additionalProperties: false,
};
