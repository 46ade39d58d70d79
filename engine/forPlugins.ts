/**
 * The types a plugin outside this repository is written with, as `signalbox/plugin`. Types alone: nothing of it is there at
 * run time, so that a plugin has no second copy of anything of Signalbox's.
 */
export type { RoutingEvent } from './conversation/events.ts';
export type { Command, CommandKind } from './decisions/record.ts';
export type {
  ActOutcome,
  CommandOutcome,
  DecisionRecord,
  Observation,
  ObservedEvent,
  Told,
} from './exchange.ts';
export type { FactValue, FactValues } from './facts/definition.ts';
export type { Network } from './network.ts';
export type { Finding } from './plugins/finding.ts';
export type { Dependencies, Plugin, PluginInstance } from './plugins/plugin.ts';
export type {
  Actor,
  BatchActor,
  BatchedCommand,
  BatchSize,
  Clock,
  EventBatch,
  EventSource,
  FactHolder,
  FactProvider,
  Occasion,
  Output,
  Sink,
  Token,
} from './ports.ts';
export type { Problem } from './problem.ts';
export type { Store, StoreBackup } from './store.ts';
