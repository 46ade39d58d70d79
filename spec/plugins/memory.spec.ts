import memory from '../../plugins/memory/plugin.ts';
import { MemoryStore } from '../../plugins/memory/memoryStore.ts';
import { pluginContract, storeContract } from './contract.ts';

describe('plugin memory', () => {
  pluginContract({ plugin: memory, right: [{}], wrong: [{ file: 'x' }, []], needs: new Map() });
  storeContract(() => Promise.resolve(new MemoryStore()));
});
