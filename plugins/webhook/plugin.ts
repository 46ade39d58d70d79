import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { WebhookActor } from './actor.ts';
import { endpointOf } from './endpoint.ts';
import { webhookDefaults, webhookSchema, type WebhookConfiguration } from './schema.ts';
import validator from './schema.validator.js';

/** Tells others of events by HTTP, as Standard Webhooks has it. */
const webhook: Plugin<WebhookConfiguration> = {
  name: 'webhook',
  configSchema: webhookSchema,
  validator,
  provides: [tokens.actor],
  needs: [tokens.clock, tokens.network, tokens.problem],
  create({ configuration, place, get }) {
    const { endpoints, timeoutSeconds } = { ...webhookDefaults, ...configuration };
    const problem = get(tokens.problem);
    const byEvent = Object.entries(endpoints).map(
      ([event, endpoint]) => [event, endpointOf(event, endpoint, place, problem)] as const,
    );
    const actor = new WebhookActor({
      ...{ endpoints: new Map(byEvent), timeoutSeconds },
      ...{ clock: get(tokens.clock), network: get(tokens.network), problem },
    });
    return { parts: { [tokens.actor]: actor } };
  },
};

export default webhook;
