import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { AddressInfo, Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { headersOf } from '../plugins/email/mailServer.ts';

/** Something that came to a receiver. */
export interface Arrival {
  /** By which the receiver knows it again. */
  readonly id: string;
  /** Absent where it may be about several. */
  readonly conversation?: string;
  /** What came, as it was sent. */
  readonly content: string;
  /** How often the engine had been killed by then. */
  readonly life: number;
  /** Whether the receiver said that it took it; false where it failed on purpose, before or after it did. */
  readonly isAnswered: boolean;
  /** Whether it was taken. */
  readonly isTaken: boolean;
}

/** How a receiver fails: at all, after it took what came; or not. */
export type Mishap = 'refuses' | 'noAnswer' | 'none';

/** Moments of a mail at which the engine's process can be killed. */
export const mailMoments = ['before it is taken', 'once it is taken', 'once it is answered'] as const;

/** What the receivers are run with. */
export interface ReceiversOptions {
  readonly life: () => number;
  readonly mishap: () => Mishap;
  /** Told of each moment of a mail. @returns whether the engine was killed at it. */
  readonly mail: (moment: (typeof mailMoments)[number]) => boolean;
}

/** A CRM, an endpoint of webhooks and a mail server, on the loopback interface, which keep what comes. */
export interface Receivers {
  readonly smtpPort: number;
  /** Where the others are, and the secret of webhooks, as signalbox.yaml asks for them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly crm: readonly Arrival[];
  readonly webhook: readonly Arrival[];
  readonly mail: readonly Arrival[];
  /** Whether a mail is being taken. */
  readonly isBusy: boolean;
  close(): Promise<void>;
}

/** Starts the receivers. */
export async function startReceivers(options: ReceiversOptions): Promise<Receivers> {
  const [crm, webhook, mail]: [Arrival[], Arrival[], Arrival[]] = [[], [], []];
  const http = createHttpServer((request, response) => {
    const answer = request.url === '/crm' ? crmAnswer : webhookAnswer;
    void answer(request, response, request.url === '/crm' ? crm : webhook, options);
  });
  const sessions = new Set<Socket>();
  const smtp = mailServer(mail, options);
  smtp.server.on('connection', (socket: Socket) => {
    sessions.add(socket);
    socket.on('close', () => sessions.delete(socket));
  });
  const [httpPort, smtpPort] = [await listening(http), await listening(smtp.server)];
  const environment = {
    RECEIVERS_URL: `http://127.0.0.1:${httpPort}`,
    WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  };
  return {
    ...{ environment, smtpPort, crm, webhook, mail },
    get isBusy() {
      return sessions.size > 0;
    },
    async close() {
      for (const session of sessions) session.destroy();
      http.closeAllConnections();
      await Promise.all([http, smtp.server].map((server) => new Promise((done) => server.close(done))));
    },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

interface CrmCall {
  readonly records: readonly { readonly idempotency_key: string; readonly conversation_id: string }[];
}

async function crmAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  kept: Arrival[],
  options: ReceiversOptions,
): Promise<void> {
  const body = await wholeBody(request);
  if (body === undefined) return;
  const { records } = JSON.parse(body) as CrmCall;
  const mishap = options.mishap();
  for (const record of records)
    kept.push({
      ...{
        id: record.idempotency_key,
        conversation: record.conversation_id,
        content: JSON.stringify(record),
      },
      ...arrivalOf(mishap, options),
    });
  const results = records.map(({ idempotency_key }) => ({ idempotency_key, status: 'done' }));
  answer(response, mishap, JSON.stringify({ results }));
}

async function webhookAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  kept: Arrival[],
  options: ReceiversOptions,
): Promise<void> {
  const body = await wholeBody(request);
  if (body === undefined) return;
  const { audit } = JSON.parse(body) as { readonly audit: { readonly conversation_id: string } };
  const mishap = options.mishap();
  kept.push({
    ...{ id: String(request.headers['webhook-id']), conversation: audit.conversation_id, content: body },
    ...arrivalOf(mishap, options),
  });
  answer(response, mishap, '');
}

/** @returns undefined when who sends it dies before it is whole. */
function wholeBody(request: IncomingMessage): Promise<string | undefined> {
  return text(request).catch(() => undefined);
}

function arrivalOf(mishap: Mishap, { life }: ReceiversOptions) {
  return { life: life(), isAnswered: mishap === 'none', isTaken: mishap !== 'refuses' };
}

function answer(response: ServerResponse, mishap: Mishap, body: string): void {
  if (mishap === 'noAnswer') return void response.destroy();
  response.writeHead(mishap === 'refuses' ? 503 : 200, { 'content-type': 'application/json' });
  response.end(mishap === 'refuses' ? '' : body);
}

function mailServer(kept: Arrival[], options: ReceiversOptions): SMTPServer {
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], logger: false },
    onData(stream, session, done) {
      void text(stream).then((content) => {
        if (options.mail('before it is taken')) return;
        const mishap = options.mishap();
        const id = headersOf(content).get('message-id') ?? '';
        kept.push({ id, content, ...arrivalOf(mishap, options) });
        if (mishap === 'refuses') return done(Object.assign(new Error('later'), { responseCode: 451 }));
        if (mishap === 'noAnswer') return cut(session.id);
        if (options.mail('once it is taken')) return;
        done();
        options.mail('once it is answered');
      });
    },
  });
  // Clients that die, and are cut off.
  server.on('error', () => undefined);
  const cut = (id: string): void => {
    for (const connection of server.connections)
      if ((connection as unknown as { readonly id: string }).id === id) connection.close();
  };
  return server;
}
