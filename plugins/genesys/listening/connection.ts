import type { ChannelOptions } from './channelOptions.ts';
import type { Channel } from './channelCalls.ts';
import { parseFrame } from './frame.ts';
import { openSocket } from './socket.ts';

/**
 * Why a connection is to be left: it closed; nothing was heard, not even the answer to a ping; the platform is about to
 * close it; the channel is about to end; the platform took the subscriptions or the token away.
 */
export type ConnectionEnd = 'closed' | 'silent' | 'closing' | 'renew' | 'revoked';

/** A socket that is listened on. */
export interface Connection {
  /** When it was last heard, in milliseconds since 1970. */
  readonly heardAt: number;
  /** Whether anything was heard at all. */
  readonly isHeard: boolean;
  readonly isOpen: boolean;
  /**
   * Resolves when the connection is to be left. A connection that is closing or due for renewal is still open, and
   * heard until it is closed.
   * @param renewAt when it is due for renewal, in milliseconds since 1970.
   */
  end(renewAt: number): Promise<ConnectionEnd>;
  close(): void;
}

const ping = JSON.stringify({ message: 'ping' });

/**
 * Opens a socket on a channel, and watches it.
 * @throws Error when it does not open.
 */
export async function listen(
  { connectUri }: Channel,
  { Socket, clock, settings, frame: tell }: ChannelOptions,
  signal: AbortSignal,
): Promise<Connection> {
  let heardAt = clock.now();
  let [isHeard, isOpen] = [false, true];
  const told: { leave?: (end: ConnectionEnd) => void } = {};
  let leftFor: ConnectionEnd | undefined;
  const leave = (end: ConnectionEnd): void => {
    leftFor ??= end;
    told.leave?.(leftFor);
  };
  const over = new AbortController();
  const heard = (message: unknown): void => {
    heardAt = clock.now();
    isHeard = true;
    const frame = parseFrame(message);
    if (frame.topic === 'socketClosing') leave('closing');
    else if (frame.topic === 'noLongerSubscribed' || frame.topic === 'tokenRevoked') leave('revoked');
    else tell(frame);
  };
  const socket = await openSocket(Socket, connectUri, heard, clock, settings.openSeconds, signal);
  const close = (): void => {
    isOpen = false;
    over.abort();
    socket.close();
  };
  void socket.closed.then(() => {
    isOpen = false;
    leave('closed');
  });
  const watch = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(heardAt + settings.silenceSeconds * 1000 - clock.now(), over.signal);
      const silentSince = heardAt;
      if (clock.now() - silentSince < settings.silenceSeconds * 1000) continue;
      socket.send(ping);
      await clock.sleep(settings.pongSeconds * 1000, over.signal);
      if (heardAt === silentSince) return leave('silent');
    }
  };
  watch().catch(() => undefined);
  return {
    get heardAt() {
      return heardAt;
    },
    get isHeard() {
      return isHeard;
    },
    get isOpen() {
      return isOpen;
    },
    close,
    async end(renewAt) {
      const stop = (): void => leave('closed');
      signal.addEventListener('abort', stop, { once: true });
      if (renewAt < Infinity) {
        clock.sleep(renewAt - clock.now(), over.signal).then(
          () => leave('renew'),
          () => undefined,
        );
      }
      const end = leftFor ?? (await new Promise<ConnectionEnd>((resolve) => (told.leave = resolve)));
      signal.removeEventListener('abort', stop);
      if (end === 'closed' || end === 'silent' || end === 'revoked') close();
      return end;
    },
  };
}
