import type { Validator } from '../../../engine/packs/validator.ts';
import { formatUtc } from '../../recording/time.ts';
import { identity } from '../centre/identity.ts';
import validators from '../contract/exchanges.validator.js';
import type { Operation } from '../contract/contract.ts';
import type { Fault } from '../faults/fault.ts';
import { refusalOf, type Faults } from '../faults/faults.ts';
import type { Answer, Call, Handlers, Platform } from '../operations/handler.ts';
import type { Journal } from './journal.ts';
import { Query } from './query.ts';
import type { RateLimit } from './rateLimit.ts';
import { badRequest, errorBody, Refusal } from './refusal.ts';
import { findRoute, type Route } from './routes.ts';
import type { Token } from './tokens.ts';

/** A request for `/api/v2`, off the wire. */
export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** What goes onto the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How much of it goes: all, half and then the line is cut, or nothing before it is cut. */
  readonly sends: 'all' | 'half' | 'nothing';
}

const schemas: Readonly<Record<string, Validator>> = validators;

/** The one way into the API: everything that is asked and answered passes here and is held to the contract. */
export class Door {
  readonly #platform: Platform;
  readonly #handlers: Handlers;
  readonly #limit: RateLimit;
  readonly #faults: Faults;
  readonly #journal: Journal;
  #requests = 0;

  constructor(platform: Platform, handlers: Handlers, limit: RateLimit, faults: Faults, journal: Journal) {
    this.#platform = platform;
    this.#handlers = handlers;
    this.#limit = limit;
    this.#faults = faults;
    this.#journal = journal;
  }

  /** @throws Error when the sandbox itself breaks the contract. */
  answer(request: Request): Reply {
    const correlation = identity('request', ++this.#requests);
    const headers: Record<string, string> = { 'inin-correlation-id': correlation };
    try {
      const route = findRoute(request.method, request.url.pathname);
      if (route === undefined) throw new Refusal(404, 'not.found', 'HTTP 404 Not Found');
      return this.#carryOut(request, route, headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refused(error, headers, correlation);
    }
  }

  #carryOut(request: Request, { operation, path }: Route, headers: Record<string, string>): Reply {
    const { method, url } = request;
    const at = formatUtc(this.#platform.centre.now);
    const note = (status: number, applied?: unknown): void => {
      const effect = method === 'GET' || method === 'HEAD' || applied === undefined ? {} : { applied };
      this.#journal.write({ at, operation: operation.id, path: url.pathname, status, ...effect });
    };
    try {
      const token = this.#admit(request.authorization);
      Object.assign(headers, this.#limit.count(token.client.id, this.#platform.centre.now));
      const fault = this.#faults.take(operation.id);
      if (fault !== undefined) this.#strike(fault, token);
      assertAllowed(operation, token);
      const body = bodyOf(operation, request);
      const query = new Query(operation, url.searchParams);
      const answer = this.#handle({ operation, path, uri: url, query, body, token });
      const reply = replyTo(operation, answer, headers);
      note(reply.status, body ?? null);
      return fault === undefined ? reply : spoilt(reply, fault);
    } catch (error) {
      if (error instanceof Refusal) note(error.status);
      throw error;
    }
  }

  #admit(authorization: string | undefined): Token {
    const [, text] = /^bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    if (text === undefined) {
      const why = 'No authentication bearer token specified in authorization header.';
      throw new Refusal(401, 'authentication.required', why);
    }
    const token = this.#platform.tokens.find(text);
    if (token === undefined) throw new Refusal(401, 'bad.credentials', 'Invalid login credentials.');
    return token;
  }

  #strike(fault: Fault, token: Token): void {
    if (fault.kind === 'unauthorized') this.#platform.tokens.revoke(token);
    const refusal = refusalOf(fault, this.#platform.centre.now);
    if (refusal !== undefined) throw refusal;
  }

  #handle(call: Call): Answer {
    const handler = this.#handlers[call.operation.id];
    if (handler === undefined)
      throw new Refusal(501, 'not.implemented', `The sandbox does not answer ${call.operation.id}`);
    return handler(call, this.#platform);
  }
}

function assertAllowed({ permissions: required }: Operation, { client: { permissions } }: Token): void {
  if (permissions === undefined || required === undefined) return;
  const [names, isEnough] =
    'all' in required
      ? [required.all, required.all.every((name) => permissions.includes(name))]
      : [required.any, required.any.some((name) => permissions.includes(name))];
  if (isEnough) return;
  const list = names.join(', ');
  const isAny = 'any' in required && names.length > 1;
  const message = isAny
    ? `Unable to perform the requested action. You must have at least one of the following permissions: ${list}`
    : `Unable to perform the requested action. You are missing the following permission(s): ${list}`;
  const code = isAny ? 'missing.any.permissions' : 'missing.permissions';
  throw new Refusal(403, code, message, { params: { permissions: list } });
}

function bodyOf(operation: Operation, { body: text, contentType = '' }: Request): unknown {
  if (operation.request === undefined) return undefined;
  if (text === '') {
    if (operation.isBodyRequired) throw badRequest('bad.request', 'The request body is missing.');
    return undefined;
  }
  if (!/^application\/json\b/i.test(contentType))
    throw new Refusal(415, 'unsupported.media.type', 'HTTP 415 Unsupported Media Type');
  const body = parsed(text);
  const problem = problemOf(`${operation.id}.request`, body);
  if (problem !== undefined)
    throw badRequest('bad.request', `The request body is not as it must be: ${problem}`);
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('bad.request', 'The request body is not JSON.');
  }
}

function replyTo(operation: Operation, answer: Answer, headers: Readonly<Record<string, string>>): Reply {
  const { status = operation.status, body } = answer;
  if (operation.response === undefined) return { status, headers, body: '', sends: 'all' };
  const problem = problemOf(`${operation.id}.response`, body);
  if (problem !== undefined) throw new Error(`an answer breaks the contract: ${operation.id} ${problem}`);
  return { status, headers, body: JSON.stringify(body), sends: 'all' };
}

function refused(refusal: Refusal, headers: Readonly<Record<string, string>>, correlation: string): Reply {
  const body = errorBody(refusal, correlation);
  const problem = problemOf('error', body);
  if (problem !== undefined) throw new Error(`an error breaks the contract: ${problem}`);
  const all = { ...headers, ...refusal.headers };
  return { status: refusal.status, headers: all, body: JSON.stringify(body), sends: 'all' };
}

/** @returns what is wrong with a value, in one sentence. */
function problemOf(schema: string, value: unknown): string | undefined {
  const validate = schemas[schema]!;
  if (validate(value)) return undefined;
  const [error] = validate.errors!;
  return `${error!.instancePath || 'it'} ${error!.message} ${JSON.stringify(error!.params)}`;
}

/** What has been carried out, and whose answer goes wrong. */
function spoilt(reply: Reply, fault: Fault): Reply {
  switch (fault.kind) {
    case 'timeoutAfterApplying': {
      const refusal = new Refusal(504, 'request.timeout', 'The request timed out.');
      return refused(refusal, reply.headers, reply.headers['inin-correlation-id']!);
    }
    case 'noAnswer':
      return { ...reply, sends: 'nothing' };
    case 'cutJson':
      return { ...reply, sends: 'half' };
    default:
      return reply;
  }
}
