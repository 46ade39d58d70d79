/** The mail server, and how alerts are gathered into digests. */
export interface EmailConfiguration {
  readonly host: string;
  readonly port?: number;
  readonly tls?: 'startTls' | 'implicit' | 'none';
  /** With `password`; without both, nobody logs in. */
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly firstSeconds?: number;
  readonly digestSeconds?: number;
  readonly timeoutSeconds?: number;
}

/**
 * Ours. What happens at once is told at once, together: 5 s. A person reads a mail every five minutes, and no more. What
 * is sent in one go takes four times as long as the server may take, at most: with 15 s, no longer than an attempt may.
 */
export const emailDefaults = { firstSeconds: 5, digestSeconds: 300, timeoutSeconds: 15 } as const;

/** By how TLS begins. Source: RFC 8314, 3.3; RFC 6409, 3.1; RFC 5321, 4.5.4.2. */
export const ports = { startTls: 587, implicit: 465, none: 25 } as const;

const text = { type: 'string', minLength: 1 };

/** JSON Schema 2020-12 of the configuration; addresses are checked when the plugin is made. */
export const emailSchema = {
  type: 'object',
  properties: {
    host: { ...text, description: 'The mail server that takes mail for delivery.' },
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65535,
      description: `${ports.startTls} for startTls, ${ports.implicit} for implicit, ${ports.none} for none, unless told.`,
    },
    tls: {
      enum: Object.keys(ports),
      description: 'startTls unless told; on this machine, none.',
    },
    user: { ...text, description: 'Who logs in; with a password.' },
    password: { ...text, description: 'From the environment: ${env:SMTP_PASSWORD}.' },
    from: { ...text, description: 'The sender’s address.' },
    firstSeconds: {
      type: 'number',
      minimum: 0,
      description: 'How long the first alert after a quiet time waits for others.',
      default: emailDefaults.firstSeconds,
    },
    digestSeconds: {
      type: 'number',
      minimum: 0,
      description: 'The least time between two digests; what comes meanwhile waits for the next.',
      default: emailDefaults.digestSeconds,
    },
    timeoutSeconds: {
      type: 'number',
      exclusiveMinimum: 0,
      description: 'For the mail server to take a login, and a mail.',
      default: emailDefaults.timeoutSeconds,
    },
  },
  required: ['host', 'from'],
  additionalProperties: false,
};
