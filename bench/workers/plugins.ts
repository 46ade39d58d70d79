/** What a run of workers is about. */
export interface Load {
  readonly events: number;
  readonly conversations: number;
  /** Events that are told together. */
  readonly batch: number;
  /** Between two batches. */
  readonly pauseMs: number;
}

const plugin = (name: string, token: string, part: string): string => `
import { appendFileSync } from 'node:fs';
export default {
  name: '${name}', configSchema: { type: 'object', additionalProperties: false }, provides: [Symbol.for('signalbox/${token}')], needs: [],
  create() { return { parts: { [Symbol.for('signalbox/${token}')]: ${part} } }; },
};`;

/** Tells of customers who enter a queue, as fast as it is let, or at a pace. */
export function sourcePlugin({ events, conversations, batch, pauseMs }: Load): string {
  return plugin(
    'day',
    'eventSource',
    `{
      async listen(take, signal, cursor = '0') {
        const began = Date.now();
        for (let next = Number(cursor); next < ${events} && !signal.aborted; ) {
          const at = Date.now();
          const events = Array.from({ length: Math.min(${batch}, ${events} - next) }, (_, index) => {
            const event = { type: 'conversation.queued', at, conversation: 'c-' + (next + index) % ${conversations}, queue: 'queue ' + (next + index), facts: { mediaType: 'voice', intent: 'red' } };
            return { event, observedAt: at, source: 'bench' };
          });
          next += events.length;
          await take({ events, cursor: String(next) });
          const ahead = began + (next / ${batch}) * ${pauseMs} - Date.now();
          if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
        }
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    }`,
  );
}

/** Does what is asked at once, and notes when, and how long after the event. */
export const receiverPlugin = plugin(
  'mail',
  'actor',
  `{
      does: ['do notify'],
      async act([command], { decidedAt }) {
        const now = Date.now();
        appendFileSync(new URL('done.txt', import.meta.url), now + ' ' + (now - decidedAt) + '\\n');
        return { status: 'done' };
      },
    }`,
);

/** Wants one command done for each event. */
export const policyText = `apiVersion: signalbox/v1
kind: SkillMapping
name: bench
mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`;
