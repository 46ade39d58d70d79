import type { ContactCentre } from '../centre/contactCentre.ts';
import type { Operation } from '../contract/contract.ts';
import type { Query } from '../door/query.ts';
import type { Token, Tokens } from '../door/tokens.ts';
import type { Channels } from '../notifications/channels.ts';
import type { PlatformState } from './platformState.ts';

/** A request that has passed the door: it is allowed, and as the contract wants it. */
export interface Call {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
  /** Path and query as they were sent. */
  readonly uri: URL;
  readonly query: Query;
  /** Held to the operation's schema. */
  readonly body: unknown;
  readonly token: Token;
}

/** What is sent back; held to the operation's schema. */
export interface Answer {
  /** Of the contract unless said. */
  readonly status?: number;
  readonly body?: unknown;
}

/** What operations work on. */
export interface Platform {
  readonly centre: ContactCentre;
  readonly channels: Channels;
  readonly tokens: Tokens;
  readonly state: PlatformState;
}

/** @throws Refusal */
export type Handler = (call: Call, platform: Platform) => Answer;

/** Handlers by the operation's id in the contract. */
export type Handlers = Readonly<Record<string, Handler>>;
