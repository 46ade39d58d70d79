import { identity } from '../centre/identity.ts';
import type { Alarms, Cancel } from '../clock/timeline.ts';
import type { Fault, StreamFaultKind } from '../faults/fault.ts';
import type { FaultyStream } from '../faults/faults.ts';
import type { Channel, Channels, Socket } from './channels.ts';
import { frameProblem, topicsOf } from './topics.ts';

const HEARTBEAT_MS = 30_000;
/** From `socket_closing` until the socket is closed. */
const CLOSING_MS = 60_000;
const DEFAULT_SILENCE_SECONDS = 60;

/** What a client may say over its socket. */
interface Said {
  readonly message?: unknown;
  readonly topics?: unknown;
  readonly correlationId?: unknown;
}

/** Sends notifications over sockets, with heartbeats, and with whatever faults are asked for. */
export class Stream implements FaultyStream {
  readonly #alarms: Alarms;
  readonly #channels: Channels;
  readonly #awaited: StreamFaultKind[] = [];
  readonly #heartbeats = new Map<Socket, Cancel>();
  #held: (() => void) | undefined;
  #silentUntil = 0;
  #sent = 0;

  constructor(alarms: Alarms, channels: Channels) {
    this.#alarms = alarms;
    this.#channels = channels;
  }

  /** How many frames have been sent, heartbeats and pongs too: a client that has had as many has had all. */
  get sent(): number {
    return this.#sent;
  }

  /** How many sockets are open. */
  get sockets(): number {
    return this.#connected().length;
  }

  /** A client has opened a socket to its channel; a second one takes the place of the first. */
  connect(channel: Channel, socket: Socket): void {
    this.#close(channel);
    channel.socket = socket;
    this.#beat(channel, socket);
  }

  /** A client has closed its socket, or the line was cut. */
  disconnect(channel: Channel, socket: Socket): void {
    this.#heartbeats.get(socket)?.();
    this.#heartbeats.delete(socket);
    if (channel.socket === socket) delete channel.socket;
  }

  /** Whether anybody would hear of it. */
  isHeard(topic: string): boolean {
    return this.#channels.listeners(topic).length > 0;
  }

  /**
   * Tells every listener.
   * @throws Error when what is told is not as the contract has it: a defect of the sandbox.
   */
  publish(topic: string, eventBody: object): void {
    const listeners = this.#channels.listeners(topic);
    if (listeners.length === 0) return;
    const problem = frameProblem(topic, eventBody);
    if (problem !== undefined) throw new Error(`a notification breaks the contract: ${problem}`);
    const metadata = { CorrelationId: identity('frame', this.#sent) };
    const text = JSON.stringify({ topicName: topic, version: '2', eventBody, metadata });
    for (const channel of listeners) this.#deliver(channel, text);
  }

  /** What a client says over its socket. */
  hear(channel: Channel, text: string): void {
    const { message, topics, correlationId } = parse(text);
    if (message === 'ping') {
      this.#say(channel, { topicName: 'channel.metadata', eventBody: { message: 'pong' } });
    } else if ((message === 'subscribe' || message === 'unsubscribe') && isTexts(topics)) {
      const isDone = this.#change(channel, message, topics);
      this.#send(channel, {
        result: isDone ? '200' : '400',
        status: isDone ? `${message}d` : 'failure',
        ...(typeof correlationId === 'string' ? { correlationId } : {}),
      });
    } else {
      this.#send(channel, { result: '400', status: 'error' });
    }
  }

  /** @returns false when a topic is none, or there are too many. */
  #change(channel: Channel, message: 'subscribe' | 'unsubscribe', topics: readonly string[]): boolean {
    if (topics.some((topic) => topicsOf(topic) === undefined)) return false;
    try {
      this.#channels[message](channel, topics);
      return true;
    } catch {
      return false;
    }
  }

  befall(kind: StreamFaultKind, { count = 1, seconds = DEFAULT_SILENCE_SECONDS }: Fault): void {
    switch (kind) {
      case 'socketDrop':
        return this.#connected().forEach((channel) => this.#close(channel, 'terminate'));
      case 'channelExpiry':
        return this.#channels.all.forEach((channel) => this.#channels.remove(channel));
      case 'socketClosing':
        return this.#connected().forEach((channel) => this.#closeSoon(channel));
      case 'noHeartbeat':
        this.#silentUntil = this.#alarms.now + seconds * 1000;
        return;
      case 'repeat':
      case 'reorder':
      case 'loss':
        for (let time = 0; time < count; time++) this.#awaited.push(kind);
    }
  }

  #connected(): readonly Channel[] {
    return this.#channels.all.filter(({ socket }) => socket !== undefined);
  }

  #closeSoon(channel: Channel): void {
    const { socket, id: channelId } = channel;
    const topicName = 'v2.system.socket_closing';
    const eventBody = { channelId, message: 'Your socket is closing; open another to the same URI.' };
    const metadata = { CorrelationId: identity('frame', this.#sent) };
    this.#send(channel, { topicName, version: '2', eventBody, metadata });
    this.#alarms.at(this.#alarms.now + CLOSING_MS, () => {
      if (channel.socket === socket) this.#close(channel);
    });
  }

  /** The channel has no socket from here on, whenever the client notices. */
  #close(channel: Channel, how: 'close' | 'terminate' = 'close'): void {
    const { socket } = channel;
    if (socket === undefined) return;
    this.disconnect(channel, socket);
    socket[how]();
  }

  #beat(channel: Channel, socket: Socket): void {
    const cancel = this.#alarms.at(this.#alarms.now + HEARTBEAT_MS, () => {
      this.#say(channel, { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } });
      this.#beat(channel, socket);
    });
    this.#heartbeats.set(socket, cancel);
  }

  #say(channel: Channel, frame: object): void {
    if (this.#alarms.now >= this.#silentUntil) this.#send(channel, frame);
  }

  #deliver(channel: Channel, text: string): void {
    const send = (): void => this.#sendText(channel, text);
    const fault = this.#awaited.shift();
    if (fault === 'loss') return;
    if (fault === 'reorder' && this.#held === undefined) {
      this.#held = send;
      return;
    }
    send();
    if (fault === 'repeat') send();
    this.#held?.();
    this.#held = undefined;
  }

  #send(channel: Channel, frame: object): void {
    this.#sendText(channel, JSON.stringify(frame));
  }

  #sendText(channel: Channel, text: string): void {
    if (channel.socket === undefined) return;
    this.#sent++;
    channel.socket.send(text);
  }
}

function parse(text: string): Said {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null ? said : {};
  } catch {
    return {};
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
