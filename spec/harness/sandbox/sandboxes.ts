import platformClient from 'purecloud-platform-client-v2';
import { WebSocket } from 'ws';
import { loadOrg } from '../../../harness/sandbox/org/load.ts';
import type { Org } from '../../../harness/sandbox/org/org.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../harness/sandbox/sandbox.ts';
import type { Scenario } from '../../../harness/world/scenario.ts';

export const shop = await loadOrg('harness/sandbox/orgs/corner-shop.yaml');

/** 11:00 at the shop: everybody is there. */
export const ELEVEN_MS = 11 * 3_600_000;

/** The shop without customers of its own: only what a spec lets in happens. */
export const quietShop: Org = {
  ...shop,
  scenario: { ...shop.scenario, arrivals: { ...shop.scenario.arrivals, perDay: 0 } },
};

/** The quiet shop with parts of its scenario changed. */
export function quietShopWith(scenario: Partial<Scenario>, more: Partial<Org> = {}): Org {
  return { ...quietShop, ...more, scenario: { ...quietShop.scenario, ...scenario } };
}

/** What the sandbox's own API answers. */
export interface Clock {
  readonly now: string;
  readonly nextAt?: string;
  readonly framesSent: number;
  readonly sockets: number;
}

export interface Exchange {
  readonly at: string;
  readonly path: string;
  readonly operation: string;
  readonly status: number;
  readonly applied?: unknown;
}

/** A sandbox with whatever a spec needs to drive it. */
export interface Driven {
  readonly sandbox: Sandbox;
  /** Asks the sandbox's own API. */
  readonly control: <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;
  advance(seconds: number): Promise<Clock>;
  /** Asks the API bare, with the client's token. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  readonly ids: DirectoryIds;
  /** The operations that have succeeded so far. */
  answered(): Promise<ReadonlySet<string>>;
}

export interface DirectoryIds {
  readonly queues: Readonly<Record<string, string>>;
  readonly users: Readonly<Record<string, string>>;
  readonly skills: Readonly<Record<string, string>>;
  readonly languages: Readonly<Record<string, string>>;
  readonly wrapUpCodes: Readonly<Record<string, string>>;
  readonly presences: Readonly<Record<string, string>>;
  readonly scheduleGroups: Readonly<Record<string, string>>;
  readonly botFlowId: string;
  readonly openIntegrationId: string;
}

const client = { id: 'spec', secret: 'spec-secret' };

/** Starts a sandbox in lock-step at eleven, and stops it afterwards, whatever happens. A defect of it fails the spec. */
export async function withSandbox(
  use: (driven: Driven) => Promise<void>,
  options: Partial<SandboxOptions> = {},
): Promise<void> {
  const started = await startDriven(options);
  try {
    await use(started);
  } finally {
    await started.stop();
  }
}

/** Whoever starts it must stop it. */
export interface StoppedByHand extends Driven {
  stop(): Promise<void>;
}

/** Starts a sandbox in lock-step at eleven. Stopping it fails when it had a defect. */
export async function startDriven(options: Partial<SandboxOptions> = {}): Promise<StoppedByHand> {
  const defects: unknown[] = [];
  const sandbox = await startSandbox({
    org: quietShop,
    port: 0,
    seed: 1,
    client,
    startAfterMs: ELEVEN_MS,
    requestsPerMinute: 100_000,
    realTime: { now: () => performance.now(), after: realTimer },
    onDefect: (error) => void defects.push(error),
    ...options,
  });
  const stop = async (): Promise<void> => {
    await sandbox.stop();
    if (defects.length > 0) throw defects[0] as Error;
  };
  return { ...(await driven(sandbox)), stop };
}

async function driven(sandbox: Sandbox): Promise<Driven> {
  const { baseUrl } = sandbox;
  const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const payload = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${baseUrl}${path}`, { method, ...payload });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Answer;
  };
  const token = await login(baseUrl, client.id, client.secret);
  return {
    sandbox,
    control,
    advance: (bySeconds) => control('POST', '/sandbox/clock/advance', { bySeconds }),
    call: (method, path, body, headers = {}) =>
      fetch(`${baseUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    ids: await control('GET', '/sandbox/directory'),
    answered: async () => {
      const { exchanges } = await control<{ exchanges: Exchange[] }>('GET', '/sandbox/exchanges');
      return new Set(exchanges.filter(({ status }) => status < 300).map(({ operation }) => operation));
    },
  };
}

export async function login(baseUrl: string, id: string, secret: string): Promise<string> {
  const response = await fetch(`${baseUrl}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Logs the official SDK in, as its own documentation has it. */
export async function loginSdk({ baseUrl }: Sandbox): Promise<void> {
  const sdk = platformClient.ApiClient.instance;
  // Without this it reads, and watches, a file in the home folder.
  sdk.config.setConfigPath('');
  sdk.setGateway({ protocol: 'http', host: '127.0.0.1', port: Number(new URL(baseUrl).port) });
  await sdk.loginClientCredentialsGrant(client.id, client.secret);
}

/** Where a simulated message comes from. */
export const simulated = {
  from: { id: 'simulated', idType: 'Opaque', nickname: 'Sim' },
  time: '2026-03-02T16:00:00.000Z',
};

/** A conversation that a simulated customer begins, by the official SDK. @returns its id. */
export async function beginBySdk(
  { ids }: Driven,
  sender: string,
  metadata: Record<string, string> = {},
): Promise<string> {
  const channel = { ...simulated, from: { ...simulated.from, id: sender } };
  const { conversationId } =
    await new platformClient.ConversationsApi().postConversationsMessageInboundOpenMessage(
      ids.openIntegrationId,
      { channel, text: 'Hello', metadata },
      { prefetchConversationId: true },
    );
  return conversationId!;
}

/** One frame of a notification channel. */
export interface Frame {
  readonly topicName: string;
  readonly version?: string;
  readonly eventBody: Readonly<Record<string, unknown>>;
  readonly metadata?: { readonly CorrelationId: string };
}

/** The client's end of a channel's socket. */
export class Listener {
  readonly frames: Frame[] = [];
  readonly #socket: WebSocket;
  readonly closed: Promise<void>;

  constructor(connectUri: string) {
    this.#socket = new WebSocket(connectUri);
    this.#socket.on('message', (text: Buffer) => void this.frames.push(JSON.parse(text.toString()) as Frame));
    this.closed = new Promise((done) => this.#socket.on('close', () => done()));
  }

  /** @throws Error when the sandbox refuses it. */
  async opened(): Promise<this> {
    await new Promise<void>((done, failed) => {
      this.#socket.once('open', done);
      this.#socket.once('error', failed);
    });
    return this;
  }

  say(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Waits until so many frames have come. @throws Error when they do not, so that nothing waits for ever. */
  async had(count: number): Promise<readonly Frame[]> {
    for (let waited = 0; this.frames.length < count; waited++) {
      if (waited > 3000) throw new Error(`${this.frames.length} frames have come, not ${count}`);
      await new Promise((done) => setTimeout(done, 1));
    }
    return this.frames;
  }

  /** Frames of topics other than the channel's own. */
  get notifications(): readonly Frame[] {
    return this.frames.filter(({ topicName }) => topicName !== 'channel.metadata');
  }
}

function realTimer(milliseconds: number, action: () => void): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}
