import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { MemoryStore } from './memoryStore.ts';
import { memorySchema } from './schema.ts';
import validator from './schema.validator.js';

/** A store that lives as long as the process. */
const memory: Plugin = {
  name: 'memory',
  configSchema: memorySchema,
  validator,
  provides: [tokens.store],
  needs: [],
  create: () => ({ parts: { [tokens.store]: new MemoryStore() } }),
};

export default memory;
