import { expect } from 'chai';
import { Pseudonyms } from '../../../../engine/door/pseudonym.ts';
import type { Command } from '../../../../engine/decisions/record.ts';
import { factsAbout } from '../../../../engine/facts/catalogue.ts';
import type { ObservedEvent } from '../../../../engine/exchange.ts';
import { tokens, type Actor, type EventSource, type FactProvider } from '../../../../engine/ports.ts';
import genesys from '../../../../plugins/genesys/plugin.ts';
import type { ListenBy } from '../../../../plugins/genesys/listening/eventSource.ts';
import { shop, startDriven, type StoppedByHand } from '../../../harness/sandbox/sandboxes.ts';
import { header, rightPolicy } from '../../../engine/policyText.ts';
import { actorContract, eventSourceContract, factProviderContract, pluginContract } from '../../contract.ts';
import { failure } from '../session.ts';
import { LockStep } from '../../../../harness/lockStep/lockStep.ts';
import { needsOn, pluginOnSandbox, pseudonymKey, type PluginOnSandbox } from './pluginOnSandbox.ts';

const never = new AbortController().signal;
const minutes = 60_000;

/** Sandboxes that specs have begun. */
const running: StoppedByHand[] = [];
afterEach(async () => {
  for (const driven of running.splice(0)) await driven.stop();
});

/** The plugin, started on a sandbox that is stopped after the spec. */
async function started(...how: Parameters<typeof pluginOnSandbox>): Promise<PluginOnSandbox> {
  const made = await pluginOnSandbox(...how);
  running.push(made.driven);
  await made.lockStep.run(made.instance.start!(never));
  return made;
}

describe('plugin genesys', function () {
  this.timeout(60_000);

  describe('is a plugin, which', () => {
    const needs = new Map<symbol, unknown>();
    const where = { baseUrl: 'http://sandbox.invalid' };
    const client = { clientId: 'spec', clientSecret: 'spec-secret' };
    before(async () => {
      const driven = await startDriven();
      const lockStep = new LockStep(driven.sandbox.inProcess);
      for (const [token, part] of needsOn(lockStep)) needs.set(token, part);
      const toSandbox = (request: Request): Promise<Response> =>
        lockStep.fetch(new Request(request.url.replace(where.baseUrl, driven.sandbox.baseUrl), request));
      needs.set(tokens.network, { fetch: toSandbox, WebSocket: lockStep.WebSocket });
      stop = () => driven.stop();
    });
    let stop: () => Promise<void>;
    after(() => stop());
    const right = { ...where, ...client, pseudonymKey };
    pluginContract({
      plugin: genesys,
      right: [
        right,
        { region: 'eu-central-1', ...client, pseudonymKey },
        {
          ...right,
          ...{ actingClient: client, queues: ['Orders'], botFlows: ['id'], listen: 'polling' },
          politeness: { requestsPerMinute: 100, breaker: { failures: 2 } },
          reading: { lookUp: ['estimatedWaitSeconds'] },
          listening: { reconcileSeconds: 60 },
          acting: { skills: 'replace', handoffAttribute: 'to' },
        },
      ],
      wrong: [
        {},
        { ...where, ...client },
        { ...right, pseudonymKey: 'too short' },
        { ...right, clientSecret: '' },
        { ...right, actingClient: { clientId: 'spec' } },
        { ...right, queues: [] },
        { ...right, listen: 'telepathy' },
        { ...right, reading: { lookUp: ['waitSeconds'] } },
        { ...right, listening: { reconcileSeconds: 0 } },
        { ...right, clientID: 'spec' },
      ],
      needs,
    });
  });

  for (const listen of ['notifications', 'polling'] as const satisfies ListenBy[])
    describe(`tells what happens by ${listen}: an event source that`, () => {
      let step = (): void => undefined;
      eventSourceContract({
        make: async () => {
          const configuration = { listen, listening: { pollSeconds: 60 } };
          const { lockStep, driven, instance } = await started(configuration, { org: shop });
          const source = instance.parts[tokens.eventSource] as EventSource;
          const over = new AbortController();
          const end = lockStep.clock.now() + 10 * minutes;
          let [isBusy, isOver] = [false, false];
          step = () => {
            if (isBusy || isOver) return;
            if (lockStep.clock.now() >= end) over.abort();
            isBusy = true;
            lockStep
              .pass(over.signal.aborted ? 0 : 30)
              .catch(() => undefined)
              .finally(() => (isBusy = false));
          };
          return {
            ...(source.carries === undefined ? {} : { carries: source.carries }),
            async listen(take, signal, cursor) {
              await source.listen(take, AbortSignal.any([signal, over.signal]), cursor);
              isOver = true;
              running.splice(running.indexOf(driven), 1);
              while (isBusy) await new Promise((resolve) => setImmediate(resolve));
              await driven.stop();
            },
          };
        },
        step: () => step(),
      });
    });

  describe('looks facts up: a fact provider that', () => {
    factProviderContract({
      make: async () => {
        const { lockStep, instance } = await started();
        return {
          provider: instance.parts[tokens.factProvider] as FactProvider,
          clock: lockStep.clock,
        };
      },
      known: [{ queue: 'Orders' }, { queue: 'Refunds' }],
    });
  });

  describe('does what was decided: an actor that', () => {
    const conversation = 'c-1';
    actorContract({
      make: async () => {
        const made = await started();
        const { lockStep, instance } = made;
        const pseudonym = await waitingIn(made, 'Refunds');
        const actor = instance.parts[tokens.actor] as Actor;
        const agent = new Pseudonyms(pseudonymKey).agent(made.driven.ids.users['ana']!);
        const known = (command: Command): Command => ({
          ...command,
          conversation: pseudonym,
          ...('set' in command && command.set === 'scoredAgents' ? { agents: [{ agent, score: 90 }] } : {}),
          ...('do' in command && command.do === 'assign' ? { agent } : {}),
        });
        return {
          does: actor.does,
          act: (commands, occasion, signal) =>
            lockStep.run(
              actor.act(commands.map(known), { ...occasion, decidedAt: lockStep.clock.now() }, signal),
            ),
        };
      },
      commands: [
        { set: 'skills', conversation, skills: ['Refunds'], language: 'en-US' },
        { set: 'priority', conversation, points: 2 },
        { set: 'scoredAgents', conversation, agents: [{ agent: 'agent-1', score: 100 }] },
        { set: 'attributes', conversation, attributes: { slaStatus: 'breach' } },
        { id: '1', conversation, do: 'notify', supervisor: 'lead@example.com', about: 'a rule' },
        { id: '2', conversation, do: 'transfer', queue: 'Orders' },
        { id: '3', conversation, do: 'offer', offer: 'callback' },
        { id: '4', conversation, do: 'say', text: 'One moment.' },
        { id: '5', conversation, do: 'assign', agent: 'agent-1' },
      ],
    });
  });

  it('holds a policy that is edited while it is at work to the names of the organisation', async () => {
    const { instance, lockStep } = await started();
    const assigning = (skill: string) =>
      rightPolicy(`${header('SkillMapping')}mappings: []\notherwise: { assign: { skill: ${skill} } }\n`);
    const check = (skill: string) => lockStep.run(instance.checkPolicy!(assigning(skill), never));
    expect(await check('Refunds')).to.deep.equal([]);
    const [wrong] = await check('Refund');
    expect(wrong).to.deep.include({ code: 'genesys-unknown-skill', severity: 'error' });
    expect(wrong!.hint).to.contain('did you mean "Refunds"?');
    await instance.stop!(never);
  });

  it('rejects what is about somebody it has not heard of, and sends nothing', async () => {
    const { instance, driven } = await started();
    const actor = instance.parts[tokens.actor] as Actor;
    const before = await driven.answered();
    const occasion = { decidedAt: 0, isRepeated: false };
    const command = { set: 'priority', conversation: 'c-0123456789abcdef', points: 1 } as const;
    const error = await failure(actor.act([command], occasion, never));
    expect(error.message).to.contain('c-0123456789abcdef has not been heard of since this started');
    expect(await driven.answered()).to.deep.equal(before);
  });

  it('does not start where policy and configuration name what is not there: says what was meant, and where', async () => {
    const policy = rightPolicy(
      `${header('SkillMapping')}mappings: [{ name: refunds, intents: [refund], assign: { skill: Refunts } }]\n`,
    );
    const made = await pluginOnSandbox({ queues: ['Orders', 'Refnds'] }, {}, policy);
    running.push(made.driven);
    const { message } = await failure(made.lockStep.run(made.instance.start!(never)));
    expect(message).to.contain(
      'queues.1: error: the organisation has no queue "Refnds" → did you mean "Refunds"?',
    );
    expect(message).to.contain('the organisation has no skill "Refunts"');
    expect(message).to.contain('did you mean "Refunds"?');
  });

  it('does not start with a schedule group or a bot flow that is not there, and says where each is named', async () => {
    const reading = { openingHours: { Orders: 'Orders hours' } };
    const made = await pluginOnSandbox({ reading, botFlows: ['Welcome bot'] });
    running.push(made.driven);
    const { message } = await failure(made.lockStep.run(made.instance.start!(never)));
    expect(message).to.contain(
      'reading.openingHours.Orders: error: the organisation has no schedule group "Orders hours" → give the id',
    );
    expect(message).to.contain('botFlows.0: error: the organisation has no bot flow "Welcome bot"');
  });

  for (const listen of ['notifications', 'polling'] as const)
    for (const hours of ['known', 'unknown'] as const)
      it(`claims the facts of queues that it tells by ${listen}, and no others, where hours are ${hours}`, async () => {
        const reading = hours === 'unknown' ? { reading: {} } : {};
        const { lockStep, instance } = await started({ listen, ...reading });
        const source = instance.parts[tokens.eventSource] as EventSource;
        const told = new Set<string>();
        const enough = new AbortController();
        const listening = source.listen(
          ({ events }) => {
            for (const { event } of events)
              if (event.type === 'queue.observed') for (const name in event.facts) told.add(name);
            return Promise.resolve();
          },
          enough.signal,
          undefined,
        );
        await lockStep.pass(60);
        enough.abort();
        await lockStep.run(listening);
        const ofQueues = new Set(factsAbout('queue').map(({ name }) => name));
        const claimed = source.carries!.filter((name) => ofQueues.has(name));
        // Nobody was waited for yet: there is no service level to tell.
        expect([...told, 'serviceLevel'].sort()).to.deep.equal([...claimed].sort());
        expect(claimed.includes('queueOpen')).to.equal(hours === 'known');
      });

  it('shares one budget for each client it asks by, names none of them, and starts though it cannot be asked', async () => {
    const names: string[] = [];
    const take = (): Promise<never> => Promise.reject(new Error('no database'));
    const budget = (name: string) => (names.push(name), { take });
    const acting = { clientId: 'actor', clientSecret: 'actor-secret' };
    for (const configuration of [{}, { actingClient: acting }]) {
      const clients = [{ id: acting.clientId, secret: acting.clientSecret, permissions: [] }];
      const made = await pluginOnSandbox(configuration, { org: { ...shop, clients } }, undefined, { budget });
      running.push(made.driven);
      await made.lockStep.run(made.instance.start!(never));
      expect(made.problems.map(({ severity, message }) => `${severity}: ${message}`)).to.deep.equal([
        'warning: the request budget that workers share cannot be asked: a tenth of it is used meanwhile: no database',
      ]);
      await made.instance.stop!(never);
    }
    const [one, other, acted] = names;
    expect(names).to.have.length(3);
    // Each sandbox is a host of its own.
    expect(new Set([one, other, acted]).size).to.equal(3);
    for (const name of names) expect(name).to.match(/^genesys [0-9a-f]{32}$/);
  });

  it('cannot be made without a place, or with two', async () => {
    for (const wrong of [{ baseUrl: undefined }, { region: 'eu-central-1' }, { baseUrl: 'x' }]) {
      const { message } = await failure(
        pluginOnSandbox(wrong as never).then(({ driven }) => void running.push(driven)),
      );
      expect(message).to.match(/region|base URL/);
    }
  });

  it('assigns, and tags what it acted on with its pseudonym, once', async () => {
    const made = await started({ acting: { externalTag: 'pseudonym' } });
    const conversation = await waitingIn(made, 'Refunds');
    const { lockStep, driven } = made;
    const actor = made.instance.parts[tokens.actor] as Actor;
    const agent = new Pseudonyms(pseudonymKey).agent(driven.ids.users['ana']!);
    await driven.control('POST', '/sandbox/presence', { agent: 'ana', presence: 'On Queue' });
    const occasion = { decidedAt: lockStep.clock.now(), isRepeated: false };
    const assign = { id: '1', conversation, do: 'assign', agent } as const;
    const priority = { set: 'priority', conversation, points: 3 } as const;
    const statuses: string[] = [];
    for (const command of [assign, assign, priority])
      statuses.push((await lockStep.run(actor.act([command], occasion, never))).status);
    expect(statuses.slice(0, 2)).to.satisfy(
      ([one, other]: string[]) => ['done', 'alreadySo'].includes(one!) && other === 'alreadySo',
    );
    const { exchanges } = await driven.control<{ exchanges: { operation: string; uri: string }[] }>(
      'GET',
      '/sandbox/exchanges',
    );
    const puts = exchanges.filter(({ operation }) => operation === 'putConversationTags');
    expect(puts).to.have.length(1);
    expect(JSON.stringify(puts)).to.contain(conversation);
    const stranger = { ...assign, agent: 'agent-0123456789ab' };
    expect((await failure(actor.act([stranger], occasion, never))).message).to.contain(
      'agent-0123456789ab has not been heard of',
    );
  });

  it('reads by one client and acts by another', async () => {
    const acting = { id: 'actor', secret: 'actor-secret' };
    const made = await started(
      { actingClient: { clientId: acting.id, clientSecret: acting.secret } },
      {
        org: {
          ...shop,
          scenario: { ...shop.scenario, arrivals: { ...shop.scenario.arrivals, perDay: 0 } },
          clients: [{ ...acting, permissions: ['routing:conversation:edit'] }],
        },
      },
    );
    const conversation = await waitingIn(made, 'Refunds');
    const actor = made.instance.parts[tokens.actor] as Actor;
    const occasion = { decidedAt: made.lockStep.clock.now(), isRepeated: false };
    const set = { set: 'priority', conversation, points: 3 } as const;
    expect(await made.lockStep.run(actor.act([set], occasion, never))).to.deep.equal({ status: 'done' });
    const notAllowed = { id: '1', conversation, do: 'transfer', queue: 'Orders' } as const;
    const error = await failure(made.lockStep.run(actor.act([notAllowed], occasion, never)));
    expect(error.message).to.contain('genesys-permission-missing');
  });
});

/** A customer comes and waits. @returns the conversation's pseudonym, once it was told. */
async function waitingIn({ driven, lockStep, instance }: PluginOnSandbox, queue: string): Promise<string> {
  for (const agent of Object.keys(driven.ids.users))
    await driven.control('POST', '/sandbox/presence', { agent, presence: 'Break' });
  const params = `conversations/messages/${driven.ids.openIntegrationId}/inbound/open/message`;
  const channel = {
    from: { id: 'one', idType: 'Opaque' },
    time: new Date(lockStep.clock.now()).toISOString(),
  };
  await driven.call('POST', `/api/v2/${params}?prefetchConversationId=true`, {
    ...{ channel, text: 'Hello', metadata: { queue } },
  });
  const source = instance.parts[tokens.eventSource] as EventSource;
  const told: ObservedEvent[] = [];
  const enough = new AbortController();
  const listening = source.listen(
    ({ events }) => Promise.resolve(void told.push(...events)),
    enough.signal,
    undefined,
  );
  await lockStep.pass(30);
  enough.abort();
  await lockStep.run(listening);
  const queued = told.flatMap(({ event }) =>
    event.type === 'conversation.queued' ? [event.conversation] : [],
  );
  expect(queued).to.have.length(1);
  return queued[0]!;
}
