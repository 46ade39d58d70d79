import { join, resolve } from 'node:path';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { readableByOthers } from './auditProblem.ts';
import { AuditTrail } from './auditTrail.ts';
import type { CheckpointSettings } from './checkpointer.ts';
import { diagnosed } from './diagnosis.ts';
import {
  auditSchema,
  checkpointDefaults,
  checkpointsFolder,
  defaultFileBytes,
  type AuditConfiguration,
} from './schema.ts';
import validator from './schema.validator.js';
import { isReadableByOthers } from './signingKey.ts';

/** A sink that writes every decision, and how every command ended, to a log in which no entry can be changed unseen. */
const audit: Plugin<AuditConfiguration> = {
  name: 'audit',
  configSchema: auditSchema,
  validator,
  provides: [tokens.sink],
  needs: [tokens.clock, tokens.problem],
  create({ configuration, folder: base, get }) {
    const [clock, problem] = [get(tokens.clock), get(tokens.problem)];
    const folder = resolve(base, configuration.folder);
    const checkpoints = checkpointSettings(configuration, base, folder);
    const { fileBytes = defaultFileBytes } = configuration;
    const trail = new AuditTrail({ folder, fileBytes, clock, problem, checkpoints });
    const stop = new AbortController();
    let signing = Promise.resolve();
    return {
      parts: { [tokens.sink]: trail },
      async start(signal) {
        await trail.open(signal);
        if (checkpoints !== undefined && isReadableByOthers(checkpoints.keyFile))
          problem(readableByOthers(checkpoints.keyFile));
        signing = trail.keepSigning(stop.signal);
      },
      async stop() {
        stop.abort(new Error('the log is closed'));
        await signing;
        await trail.close();
      },
      diagnose: () => Promise.resolve(diagnosed(folder, checkpoints)),
    };
  },
};

function checkpointSettings(
  { checkpoints }: AuditConfiguration,
  base: string,
  folder: string,
): CheckpointSettings | undefined {
  if (checkpoints === undefined) return undefined;
  const { keyFile, folder: place } = checkpoints;
  return {
    ...checkpointDefaults,
    ...checkpoints,
    keyFile: resolve(base, keyFile),
    folder: place === undefined ? join(folder, checkpointsFolder) : resolve(base, place),
  };
}

export default audit;
