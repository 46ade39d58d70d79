import { shortestPseudonymKey } from '../../engine/door/pseudonym.ts';
import { settingsSchema, type GivenSettings } from './settings.ts';
import type { ListenBy } from './listening/eventSource.ts';

/** An OAuth client of the grant type Client Credentials. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The plugin's configuration; what is left out of the settings has its default. */
export interface GenesysConfiguration extends OAuthClient, GivenSettings {
  /** One of these two. */
  readonly region?: string;
  readonly baseUrl?: string;
  /** The client that acts; left out, the one that reads. */
  readonly actingClient?: OAuthClient;
  /** By name; left out, all that the client may see. */
  readonly queues?: readonly string[];
  /** Ids of the bot flows whose turns are asked for. */
  readonly botFlows?: readonly string[];
  readonly listen?: ListenBy;
  readonly pseudonymKey: string;
}

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text, minItems: 1, uniqueItems: true };
const client = { clientId: text, clientSecret: text };

/** JSON Schema 2020-12 of the configuration; that it names one place is checked when the plugin is made. */
export const genesysSchema = {
  type: 'object',
  properties: {
    region: { ...text, description: 'Such as eu-central-1; or give a baseUrl.' },
    baseUrl: { ...text, description: 'Of the sandbox or a gateway: knows /oauth/token and /api/v2.' },
    ...client,
    actingClient: {
      type: 'object',
      description: 'The OAuth client that acts; left out, the one that reads.',
      properties: client,
      required: Object.keys(client),
      additionalProperties: false,
    },
    queues: { ...texts, description: 'By name; left out, all that the client may see.' },
    botFlows: { ...texts, description: 'Ids of the bot flows whose turns are asked for.' },
    listen: { enum: ['notifications', 'polling'], default: 'notifications' },
    pseudonymKey: {
      type: 'string',
      minLength: shortestPseudonymKey,
      description: 'Keys the pseudonyms of agents and conversations; keep it.',
    },
    ...settingsSchema.properties,
  },
  required: [...Object.keys(client), 'pseudonymKey'],
  additionalProperties: false,
};
