import { systemNetwork } from '../../../composition/systemNetwork.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Network } from '../../../engine/network.ts';
import { tokens, type BatchActor, type BatchedCommand } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import crm from '../../../plugins/crm/plugin.ts';
import type { CrmConfiguration } from '../../../plugins/crm/schema.ts';

/** When the records of specs were decided. */
const decidedAt = Date.UTC(2026, 2, 2, 9);

/** A command to keep a record. */
export function upsert(
  id: string,
  conversation = `c-${id}`,
  record: Readonly<Record<string, FactValue>> = { sla_status: 'compliant' },
): BatchedCommand {
  return {
    command: { id, conversation, do: 'crm', operation: 'upsert', record },
    decidedAt,
    isRepeated: false,
  };
}

/** The plugin, made. */
export interface MadeCrm {
  readonly actor: BatchActor;
  readonly clock: VirtualClock;
  readonly problems: Problem[];
}

export function madeCrm(
  configuration: CrmConfiguration,
  network: Pick<Network, 'fetch'> = systemNetwork,
  clock = new VirtualClock(),
): MadeCrm {
  const problems: Problem[] = [];
  const needs = new Map<symbol, unknown>([
    [tokens.clock, clock],
    [tokens.network, network],
    [tokens.problem, (problem: Problem) => void problems.push(problem)],
  ]);
  const { parts } = crm.create({
    ...{ name: 'crm', folder: '.', configuration },
    place: (path) => ({ file: path.join('.') }),
    get: ((token: symbol) => needs.get(token)) as never,
  });
  return { actor: parts[tokens.batchActor] as BatchActor, clock, problems };
}

/** A record as a CRM gets it. */
export interface ReceivedRecord extends Readonly<Record<string, unknown>> {
  readonly idempotency_key: string;
  readonly conversation_id: string;
}

export function recordsIn(body: string): readonly ReceivedRecord[] {
  return (JSON.parse(body) as { readonly records: readonly ReceivedRecord[] }).records;
}
