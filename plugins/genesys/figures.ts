import type { Metric, Metrics, Sample } from '../../engine/metrics.ts';
import type { ClientFigures, GenesysClient } from './client/client.ts';
import { breakerStates } from './politeness/circuitBreaker.ts';

/**
 * Has watched how Genesys Cloud is asked: requests by their answers, what is left of the budget, the breaker.
 * @param plugin what signalbox.yaml calls it.
 * @param clients by what they are for.
 */
export function addFigures(
  metrics: Metrics,
  plugin: string,
  clients: () => Readonly<Record<string, GenesysClient>>,
): void {
  const add = (
    name: string,
    type: Metric['type'],
    help: string,
    samples: (figures: ClientFigures) => readonly Sample[],
  ): void => {
    const read = (): readonly Sample[] =>
      Object.entries(clients()).flatMap(([client, { figures }]) =>
        samples(figures).map(({ labels, value }) => ({ labels: { plugin, client, ...labels }, value })),
      );
    metrics.add({ name: `signalbox_genesys_${name}`, type, help, read });
  };
  add(
    'requests_total',
    'counter',
    'Requests to Genesys Cloud, by the status of the answer.',
    ({ requests }) => [...requests].map(([status, value]) => ({ labels: { status }, value })),
  );
  add('requests_left', 'gauge', 'Requests that may still be made in this minute.', ({ budget }) => [
    { value: budget.left },
  ]);
  add('requests_limit', 'gauge', 'Requests that may be made in a minute.', ({ budget }) => [
    { value: budget.limit },
  ]);
  add('breaker_state', 'gauge', '1 for the state the circuit breaker is in.', ({ breaker }) =>
    breakerStates.map((state) => ({ labels: { state }, value: state === breaker ? 1 : 0 })),
  );
}
