/** Who goes first when requests are scarce, first first. */
export const lanes = ['handoff', 'skills', 'bulk'] as const;

/**
 * What a call is for: a customer who waits for a person; the routing of a waiting conversation; everything that can
 * wait.
 */
export type Lane = (typeof lanes)[number];

/** How politely Genesys Cloud is asked. */
export interface PolitenessSettings {
  /** Most requests in any minute. A lower limit that the platform's headers tell takes its place, a higher one does not. */
  readonly requestsPerMinute: number;
  /** Most logins in any minute: apart from the requests, because those wait for a login. */
  readonly loginsPerMinute: number;
  /** Share of the requests, 0 to 1, that only this lane and those before it may use. They sum to less than 1. */
  readonly reserve: Readonly<Record<Exclude<Lane, 'bulk'>, number>>;
  /** From call to answer: waiting for a turn, every attempt and the pauses between. */
  readonly deadlineSeconds: Readonly<Record<Lane, number>>;
  /** For one attempt. */
  readonly requestTimeoutSeconds: number;
  /** How often a call is tried, the first time included. */
  readonly attempts: number;
  /** The pause before the second attempt is drawn from 0 to this, and the range doubles with each further one. */
  readonly backoffBaseSeconds: number;
  /** Where the doubling ends. */
  readonly backoffCapSeconds: number;
  /** The least pause after a 429 that names none. */
  readonly retryAfterSeconds: number;
  /** Stops asking a host that does not work. */
  readonly breaker: {
    /** Requests of this many calls that fail in a row open it. */
    readonly failures: number;
    /** How long it stays open; then one request tries. */
    readonly openSeconds: number;
  };
}

/** Source of each: docs/defaults.md. */
export const politenessDefaults: PolitenessSettings = {
  requestsPerMinute: 300,
  loginsPerMinute: 10,
  reserve: { handoff: 0.1, skills: 0.1 },
  deadlineSeconds: { handoff: 30, skills: 60, bulk: 300 },
  requestTimeoutSeconds: 30,
  attempts: 5,
  backoffBaseSeconds: 1,
  backoffCapSeconds: 30,
  retryAfterSeconds: 5,
  breaker: { failures: 5, openSeconds: 30 },
};

const positive = { type: 'number', exclusiveMinimum: 0 };
const share = { type: 'number', minimum: 0, maximum: 0.45 };
const defaults = politenessDefaults;

/** The JSON Schema (2020-12) of the settings, for a plugin's configuration; what is left out has its default. */
export const politenessSchema = group({
  requestsPerMinute: { type: 'integer', minimum: 1, default: defaults.requestsPerMinute },
  loginsPerMinute: { type: 'integer', minimum: 1, default: defaults.loginsPerMinute },
  reserve: group({
    handoff: { ...share, default: defaults.reserve.handoff },
    skills: { ...share, default: defaults.reserve.skills },
  }),
  deadlineSeconds: group({
    handoff: { ...positive, default: defaults.deadlineSeconds.handoff },
    skills: { ...positive, default: defaults.deadlineSeconds.skills },
    bulk: { ...positive, default: defaults.deadlineSeconds.bulk },
  }),
  requestTimeoutSeconds: { ...positive, default: defaults.requestTimeoutSeconds },
  attempts: { type: 'integer', minimum: 1, default: defaults.attempts },
  backoffBaseSeconds: { ...positive, default: defaults.backoffBaseSeconds },
  backoffCapSeconds: { ...positive, default: defaults.backoffCapSeconds },
  retryAfterSeconds: { ...positive, default: defaults.retryAfterSeconds },
  breaker: group({
    failures: { type: 'integer', minimum: 1, default: defaults.breaker.failures },
    openSeconds: { ...positive, default: defaults.breaker.openSeconds },
  }),
});

/** An object of settings in which only what is named may be set. */
export function group(properties: Readonly<Record<string, object>>) {
  return { type: 'object', properties, additionalProperties: false } as const;
}
