import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Scenario } from './scenario.ts';
import { World, type WorldPolicies } from './world.ts';

/**
 * Every event of a scenario, in order of time, one moment at a time: memory holds only what is open.
 * @param seed any whole number; with the scenario and the policies it determines every event.
 * @throws ProblemError when the scenario contradicts itself.
 */
export function* simulateWorld(
  scenario: Scenario,
  seed: number,
  policies: WorldPolicies = {},
): Generator<RoutingEvent> {
  const world = new World(scenario, seed, policies);
  for (let events = world.step(); events !== undefined; events = world.step()) yield* events;
}
