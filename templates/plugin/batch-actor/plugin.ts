import type { ActOutcome, BatchActor, BatchedCommand, Network, Plugin, Token } from 'signalbox/plugin';
import { schema, type Configuration } from './schema.ts';

const network = Symbol.for('signalbox/network') as Token<Network>;
const batchActor = Symbol.for('signalbox/batchActor') as Token<BatchActor>;

/** What is said of each notice of a batch. */
interface Said {
  readonly results: readonly { readonly kept: boolean; readonly why?: string }[];
}

/** An actor that posts notices to a supervisor's chat, many in one call. */
const plugin: Plugin<Configuration> = {
  name: 'crm-acme',
  configSchema: schema,
  provides: [batchActor],
  needs: [network],
  create({ configuration: { url, token }, get }) {
    const { fetch } = get(network);
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const chat: BatchActor = {
      does: ['do notify'],
      batch: { most: 100, withinSeconds: 5 },
      async actTogether(commands, signal) {
        signal.throwIfAborted();
        const body = JSON.stringify({ notices: commands.map(notice) });
        const all = (outcome: ActOutcome): readonly ActOutcome[] => commands.map(() => outcome);
        try {
          const answer = await fetch(new Request(url, { method: 'POST', headers, body, signal }));
          return answer.ok ? outcomes(await answer.json()) : all(refusal(answer));
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof Later) throw error;
          return all({ status: 'notDone', why: (error as Error).message });
        }
      },
    };
    return { parts: { [batchActor]: chat } };
  },
};

/** A notice as the chat takes it. It may be sent again: by its id the chat keeps it once. */
function notice({ command }: BatchedCommand): object {
  if (!('do' in command) || command.do !== 'notify') return {};
  const { id, supervisor, conversation, about } = command;
  return { id, to: supervisor, text: `${conversation}: ${about}` };
}

function outcomes(said: unknown): readonly ActOutcome[] {
  return (said as Said).results.map(({ kept, why = 'the chat does not say why' }) =>
    kept ? { status: 'done' } : { status: 'refused', why },
  );
}

/** Nothing of a batch was done, and asking again may help. */
class Later extends Error {
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds: number | undefined) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a whole batch comes to that was not taken. @throws Later */
function refusal(answer: Response): ActOutcome {
  const why = `the chat answers ${answer.status}`;
  if (answer.status === 429 || answer.status === 503) {
    const seconds = Number(answer.headers.get('retry-after') ?? NaN);
    throw new Later(why, Number.isFinite(seconds) ? seconds : undefined);
  }
  return { status: answer.status < 500 ? 'refused' : 'notDone', why };
}

export default plugin;
