import { resolve } from 'node:path';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { RecordingSource } from './recordingSource.ts';
import { recordingSchema, type RecordingConfiguration } from './schema.ts';
import validator from './schema.validator.js';

/** An event source that plays a recording. */
const recording: Plugin<RecordingConfiguration> = {
  name: 'recording',
  configSchema: recordingSchema,
  validator,
  provides: [tokens.eventSource],
  needs: [tokens.recording, tokens.clock],
  create({ configuration: { file, timesFaster }, folder, get }) {
    const events = get(tokens.recording)(resolve(folder, file));
    const source = new RecordingSource(events, get(tokens.clock), timesFaster);
    return {
      parts: { [tokens.eventSource]: source },
      start: () => source.open(),
      diagnose: async () => {
        const facts = await events.facts();
        return [{ what: `${file} is a recording that carries ${facts.length} facts`, status: 'fine' }];
      },
    };
  },
};

export default recording;
