import type { Clock, FactProvider, Network, Plugin, Token } from 'signalbox/plugin';
import { schema, type Configuration } from './schema.ts';

const network = Symbol.for('signalbox/network') as Token<Network>;
const clock = Symbol.for('signalbox/clock') as Token<Clock>;
const factProvider = Symbol.for('signalbox/factProvider') as Token<FactProvider>;

/** The CRM's classes of customers, as priorities; of another, and of nobody, no priority is known. */
const priorities = new Map([
  ['platinum', 'urgent'],
  ['gold', 'high'],
  ['standard', 'normal'],
]);

/** Looks up in a CRM which priority the customer of a conversation has. */
const plugin: Plugin<Configuration> = {
  name: 'crm-acme',
  configSchema: schema,
  provides: [factProvider],
  needs: [network, clock],
  create({ configuration: { url, token }, get }) {
    const { fetch } = get(network);
    const time = get(clock);
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const crm: FactProvider = {
      facts: ['priority'],
      async observe(_fact, of, signal) {
        if (!('conversation' in of)) return undefined;
        signal.throwIfAborted();
        const observedAt = time.now();
        const customer = `${url}/${encodeURIComponent(of.conversation)}`;
        const answer = await fetch(new Request(customer, { headers, signal }));
        if (answer.status === 404) return undefined;
        if (!answer.ok) throw new Error(`the CRM answers ${answer.status}`);
        const { customerClass } = (await answer.json()) as { readonly customerClass?: string };
        const value = priorities.get(customerClass ?? '');
        return value === undefined ? undefined : { value, observedAt };
      },
    };
    return { parts: { [factProvider]: crm } };
  },
};

export default plugin;
