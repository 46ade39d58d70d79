/**
 * The contract suites: what the rules at the ports (engine/ports.ts, engine/store.ts, engine/plugins/plugin.ts) ask of a
 * plugin's parts. Called inside a `describe` of the plugin's own spec.
 */
export { actorContract } from './contract/actor.ts';
export { batchActorContract } from './contract/batchActor.ts';
export { clockContract } from './contract/clock.ts';
export { eventSourceContract } from './contract/eventSource.ts';
export { factProviderContract } from './contract/factProvider.ts';
export { pluginContract } from './contract/plugin.ts';
export { requestBudgetContract } from './contract/requestBudget.ts';
export { sinkContract } from './contract/sink.ts';
export { storeContract } from './contract/store.ts';
