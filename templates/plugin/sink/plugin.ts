import type { DecisionRecord, Network, Plugin, Sink, Token } from 'signalbox/plugin';
import { schema, type Configuration } from './schema.ts';

const network = Symbol.for('signalbox/network') as Token<Network>;
const sink = Symbol.for('signalbox/sink') as Token<Sink>;

/** A sink that posts decisions to a CRM, those of one call together. */
const plugin: Plugin<Configuration> = {
  name: 'crm-acme',
  configSchema: schema,
  provides: [sink],
  needs: [network],
  create({ configuration: { url, token }, get }) {
    const { fetch } = get(network);
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const crm: Sink = {
      async hear(told, signal) {
        signal.throwIfAborted();
        const notes = told.flatMap((one) => ('decision' in one ? [note(one.decision)] : []));
        if (notes.length === 0) return;
        const body = JSON.stringify({ notes });
        const answer = await fetch(new Request(url, { method: 'POST', headers, body, signal }));
        if (!answer.ok) throw refusal(answer);
      },
    };
    return { parts: { [sink]: crm } };
  },
};

/** What the CRM keeps. A decision may be told again: by its id the CRM keeps it once. */
function note({ body }: DecisionRecord): object {
  const { id, conversation, at, point, decidedBy, commands } = body;
  return { id, conversation, at, point, decidedBy, commands };
}

/** The call comes again, not before the CRM is ready for it if it says when. */
function refusal(answer: Response): Error {
  const seconds = Number(answer.headers.get('retry-after') ?? NaN);
  const error = new Error(`the CRM answers ${answer.status}`);
  return Number.isFinite(seconds) ? Object.assign(error, { retryAfterSeconds: seconds }) : error;
}

export default plugin;
