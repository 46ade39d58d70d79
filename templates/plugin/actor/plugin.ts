import type { ActOutcome, Actor, Command, Network, Plugin, Token } from 'signalbox/plugin';
import { schema, type Configuration } from './schema.ts';

const network = Symbol.for('signalbox/network') as Token<Network>;
const actor = Symbol.for('signalbox/actor') as Token<Actor>;

/** An actor that posts a notice to a supervisor's chat. */
const plugin: Plugin<Configuration> = {
  name: 'crm-acme',
  configSchema: schema,
  provides: [actor],
  needs: [network],
  create({ configuration: { url, token }, get }) {
    const { fetch } = get(network);
    const post = (
      command: Extract<Command, { readonly do: 'notify' }>,
      signal: AbortSignal,
    ): Promise<Response> => {
      const headers = {
        'content-type': 'application/json',
        // What may have been received is asked for again with the same id: the receiver keeps it once.
        'idempotency-key': command.id,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const { supervisor, about, conversation } = command;
      const body = JSON.stringify({ to: supervisor, text: `${conversation}: ${about}` });
      return fetch(new Request(url, { method: 'POST', headers, body, signal }));
    };
    const chat: Actor = {
      does: ['do notify'],
      async act([command], _occasion, signal) {
        signal.throwIfAborted();
        if (command === undefined || !('do' in command) || command.do !== 'notify')
          return { status: 'refused', why: 'this is no notice' };
        const answer = await post(command, signal).catch((error: unknown) => {
          signal.throwIfAborted();
          return error as Error;
        });
        return answer instanceof Error ? { status: 'notDone', why: answer.message } : outcome(answer);
      },
    };
    return { parts: { [actor]: chat } };
  },
};

/** @throws where it is certain that nothing was done, and asking again may help. */
function outcome(answer: Response): ActOutcome {
  const why = `the chat answers ${answer.status}`;
  if (answer.ok) return { status: 'done' };
  if (answer.status === 429 || answer.status === 503) {
    const seconds = Number(answer.headers.get('retry-after') ?? NaN);
    throw Object.assign(new Error(why), Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {});
  }
  return { status: answer.status < 500 ? 'refused' : 'notDone', why };
}

export default plugin;
