import type { CallOutput } from '../client/client.ts';
import { isOwnSocket } from '../client/address.ts';
import { GenesysError } from '../genesysError.ts';
import type { ChannelOptions } from './channelOptions.ts';

/** A notification channel as the platform made it. */
export interface Channel {
  readonly id: string;
  /** Whoever knows it can listen. */
  readonly connectUri: string;
  /** When it ends unless it is subscribed to again: an ISO time. */
  readonly expires?: string;
}

type Subscription = NonNullable<CallOutput<'putNotificationsChannelSubscriptions'>['entities']>[number];
type Calling = Pick<ChannelOptions, 'genesys' | 'topics' | 'problem'>;

/**
 * Makes a channel and subscribes it to the topics. Topics the platform refuses are told, and the others heard.
 * @throws GenesysError as `call` does.
 */
export async function openChannel(
  { genesys, topics, problem }: Calling,
  signal: AbortSignal,
): Promise<Channel> {
  const manner = { lane: 'skills', signal } as const;
  const { data } = await genesys.call('postNotificationsChannels', {}, manner);
  const { id, connectUri, expires } = data;
  if (id === undefined || connectUri === undefined) {
    throw new GenesysError(
      'genesys-unavailable',
      'Genesys Cloud opens a notification channel without an id or an address',
      'it is tried again; if it stays so, tell Genesys’ support',
      { operation: 'postNotificationsChannels' },
    );
  }
  if (!isOwnSocket(genesys.address, connectUri)) {
    throw new GenesysError(
      'genesys-foreign-address',
      `Genesys Cloud opens a notification channel at ${URL.parse(connectUri)?.host ?? 'no address'}, which is not of ${genesys.address.api}`,
      'see what answers at the address of Genesys Cloud that is configured; or set listen: polling',
      { operation: 'postNotificationsChannels' },
    );
  }
  const params = { path: { channelId: id } };
  for (let subscribed = -1; subscribed < topics.all.length;) {
    // Some may join meanwhile.
    const body = topics.all.map((topic) => ({ id: topic }));
    subscribed = body.length;
    const answer = await genesys.call('putNotificationsChannelSubscriptions', { params, body }, manner);
    for (const subscription of answer.data.entities ?? []) tellRejected(subscription, problem);
  }
  topics.channelId = id;
  return { id, connectUri, ...(expires === undefined ? {} : { expires }) };
}

function tellRejected(
  { id = '', state, rejectionReason, missingPermissions = [] }: Subscription,
  problem: ChannelOptions['problem'],
): void {
  if (state !== 'Rejected') return;
  problem({
    code: 'genesys-topic-rejected',
    severity: 'warning',
    message: `Genesys Cloud does not let the OAuth client listen to ${id}: ${rejectionReason ?? 'no reason is given'}`,
    hint:
      missingPermissions.length === 0
        ? 'see whether what it is about still exists, and is in a division of the client’s roles'
        : `give the OAuth client a role with ${missingPermissions.join(' and ')}`,
  });
}

/**
 * @returns the channel while the platform still knows it, for another socket at the same address; else undefined.
 * @throws GenesysError as `call` does, but for what is not found.
 */
export async function channelVerified(
  channel: Channel,
  { genesys }: Calling,
  signal: AbortSignal,
): Promise<Channel | undefined> {
  try {
    const params = { path: { channelId: channel.id } };
    await genesys.call('headNotificationsChannel', { params }, { lane: 'skills', signal });
    return channel;
  } catch (error) {
    if (error instanceof GenesysError && error.code === 'genesys-not-found') return undefined;
    throw error;
  }
}
