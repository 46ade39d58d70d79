import { ChannelListener } from './channelListener.ts';
import { Cloud, quiet } from './cloud.ts';

/** What is listened to. */
export const topics = ['v2.routing.queues.q-1.conversations', 'v2.users.u-1.activity'];
/** In milliseconds. */
export const second = 1000;

/** Listens on a cloud, and notes what comes. */
export class Listener extends ChannelListener {
  readonly cloud: Cloud;

  constructor(cloud = new Cloud()) {
    const { genesys, clock, Socket } = cloud;
    super({ genesys, clock, Socket, topics });
    this.cloud = cloud;
  }

  override async stop(): Promise<void> {
    await super.stop();
    this.cloud.stop();
  }

  heartbeat(channel = 'channel-1'): Promise<void> {
    this.cloud.tell(channel, 'channel.metadata', { message: 'WebSocket Heartbeat' });
    return quiet();
  }
}
