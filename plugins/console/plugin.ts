import { resolve } from 'node:path';
import { recordLine } from '../../engine/decisions/decisionLog.ts';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens, type Sink } from '../../engine/ports.ts';
import { problemError } from '../../engine/problem.ts';
import { decisionText } from './lines.ts';
import { LogFile } from './logFile.ts';
import { consoleSchema, type ConsoleConfiguration } from './schema.ts';
import validator from './schema.validator.js';

/** A sink that writes decisions to the standard output as they are made, one line each, and into a decision log. */
const consoleSink: Plugin<ConsoleConfiguration> = {
  name: 'console',
  configSchema: consoleSchema,
  validator,
  provides: [tokens.sink],
  needs: [tokens.output],
  create({ configuration: { format = 'text', file }, folder, place, get }) {
    const line = format === 'json' ? recordLine : decisionText;
    const write = get(tokens.output);
    if (file?.endsWith('.gz') === true) {
      const hint = 'leave .gz out: a log that grows is not compressed';
      throw problemError('compressed-log', 'a live decision log is plain text', { ...place(['file']), hint });
    }
    const log = file === undefined ? undefined : new LogFile(resolve(folder, file), file);
    const sink: Sink = {
      async hear(told, signal) {
        signal.throwIfAborted();
        const decisions = told.flatMap((one) => ('decision' in one ? [one.decision] : []));
        await log?.add(decisions);
        await write(
          decisions
            .map(
              (decision) => `${line(decision)}
`,
            )
            .join(''),
        );
      },
    };
    return {
      parts: { [tokens.sink]: sink },
      ...(log === undefined ? {} : { start: () => log.open(), stop: () => log.close() }),
    };
  },
};

export default consoleSink;
