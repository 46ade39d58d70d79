import type { Problem } from '../../../../engine/problem.ts';
import type { Acting } from '../../../../plugins/genesys/acting/acting.ts';
import { baseUrlAddress } from '../../../../plugins/genesys/client/address.ts';
import { GenesysClient } from '../../../../plugins/genesys/client/client.ts';
import { readNames } from '../../../../plugins/genesys/reading/names.ts';
import type { Reading } from '../../../../plugins/genesys/reading/reading.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { LockStep } from '../../../../harness/lockStep/lockStep.ts';
import type { ConversationState } from '../../../../harness/sandbox/control/conversationStates.ts';
import type { SandboxOptions } from '../../../../harness/sandbox/sandbox.ts';
import { withSandbox, type Driven, type Exchange } from '../../../harness/sandbox/sandboxes.ts';

/** The plugin on a sandbox, over real sockets, both in lock-step. */
export interface Plugged {
  readonly driven: Driven;
  readonly lockStep: LockStep;
  readonly genesys: GenesysClient;
  readonly reading: Reading;
  readonly acting: Acting;
  readonly problems: Problem[];
  /** The state of a conversation, or of all. */
  readonly state: (id: string) => Promise<ConversationState>;
  readonly states: () => Promise<readonly ConversationState[]>;
  /** Requests for an operation, in order. */
  readonly exchanges: (operation?: string) => Promise<readonly Exchange[]>;
  readonly befall: (...faults: object[]) => Promise<void>;
  readonly presence: (agent: string, to: string) => Promise<void>;
  /** A customer writes. @returns the conversation's id. */
  readonly come: (from: string, metadata?: Record<string, string>) => Promise<string>;
}

/** Runs the plugin on a sandbox that starts at eleven, quiet unless its options say otherwise. */
export function withPlugin(
  use: (plugged: Plugged) => Promise<void>,
  options: Partial<SandboxOptions> = {},
): Promise<void> {
  return withSandbox(async (driven) => {
    const made = await plugged(driven);
    try {
      await use(made);
    } finally {
      made.lockStep.close();
    }
  }, options);
}

async function plugged(driven: Driven): Promise<Plugged> {
  const { control, sandbox, ids } = driven;
  const lockStep = new LockStep(sandbox.inProcess);
  const { clock, fetch } = lockStep;
  const genesys = new GenesysClient({
    ...{ address: baseUrlAddress(sandbox.baseUrl), clock, fetch, random: () => 0.5 },
    ...{ clientId: sandbox.client.id, clientSecret: sandbox.client.secret },
  });
  const manner = { lane: 'bulk' } as const;
  const names = await lockStep.run(readNames(genesys, manner));
  const openingHours = ids.scheduleGroups;
  const reading = { genesys, names, manner, settings: { ...genesysDefaults.reading, openingHours } };
  const problems: Problem[] = [];
  const settings = { ...genesysDefaults.acting, fromAddress: 'signalbox@example.com' };
  const states = async (): Promise<readonly ConversationState[]> =>
    (await control<{ conversations: ConversationState[] }>('GET', '/sandbox/conversations')).conversations;
  return {
    ...{ driven, lockStep, genesys, reading, states, problems },
    acting: { genesys, reading, clock, settings, problem: (problem) => problems.push(problem) },
    state: async (id) => (await states()).find((one) => one.id === id)!,
    exchanges: async (operation) => {
      const { exchanges } = await control<{ exchanges: Exchange[] }>('GET', '/sandbox/exchanges');
      return exchanges.filter((one) => operation === undefined || one.operation === operation);
    },
    befall: (...faults) => control('POST', '/sandbox/faults', faults),
    presence: (agent, to) => control('POST', '/sandbox/presence', { agent, presence: to }),
    come: async (from, metadata = { queue: 'Refunds' }) => {
      const params = {
        path: { integrationId: ids.openIntegrationId },
        query: { prefetchConversationId: true },
      };
      const channel = { from: { id: from, idType: 'Opaque' }, time: new Date(clock.now()).toISOString() };
      const body = { channel, text: `Hello from ${from}`, metadata };
      const { data } = await lockStep.run(
        genesys.call('postConversationsMessageInboundOpenMessage', { params, body }, manner),
      );
      return data.conversationId!;
    },
  };
}
