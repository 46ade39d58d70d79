/**
 * What the spec of a plugin outside this repository is written with, as `signalbox/contract`: the contract suites, and what
 * holds a plugin while they run. They run under mocha, and under Node's own test runner.
 */
export * from './contract.ts';
export { toldOf } from './contract/sink.ts';
export { shippedDecisions } from './decisions.ts';
export { standIn, type Answer, type Asked, type StandIn } from './standIn.ts';
export { settled, VirtualClock } from '../../harness/lockStep/virtualClock.ts';
