/** JSON Schema 2020-12 of the configuration: there is nothing to say. */
export const memorySchema = { type: 'object', properties: {}, additionalProperties: false };
