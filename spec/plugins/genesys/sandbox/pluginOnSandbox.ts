import { MetricRegistry } from '../../../../composition/service/metricRegistry.ts';
import type { Policy } from '../../../../engine/packs/policy.ts';
import type { PluginInstance } from '../../../../engine/plugins/plugin.ts';
import { tokens, type Token } from '../../../../engine/ports.ts';
import type { Problem } from '../../../../engine/problem.ts';
import type { RequestBudgets } from '../../../../engine/requestBudget.ts';
import genesys from '../../../../plugins/genesys/plugin.ts';
import type { GenesysConfiguration } from '../../../../plugins/genesys/schema.ts';
import type { SandboxOptions } from '../../../../harness/sandbox/sandbox.ts';
import { header, rightPolicy } from '../../../engine/policyText.ts';
import { startDriven, type StoppedByHand } from '../../../harness/sandbox/sandboxes.ts';
import { LockStep } from '../../../../harness/lockStep/lockStep.ts';

/** A policy that names nothing the shop does not have. */
export const shopPolicy = rightPolicy(
  `${header('SkillMapping')}mappings: [{ name: refunds, intents: [refund], assign: { skill: Refunds } }]\n`,
);

export const pseudonymKey = 'a key of sixteen characters';

/** The plugin, made for a sandbox that goes in lock-step with it; not started. */
export interface PluginOnSandbox {
  readonly driven: StoppedByHand;
  readonly lockStep: LockStep;
  readonly instance: PluginInstance;
  readonly problems: Problem[];
}

/** Nobody to share a budget with. */
const alone: RequestBudgets = { budget: () => undefined };

/** What a plugin needs, on a sandbox in lock-step. */
export function needsOn(
  lockStep: LockStep,
  {
    problems = [],
    policy = shopPolicy,
    requestBudgets = alone,
  }: { problems?: Problem[]; policy?: Policy; requestBudgets?: RequestBudgets } = {},
): ReadonlyMap<symbol, unknown> {
  return new Map<symbol, unknown>([
    [tokens.clock, lockStep.clock],
    [tokens.random, () => 0.5],
    [tokens.problem, (problem: Problem) => problems.push(problem)],
    [tokens.policy, policy],
    [tokens.metrics, new MetricRegistry()],
    [tokens.requestBudgets, requestBudgets],
    [tokens.network, { fetch: lockStep.fetch, WebSocket: lockStep.WebSocket }],
  ]);
}

/** Makes the plugin for a sandbox that begins at eleven. Whoever calls it stops both. */
export async function pluginOnSandbox(
  configuration: Partial<GenesysConfiguration> = {},
  options: Partial<SandboxOptions> = {},
  policy: Policy = shopPolicy,
  requestBudgets: RequestBudgets = alone,
): Promise<PluginOnSandbox> {
  const driven = await startDriven(options);
  const lockStep = new LockStep(driven.sandbox.inProcess);
  const problems: Problem[] = [];
  const needs = needsOn(lockStep, { problems, policy, requestBudgets });
  const { client, baseUrl } = driven.sandbox;
  const dependencies = {
    name: 'genesys',
    folder: '.',
    configuration: {
      ...{ baseUrl, clientId: client.id, clientSecret: client.secret, pseudonymKey },
      reading: { openingHours: driven.ids.scheduleGroups },
      ...configuration,
    },
    place: (path: readonly (string | number)[]) => ({ file: path.join('.') }),
    get: <Part>(token: Token<Part>): Part => needs.get(token) as Part,
  };
  try {
    return { driven, lockStep, instance: genesys.create(dependencies), problems };
  } catch (error) {
    // Nobody else knows of it.
    await driven.stop();
    throw error;
  }
}
