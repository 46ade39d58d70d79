import type { Problem } from '../../../engine/problem.ts';
import type { Clock } from '../../../engine/ports.ts';
import type { GenesysClient } from '../client/client.ts';
import type { ListeningSettings } from '../settings.ts';
import type { ChannelTopics } from './channelTopics.ts';
import type { NotificationFrame } from './frame.ts';
import type { SocketConstructor } from '../../../engine/network.ts';

/** What a channel is made of, and whom it tells. */
export interface ChannelOptions {
  readonly genesys: GenesysClient;
  readonly clock: Clock;
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  readonly Socket: SocketConstructor;
  readonly settings: ListeningSettings;
  /** At most as many as a channel takes. */
  readonly topics: ChannelTopics;
  /** Told of every notification: perhaps twice, perhaps out of order. */
  readonly frame: (frame: NotificationFrame) => void;
  /**
   * It hears, for the first time or again. What happened since then may have been missed.
   * @param since milliseconds since 1970; undefined the first time.
   */
  readonly hears: (since: number | undefined) => void;
  /** It is not heard any more. @param since when it was heard last, in milliseconds since 1970. */
  readonly lost: (since: number) => void;
  /** Something a person should know: a topic refused, a channel that cannot be had. */
  readonly problem: (problem: Problem) => void;
}
