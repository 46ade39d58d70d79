import { checkHeaders } from '../../engine/http/headers.ts';
import { receiverUrl } from '../../engine/http/receiverUrl.ts';
import { Outage } from '../../engine/plugins/outage.ts';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { CrmActor } from './actor.ts';
import { crmDefaults, crmSchema, type CrmConfiguration } from './schema.ts';
import validator from './schema.validator.js';

const reserved: ReadonlySet<string> = new Set(['idempotency-key', 'content-type', 'content-length', 'host']);

/** Keeps records of conversations in a CRM, by HTTP, in batches. */
const crm: Plugin<CrmConfiguration> = {
  name: 'crm',
  configSchema: crmSchema,
  validator,
  provides: [tokens.batchActor],
  needs: [tokens.clock, tokens.network, tokens.problem],
  create({ configuration, place, get }) {
    const { headers = {} } = configuration;
    checkHeaders(headers, reserved, (name) => place(['headers', name]));
    const actor = new CrmActor({
      ...{ ...crmDefaults, ...configuration, headers },
      url: receiverUrl(configuration.url, place(['url'])),
      clock: get(tokens.clock),
      network: get(tokens.network),
      outage: new Outage(get(tokens.problem), 'the CRM'),
    });
    return { parts: { [tokens.batchActor]: actor } };
  },
};

export default crm;
