import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens, type Sink } from '../../engine/ports.ts';
import { decisionJson, decisionText } from './lines.ts';
import { consoleSchema, type ConsoleConfiguration } from './schema.ts';
import validator from './schema.validator.js';

/** A sink that writes decisions to the standard output as they are made, one line each. */
const consoleSink: Plugin<ConsoleConfiguration> = {
  name: 'console',
  configSchema: consoleSchema,
  validator,
  provides: [tokens.sink],
  needs: [tokens.output],
  create({ configuration: { format = 'text' }, get }) {
    const line = format === 'json' ? decisionJson : decisionText;
    const write = get(tokens.output);
    const sink: Sink = {
      async hear(decisions, signal) {
        signal.throwIfAborted();
        await write(decisions.map((decision) => `${line(decision)}\n`).join(''));
      },
    };
    return { parts: { [tokens.sink]: sink } };
  },
};

export default consoleSink;
