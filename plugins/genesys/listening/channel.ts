import type { Problem } from '../../../engine/problem.ts';
import { GenesysError } from '../genesysError.ts';
import { platformTime } from '../observation.ts';
import { backoffMilliseconds } from '../../../engine/backoff.ts';
import { channelVerified, openChannel, type Channel } from './channelCalls.ts';
import type { ChannelOptions } from './channelOptions.ts';
import { listen, type Connection } from './connection.ts';

/**
 * Listens on one notification channel until the signal aborts, through everything that can end a socket or a channel.
 * Never throws: while nothing can be heard it goes on trying, with pauses, and tells of it.
 */
export async function keepListening(options: ChannelOptions, signal: AbortSignal): Promise<void> {
  const { clock, settings } = options;
  let channel: Channel | undefined;
  let connection: Connection | undefined;
  let since: number | undefined;
  let failures = 0;
  let renewing = false;
  while (!signal.aborted) {
    try {
      channel ??= await openChannel(options, signal);
      const before = connection;
      connection = await listen(channel, options, signal);
      since = before?.heardAt ?? since;
      // Only a channel that is replaced in time is heard before the old one falls silent.
      const isGap = !(renewing && before?.isOpen === true);
      before?.close();
      if (isGap) options.hears(since);
      const end = await connection.end(renewalTime(channel, options));
      if (signal.aborted) break;
      if (connection.isHeard) failures = 0;
      renewing = end === 'renew';
      if (end === 'renew' || end === 'revoked') channel = undefined;
      // One that is renewed, or asked to move, is heard on the old socket until the new one is open.
      if (end === 'renew' || end === 'closing') continue;
      since = connection.heardAt;
      options.lost(since);
      const { isHeard } = connection;
      connection = undefined;
      if (!isHeard) throw new Error(`the socket is ${end} before anything was heard`);
      if (channel !== undefined) channel = await channelVerified(channel, options, signal);
    } catch (error) {
      if (signal.aborted) break;
      failures++;
      if (failures % settings.reconnectAttempts === 0) channel = undefined;
      options.problem(notHeard(error, failures));
      await clock
        .sleep(backoffMilliseconds(failures, settings, options.random), signal)
        .catch(() => undefined);
    }
  }
  connection?.close();
}

/** How long a channel lives. Source: the platform's notification service. */
const channelLifeMilliseconds = 86_400_000;

/**
 * Some time before the channel ends, but not before half of its life is over. One that has ended already by our clock has
 * not: the clocks differ.
 */
function renewalTime({ expires }: Channel, { clock, settings }: ChannelOptions): number {
  const [now, told] = [clock.now(), platformTime(expires) ?? Infinity];
  const endsAt = told > now ? told : now + channelLifeMilliseconds;
  return Math.max(endsAt - settings.renewBeforeSeconds * 1000, now + (endsAt - now) / 2);
}

function notHeard(error: unknown, failures: number): Problem {
  const hint = 'it is tried again; what happens meanwhile is read afterwards';
  if (error instanceof GenesysError) return { ...error.problems[0]!, severity: 'warning' };
  const message = `a notification channel cannot be heard (failure ${failures} in a row): ${(error as Error).message}`;
  return { code: 'genesys-channel-silent', severity: 'warning', message, hint };
}
