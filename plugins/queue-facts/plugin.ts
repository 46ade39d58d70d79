import { factCatalogue } from '../../engine/facts/catalogue.ts';
import { factValueProblem } from '../../engine/facts/values.ts';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens, type FactProvider } from '../../engine/ports.ts';
import { problemError } from '../../engine/problem.ts';
import { queueFactsSchema, type QueueFactsConfiguration } from './schema.ts';
import validator from './schema.validator.js';

/** A fact provider for what is agreed about queues and nobody observes: the promise of a queue, say. */
const queueFacts: Plugin<QueueFactsConfiguration> = {
  name: 'queue-facts',
  configSchema: queueFactsSchema,
  validator,
  provides: [tokens.factProvider],
  needs: [tokens.clock],
  create({ configuration: { queues }, get }) {
    for (const [queue, values] of Object.entries(queues)) check(queue, values);
    const clock = get(tokens.clock);
    const provider: FactProvider = {
      facts: [...new Set(Object.values(queues).flatMap(Object.keys))].sort(),
      observe(fact, of) {
        const values = 'queue' in of && Object.hasOwn(queues, of.queue) ? queues[of.queue]! : {};
        const value = Object.hasOwn(values, fact) ? values[fact] : undefined;
        return Promise.resolve(value === undefined ? undefined : { value, observedAt: clock.now() });
      },
    };
    return { parts: { [tokens.factProvider]: provider } };
  },
};

/** @throws ProblemError for a value that its fact cannot have. */
function check(queue: string, values: QueueFactsConfiguration['queues'][string]): void {
  for (const [fact, value] of Object.entries(values)) {
    const wrong = factValueProblem(factCatalogue.get(fact)!, value);
    if (wrong !== undefined) throw problemError('bad-fact', `${fact} of queue ${queue} ${wrong}`);
  }
}

export default queueFacts;
