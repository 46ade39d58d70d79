import type { SocketConstructor } from '../../../engine/network.ts';
import type { Clock } from '../../../engine/ports.ts';
import { withTimeLimit } from '../politeness/timeLimit.ts';

export type { SocketConstructor };

/** A socket that is open, or was. */
export interface OpenSocket {
  /** Resolves when it closes, from whichever end. */
  readonly closed: Promise<void>;
  send(text: string): void;
  close(): void;
}

/**
 * Opens a socket. The channel's address is its only secret: there is no header, no subprotocol and no greeting.
 * @param heard told of every message from the first on.
 * @throws Error when it closes, fails or takes too long instead of opening; the signal's reason when it aborts.
 */
export async function openSocket(
  Socket: SocketConstructor,
  url: string,
  heard: (message: unknown) => void,
  clock: Clock,
  openSeconds: number,
  signal: AbortSignal,
): Promise<OpenSocket> {
  const socket = new Socket(url);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve());
    socket.addEventListener('error', () => resolve());
  });
  socket.addEventListener('message', ({ data }) => heard(data));
  const late = new Error(`the socket did not open within ${openSeconds} s`);
  try {
    await withTimeLimit(
      clock,
      openSeconds * 1000,
      late,
      signal,
      (limit) =>
        new Promise<void>((resolve, reject) => {
          socket.addEventListener('open', () => resolve());
          void closed.then(() => reject(new Error('the socket closed before it opened')));
          limit.addEventListener('abort', () => reject(limit.reason as Error), { once: true });
          if (limit.aborted) reject(limit.reason as Error);
        }),
    );
  } catch (error) {
    socket.close();
    throw error;
  }
  return { closed, send: (text) => socket.send(text), close: () => socket.close() };
}
