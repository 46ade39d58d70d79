import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Channels, Socket } from '../notifications/channels.ts';
import type { Stream } from '../notifications/stream.ts';
import { isFromHere } from './httpServer.ts';
import type { Wire } from './wire.ts';

/**
 * Accepts WebSockets to `/channels/{id}`, without a token: the channel's id is the secret.
 * @param catchUp brings the sandbox's time up to now before anything a client says.
 */
export function acceptSockets(
  server: Server,
  channels: Channels,
  stream: Stream,
  wire: Wire,
  catchUp: () => void,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, line: Duplex, head) => {
    catchUp();
    const [, id] = /^\/channels\/([\w-]+)$/.exec(request.url ?? '') ?? [];
    if (id === undefined || !channels.has(id) || !isFromHere(request.headers)) {
      line.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const channel = channels.find(id);
    sockets.handleUpgrade(request, line, head, (socket) => {
      const end: Socket = {
        send: (text) => {
          wire.sent(end);
          socket.send(text);
        },
        close: () => {
          wire.closed(end, 'in order');
          socket.close();
        },
        terminate: () => {
          wire.closed(end, 'cut');
          socket.terminate();
        },
      };
      wire.opened(end);
      stream.connect(channel, end);
      socket.on('message', (text: Buffer) => {
        catchUp();
        stream.hear(channel, text.toString('utf8'));
        wire.heard(end);
      });
      socket.on('close', () => {
        stream.disconnect(channel, end);
        wire.gone(end);
      });
      // A line that is cut closes too, and that is all there is to do about it.
      socket.on('error', () => socket.terminate());
    });
  });
  return sockets;
}
