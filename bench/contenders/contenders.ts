import { withCommas } from '../../harness/figures.ts';
import type { WorkId } from '../works/work.ts';
import type { Contender } from './contender.ts';

const rules: readonly WorkId[] = ['W1', 'W2', 'W3'];
const largeToo: readonly WorkId[] = ['W1', 'W2', 'W2x600', 'W3'];

/** Everybody who is measured. Another contender is another line here and a file that prepares it. */
export const contenders: readonly Contender[] = [
  {
    id: 'signalbox',
    name: 'Signalbox',
    kind: 'ours',
    works: ['W1', 'W1b', 'W2', 'W2x600', 'W3', 'W3x10000'],
    load: async () => (await import('./signalbox.ts')).prepare,
  },
  {
    id: 'signalbox-objects',
    name: 'Signalbox, objects and full record',
    kind: 'ours',
    works: ['W4'],
    load: async () => (await import('./signalboxRanking.ts')).prepare,
  },
  {
    id: 'signalbox-columns',
    name: 'Signalbox, columns',
    kind: 'ours',
    works: ['W4'],
    load: async () => (await import('./signalboxColumns.ts')).prepare,
  },
  {
    id: 'signalbox-columns-kept',
    name: 'Signalbox, columns, records kept',
    kind: 'ours',
    works: ['W4'],
    load: async () => (await import('./signalboxKept.ts')).prepare,
  },
  {
    id: 'signalbox',
    name: 'Signalbox, replay and log',
    kind: 'ours',
    works: ['recording', 'recorded-days'],
    load: async () => (await import('./signalboxReplay.ts')).prepare,
  },
  {
    id: 'signalbox',
    name: 'Signalbox, from the file of columns',
    kind: 'ours',
    works: ['recorded-columns'],
    load: async () => (await import('./signalboxEntries.ts')).prepare,
  },
  {
    id: 'signalbox-in-hand',
    name: 'Signalbox, columns in hand',
    kind: 'ours',
    works: ['recorded-columns'],
    load: async () => (await import('./signalboxEntries.ts')).prepareInHand,
  },
  {
    id: 'signalbox',
    name: 'Signalbox, bitmaps of comparisons',
    kind: 'ours',
    works: ['threshold-moved'],
    load: async () => (await import('./signalboxWhatIf.ts')).prepareMoved,
  },
  {
    id: 'signalbox',
    name: 'Signalbox, nothing kept',
    kind: 'ours',
    works: ['threshold-curve'],
    load: async () => (await import('./signalboxWhatIf.ts')).prepareCurve,
  },
  {
    id: 'signalbox',
    name: 'Signalbox, one thread',
    kind: 'ours',
    works: ['policy-edited'],
    load: async () => (await import('./signalboxEdited.ts')).prepare,
  },
  {
    id: 'signalbox',
    name: 'Signalbox on SQLite, synchronous=FULL',
    kind: 'ours',
    works: ['live'],
    load: async () => (await import('./signalboxLive.ts')).prepareOnDisk,
  },
  {
    id: 'signalbox-one-by-one',
    name: 'the same, each event alone',
    kind: 'ours',
    works: ['live'],
    load: async () => (await import('./signalboxLive.ts')).prepareOneByOne,
  },
  ...[1, 2, 3, 4].map((count): Contender => ({
    id: `workers-${count}`,
    name: `${count} ${count === 1 ? 'worker' : 'workers'}`,
    kind: 'ours',
    works: ['workers'],
    load: async () => {
      const { prepareWorkers } = await import('./signalboxWorkers.ts');
      return () => prepareWorkers(count);
    },
  })),
  ...[1, 1_000, 100_000].map((agents): Contender => ({
    id: `floor-${agents}`,
    name: `${withCommas(agents)} ${agents === 1 ? 'agent' : 'agents'}`,
    kind: 'ours',
    works: ['floors'],
    load: async () => {
      const { prepareWorkers } = await import('./signalboxWorkers.ts');
      return () => prepareWorkers(1, agents);
    },
  })),
  baseline(
    'memory',
    'the same, nothing on the disk',
    ['live'],
    async () => (await import('./signalboxLive.ts')).prepareInMemory,
  ),
  baseline(
    'handwritten',
    'handwritten ifs',
    ['W1', 'W1b', 'W2', 'W3'],
    async () => (await import('./handwritten.ts')).prepare,
  ),
  baseline(
    'closures',
    'closures',
    [...largeToo, 'W3x10000'],
    async () => (await import('./closures.ts')).prepare,
  ),
  baseline(
    'row-loop',
    'handwritten loop over rows',
    ['W3', 'W3x10000'],
    async () => (await import('./rowLoop.ts')).prepare,
  ),
  baseline(
    'plain-loop',
    'plain object loop',
    ['W4'],
    async () => (await import('./plainRanking.ts')).prepare,
  ),
  baseline('c', 'C', ['W4'], async () => (await import('./c.ts')).prepare),
  baseline('numpy', 'numpy', ['W4'], async () => (await import('./numpy.ts')).prepare),
  baseline(
    'JSON.parse',
    'JSON.parse of every line',
    ['recording', 'recorded-days'],
    async () => (await import('./jsonParse.ts')).prepare,
  ),
  baseline(
    'numpy',
    'numpy, masks of comparisons',
    ['threshold-moved'],
    async () => (await import('./numpyThreshold.ts')).prepare,
  ),
  baseline(
    'from-scratch',
    'our compiled rules, row by row',
    ['recorded-columns', 'threshold-moved', 'policy-edited'],
    async () => (await import('./fromScratch.ts')).prepare,
  ),
  peer('json-rules-engine', [...largeToo, 'W1b'], async () => (await import('./jsonRulesEngine.ts')).prepare),
  peer(
    'json-rules-engine-stopping',
    ['W1', 'W3'],
    async () => (await import('./jsonRulesEngine.ts')).prepareStopping,
  ),
  peer('json-logic-engine', [...largeToo, 'W1b'], async () => (await import('./jsonLogicEngine.ts')).prepare),
  peer('json-logic-js', largeToo, async () => (await import('./jsonLogicJs.ts')).prepare),
  peer(
    '@marcbachmann/cel-js',
    [...largeToo, 'W1b'],
    async () => (await import('./marcbachmannCel.ts')).prepare,
  ),
  peer('cel-js', rules, async () => (await import('./celJs.ts')).prepare),
  peer('filtrex', [...largeToo, 'W1b'], async () => (await import('./filtrex.ts')).prepare),
  peer('rools', rules, async () => (await import('./rools.ts')).prepare),
  peer('node-rules', rules, async () => (await import('./nodeRules.ts')).prepare),
  peer('nools', rules, async () => (await import('./nools.ts')).prepare),
  peer('rule-engine-js', rules, async () => (await import('./ruleEngineJs.ts')).prepare),
  peer('feelin', ['W1', 'W2'], async () => (await import('./feelin.ts')).prepare),
  peer('@gorules/zen-engine', largeToo, async () => (await import('./zen.ts')).prepare),
];

function peer(id: string, works: readonly WorkId[], load: Contender['load']): Contender {
  return { id, name: id, kind: 'peer', works, load };
}

function baseline(id: string, name: string, works: readonly WorkId[], load: Contender['load']): Contender {
  return { id, name, kind: 'baseline', works, load };
}
