import { once } from 'node:events';
import type { Server } from 'node:http';
import { ContactCentre } from './centre/contactCentre.ts';
import { freeRunning, lockStep, type Pace, type RealTime } from './clock/pace.ts';
import { answerControl } from './control/control.ts';
import { conversationStates, type ConversationState } from './control/conversationStates.ts';
import { queueServices, type QueueService } from './control/serviceLevels.ts';
import { Door } from './door/door.ts';
import { Journal, type Exchange } from './door/journal.ts';
import { RateLimit } from './door/rateLimit.ts';
import { Tokens } from './door/tokens.ts';
import type { Fault } from './faults/fault.ts';
import { Faults } from './faults/faults.ts';
import { Channels } from './notifications/channels.ts';
import { Publisher } from './notifications/publisher.ts';
import { Stream } from './notifications/stream.ts';
import { handlers } from './operations/handlers.ts';
import { openIntegration, openIntegrationId } from './operations/openMessaging.ts';
import { issueToken } from './operations/oauth.ts';
import { PlatformState } from './operations/platformState.ts';
import type { Directory } from './org/directory.ts';
import type { OAuthClient, Org } from './org/org.ts';
import { listen } from './server/httpServer.ts';
import { acceptSockets } from './server/socketServer.ts';
import { Wire, type WireWatcher } from './server/wire.ts';

/** How a sandbox is to be. */
export interface SandboxOptions {
  readonly org: Org;
  /** 0 for any that is free. */
  readonly port: number;
  /** Any whole number. With the org and the requests, in lock-step, it determines everything. */
  readonly seed: number;
  /** The client that may do everything. */
  readonly client: OAuthClient;
  /** Runs by itself, so many times as fast as real time; without it, time goes on only when told to. */
  readonly factor?: number;
  readonly realTime: RealTime;
  /** When the sandbox begins, after the scenario's first midnight; what happens before has happened. */
  readonly startAfterMs?: number;
  /** Requests a minute and client; `defaultRequestsPerMinute` unless said. */
  readonly requestsPerMinute?: number;
  /** Told of what goes wrong in the sandbox itself. */
  readonly onDefect: (error: unknown) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** Serves `/oauth/token`, `/api/v2` and `/sandbox`. */
  readonly baseUrl: string;
  readonly client: OAuthClient;
  readonly inProcess: InProcess;
  stop(): Promise<void>;
}

/** What its own API gives, without requests: for whoever drives a sandbox within one process. */
export interface InProcess {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When something happens next; undefined when nothing ever will. */
  readonly nextAt: number | undefined;
  /**
   * Lets everything happen up to a moment and ends there; or sooner, after a moment in which a client was sent something.
   * @param to milliseconds since 1970.
   */
  advance(to: number): void;
  /** Has somebody told of what goes over its sockets, in the place of whoever was told before. */
  watch(watcher: WireWatcher): void;
  readonly directory: Directory;
  /** Where every conversation is, in order of arrival. */
  conversations(): readonly ConversationState[];
  /** How every queue has served so far, in the order of the org. */
  services(): readonly QueueService[];
  /** Every request and what it came to, in order. */
  readonly exchanges: readonly Exchange[];
  /** @throws Refusal 400 when its time is none. */
  befall(faults: readonly Fault[]): void;
  /** Takes back the faults that requests are still to meet. */
  clearFaults(): void;
}

/** Requests a minute and client, as Genesys Cloud allows. */
export const defaultRequestsPerMinute = 300;

/**
 * Starts a local Genesys Cloud on the loopback interface.
 * @throws ProblemError when the org contradicts itself, or the port cannot be had.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, client, factor, realTime, onDefect } = options;
  const parts = assemble(options);
  const { centre, channels, stream } = parts;
  centre.timeline.advanceTo(centre.now + (options.startAfterMs ?? 0));
  const pace = factor === undefined ? lockStep : freeRunning(centre.timeline, factor, realTime);
  const { server, port: chosen } = await listen(
    port,
    (request) => {
      pace.catchUp();
      const { method, url, headers, body } = request;
      if (url.pathname === '/oauth/token') return issueToken(request, parts.tokens);
      if (url.pathname.startsWith('/sandbox/')) return answerControl(request, { ...parts, pace });
      const { authorization, 'content-type': contentType } = headers;
      return parts.door.answer({ method, url, authorization, contentType, body });
    },
    onDefect,
  ).catch((error: unknown) => {
    pace.stop();
    throw error;
  });
  const sockets = acceptSockets(server, channels, stream, parts.wire, () => pace.catchUp());
  return {
    baseUrl: `http://127.0.0.1:${chosen}`,
    client,
    inProcess: inProcess(parts),
    stop: () => stop(server, sockets.clients, pace),
  };
}

/** What a sandbox is made of. */
interface Parts {
  readonly centre: ContactCentre;
  readonly channels: Channels;
  readonly stream: Stream;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly door: Door;
  readonly wire: Wire;
}

function assemble({
  org,
  seed,
  client,
  requestsPerMinute = defaultRequestsPerMinute,
}: SandboxOptions): Parts {
  const centre = new ContactCentre(org, seed);
  const channels = new Channels(centre.timeline);
  const stream = new Stream(centre.timeline, channels);
  const queueIds = new Map(
    [...centre.users.values()].map((user) => [
      user.id,
      centre.agentOf(user).queues.map((name) => centre.directory.queues.idOf(name)),
    ]),
  );
  centre.tell(new Publisher(stream, centre.directory, ({ id }) => queueIds.get(id)!, centre.now));
  const tokens = new Tokens(centre.timeline, [client, ...(org.clients ?? [])]);
  const faults = new Faults(centre.timeline, stream);
  const journal = new Journal();
  const state = new PlatformState();
  state.integrations.set(openIntegrationId, openIntegration);
  const platform = { centre, channels, tokens, state };
  const door = new Door(platform, handlers, new RateLimit(requestsPerMinute), faults, journal);
  return { centre, channels, stream, tokens, faults, journal, door, wire: new Wire() };
}

function inProcess({ centre, wire, faults, journal }: Parts): InProcess {
  const { timeline, directory } = centre;
  return {
    get now() {
      return timeline.now;
    },
    get nextAt() {
      return timeline.nextAt;
    },
    advance(to) {
      wire.takeNews();
      timeline.advanceTo(to, () => wire.takeNews());
    },
    watch: (watcher) => wire.watch(watcher),
    directory,
    conversations: () => conversationStates(centre),
    services: () => queueServices(centre),
    exchanges: journal.all,
    befall: (all) => all.forEach((fault) => faults.add(fault)),
    clearFaults: () => faults.clear(),
  };
}

async function stop(server: Server, sockets: Iterable<{ terminate(): void }>, pace: Pace): Promise<void> {
  pace.stop();
  for (const socket of sockets) socket.terminate();
  server.closeAllConnections();
  const closed = once(server, 'close');
  server.close();
  await closed;
}
