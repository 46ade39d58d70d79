import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as a server got it. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly raw: string;
}

/** A mail server on this machine, and what it got. */
export interface MailServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  readonly connections: number;
  readonly stop: () => Promise<void>;
}

/** What a server says to a recipient, or does with a mail. */
export interface ServerManner {
  /** An answer's code such as 550; undefined takes the recipient. */
  readonly recipient?: (address: string) => number | undefined;
  /** `answer`: as a server does. `cut`: ends the connection once it has the mail. `hang`: never answers. */
  readonly atEnd?: () => 'answer' | 'cut' | 'hang';
  readonly options?: SMTPServerOptions;
}

/** A mail server that takes all it is sent, unless told otherwise. */
export async function mailServer({
  recipient,
  atEnd = () => 'answer',
  options,
}: ServerManner = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const code = recipient?.(address);
      done(code === undefined ? null : Object.assign(new Error('not this one'), { responseCode: code }));
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => void parts.push(part));
      stream.on('end', () => {
        mails.push({
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString(),
        });
        const end = atEnd();
        if (end === 'answer') done();
        else if (end === 'cut') for (const socket of sockets) socket.destroy();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    get connections() {
      return connections;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The headers of a mail by name in small letters, each once; folded lines put together. */
export function headersOf(raw: string): ReadonlyMap<string, string> {
  const [head = ''] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const pairs = lines.map(
    (line) =>
      [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  const headers = new Map(pairs);
  if (headers.size !== pairs.length) throw new Error(`a header stands twice: ${head}`);
  return headers;
}

/** The body of a mail of one part, decoded. */
export function textOf(raw: string): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  const encoding = headersOf(raw).get('content-transfer-encoding');
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
