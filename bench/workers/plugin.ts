import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens, type Actor, type EventSource } from '../../engine/ports.ts';
import type { FromWorker, ToWorker } from './messages.ts';

interface Configuration {
  /** Where who measures listens, on this machine. */
  readonly port: number;
}

/** In every worker of the benchmark: its source tells what who measures says, its actor does all at once and says so. */
const plugin: Plugin<Configuration> = {
  name: 'measured',
  configSchema: { type: 'object', properties: { port: { type: 'integer' } }, required: ['port'] },
  validator: () => true,
  provides: [tokens.eventSource, tokens.actor],
  needs: [],
  create({ configuration: { port } }) {
    let socket: Socket;
    const say = (message: FromWorker): void => void socket.write(`${JSON.stringify(message)}\n`);
    const source: EventSource = {
      async listen(take, signal) {
        say({ listens: true });
        for await (const line of createInterface({ input: socket, signal })) {
          const { events, cursor } = JSON.parse(line) as ToWorker;
          await take({ events, cursor });
          say({ taken: cursor });
        }
      },
    };
    const actor: Actor = {
      does: ['do notify', 'set skills', 'set scoredAgents'],
      act([command], { decidedAt: at }) {
        const { conversation } = command!;
        if ('id' in command!) say({ done: command.id, conversation, at });
        return Promise.resolve({ status: 'done' });
      },
    };
    return {
      parts: { [tokens.eventSource]: source, [tokens.actor]: actor },
      async start() {
        socket = connect({ host: '127.0.0.1', port, noDelay: true });
        await once(socket, 'connect');
        // Who measures is gone, and nobody else ends this one.
        socket.once('close', () => process.exit());
      },
      stop() {
        socket.destroy();
        return Promise.resolve();
      },
    };
  },
};

export default plugin;
