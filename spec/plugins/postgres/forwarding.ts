import { connect, createServer, type ListenOptions, type NetConnectOpts, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Passes on whatever comes, both ways. */
export function forward(from: ListenOptions, to: NetConnectOpts): Server {
  const server = createServer((socket) => {
    const there = connect(to);
    for (const [one, other] of [
      [socket, there],
      [there, socket],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  return server.listen(from);
}

/**
 * A process of its own, in another network, from whose loopback a socket of the file system leads out:
 * `node forwarding.ts <port> <socket>`.
 */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , port, path] = process.argv;
  forward({ host: '127.0.0.1', port: Number(port) }, { path: path! });
}
