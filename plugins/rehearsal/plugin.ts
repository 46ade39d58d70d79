import { canonicalJson } from '../../engine/canonical.ts';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { commandKinds, tokens, type Actor } from '../../engine/ports.ts';
import { rehearsalSchema, type RehearsalConfiguration } from './schema.ts';
import validator from './schema.validator.js';

/** An actor that does nothing: it writes each command to the standard output, as one line of JSON, or says nothing. */
const rehearsal: Plugin<RehearsalConfiguration> = {
  name: 'rehearsal',
  configSchema: rehearsalSchema,
  validator,
  provides: [tokens.actor],
  needs: [tokens.output],
  create({ configuration: { show = true }, get }) {
    const write = get(tokens.output);
    const actor: Actor = {
      does: commandKinds,
      async act(commands, _occasion, signal) {
        signal.throwIfAborted();
        if (show) await write(commands.map((command) => `${canonicalJson(command)}\n`).join(''));
        return { status: 'notActed', why: 'this is a rehearsal' };
      },
    };
    return { parts: { [tokens.actor]: actor } };
  },
};

export default rehearsal;
