import { Server, WebSocket } from 'mock-socket';
import { baseUrlAddress } from '../../../../plugins/genesys/client/address.ts';
import { GenesysClient } from '../../../../plugins/genesys/client/client.ts';
import type { ToldConversation } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { settled, VirtualClock } from '../../../../harness/lockStep/virtualClock.ts';

type Client = ReturnType<Server['clients']>[number];
type Answer = { readonly status?: number; readonly body?: unknown };

/** The part of Genesys Cloud that is listened to, as far as the streaming protocol goes. */
export class Cloud {
  readonly clock = new VirtualClock();
  /** What was asked, in order: method and path. */
  readonly asked: string[] = [];
  /** The bodies of queries for conversation details. */
  readonly queries: { readonly interval: string }[] = [];
  /** The intervals in the addresses of calls. */
  readonly intervals: string[] = [];
  /** Conversations, by id: what is read of them. */
  readonly conversations = new Map<string, ToldConversation>();
  /** What each channel is subscribed to. */
  readonly subscriptions = new Map<string, readonly string[]>();
  /** What was sent on sockets, and on which channel. */
  readonly received: [channel: string, message: string][] = [];
  /** Sockets opened so far, by channel. */
  readonly opened: string[] = [];
  /** Refuses the calls of which it says something. */
  refuse: (call: string) => Answer | undefined = () => undefined;
  /** Channels that are no more. */
  readonly gone = new Set<string>();
  channelLifeSeconds = 86_400;
  /** Where channels are listened to. */
  streamsFrom = 'ws://127.0.0.1:1';
  readonly Socket = WebSocket;
  readonly genesys: GenesysClient;
  readonly #servers = new Map<string, Server>();
  readonly #clients = new Map<string, Client>();

  constructor() {
    this.genesys = new GenesysClient({
      address: baseUrlAddress('http://127.0.0.1:1'),
      ...{ clientId: 'id', clientSecret: 'secret', clock: this.clock, random: () => 0.5 },
      fetch: async (request) => {
        const text = await request.text();
        const { status = 200, body = {} } = this.#answer(
          request,
          /^[[{]/.test(text) ? JSON.parse(text) : undefined,
        );
        return request.method === 'HEAD' ? new Response(null, { status }) : Response.json(body, { status });
      },
    });
  }

  /** Tells something on a channel. */
  tell(channel: string, topicName: string, eventBody: unknown): void {
    this.#clients.get(channel)!.send(JSON.stringify({ topicName, version: '2', eventBody, metadata: {} }));
  }

  /** Whether a socket is open on a channel. */
  isHeard(channel: string): boolean {
    return this.#clients.get(channel)?.readyState === WebSocket.OPEN;
  }

  /** Closes the socket of a channel. */
  drop(channel: string): void {
    this.#clients.get(channel)!.close();
  }

  /** Closes the socket of a channel, and lets none open any more. */
  deafen(channel: string): void {
    this.#servers.get(channel)!.close();
    this.#servers.get(channel)!.stop();
  }

  stop(): void {
    for (const server of this.#servers.values()) server.stop();
  }

  #answer(request: Request, body: unknown): Answer {
    const path = new URL(request.url).pathname.replace('/api/v2/', '');
    if (path === '/oauth/token') return { body: { access_token: 'token', expires_in: 86_400 } };
    const call = `${request.method} ${path}`;
    this.intervals.push(...new URL(request.url).searchParams.getAll('interval'));
    this.asked.push(call);
    const refused = this.refuse(call);
    if (refused !== undefined) return refused;
    const [, channelOf] = /^notifications\/channels\/([^/]+)/.exec(path) ?? [];
    if (channelOf !== undefined && this.gone.has(channelOf)) return { status: 404 };
    if (call === 'POST notifications/channels') return { body: this.#newChannel() };
    if (path.endsWith('/subscriptions')) {
      const topics = (body as { id: string }[]).map(({ id }) => id);
      const before = request.method === 'POST' ? (this.subscriptions.get(channelOf!) ?? []) : [];
      this.subscriptions.set(channelOf!, [...before, ...topics]);
      return { body: { entities: topics.map((id) => ({ id, state: 'Permitted' })) } };
    }
    if (path === 'analytics/conversations/details/query') {
      this.queries.push(body as { interval: string });
      const conversations = [...this.conversations].map(([conversationId, told]) => {
        const { connectedTime: conversationStart, endTime: conversationEnd } = told.participants![0]!;
        return {
          ...{ conversationId, conversationStart, divisionIds: [JSON.stringify(told)] },
          ...(conversationEnd === undefined ? {} : { conversationEnd }),
        };
      });
      return { body: { conversations, totalHits: conversations.length } };
    }
    const [, conversation] = /^conversations\/([^/]+)$/.exec(path) ?? [];
    if (conversation === undefined)
      return { body: path.endsWith('estimatedwaittime') ? { results: [] } : {} };
    const told = this.conversations.get(conversation);
    return told === undefined ? { status: 404 } : { body: told };
  }

  #newChannel(): object {
    const id = `channel-${this.#servers.size + 1}`;
    const connectUri = `${this.streamsFrom}/channels/${id}`;
    // Node's own WebSocket stays in its place.
    const server = new Server(connectUri, { mock: false });
    this.#servers.set(id, server);
    server.on('connection', (client) => {
      // One socket a channel: the second takes the first one's place.
      this.#clients.get(id)?.close();
      this.#clients.set(id, client);
      this.opened.push(id);
      client.on('message', (message) => this.received.push([id, message as string]));
    });
    const expires = new Date(this.clock.now() + this.channelLifeSeconds * 1000).toISOString();
    return { id, connectUri, expires };
  }
}

/** Waits, without time passing for the engine, until something is so: sockets take turns of the machine's own timer. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2000; turns++) {
    await settled();
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('it never came to be');
}

/** Lets sockets do what they have to do, without time passing for the engine. */
export async function quiet(): Promise<void> {
  for (let turns = 0; turns < 4; turns++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await settled();
  }
}
