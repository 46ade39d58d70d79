/** How a recording is played. */
export interface RecordingConfiguration {
  /** From the folder of signalbox.yaml. */
  readonly file: string;
  /** How many times faster than it happened; left out, as fast as can be. */
  readonly timesFaster?: number;
}

/** JSON Schema 2020-12 of the configuration. */
export const recordingSchema = {
  type: 'object',
  properties: {
    file: { type: 'string', minLength: 1, description: 'The recording, .ndjson or .ndjson.gz.' },
    timesFaster: { type: 'number', exclusiveMinimum: 0, description: '1 plays it as it happened.' },
  },
  required: ['file'],
  additionalProperties: false,
};
