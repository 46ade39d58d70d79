import { maskedFacts } from '../../../engine/door/event.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Observation } from '../../../engine/exchange.ts';
import type { Clock, FactHolder, FactProvider } from '../../../engine/ports.ts';
import type { Door } from '../door.ts';
import { GenesysError } from '../genesysError.ts';
import { unlessAborted } from '../unlessAborted.ts';
import { readConversation } from './conversations.ts';
import { lookedUpFacts, queueFactNames, type ConversationFactName, type QueueFactName } from './factsTold.ts';
import { readUtterances } from './messages.ts';
import { queueLookUps } from './queues.ts';
import type { Reading } from './reading.ts';
import { readSentiment } from './sentiment.ts';

/** How a fact of a conversation is looked up. */
const conversationLookUps: Readonly<
  Record<ConversationFactName, (reading: Reading, id: string) => Promise<unknown>>
> = {
  sentiment: async (reading, id) => factOf(await readSentiment(reading, id), 'sentiment'),
  utterance: async (reading, id) => {
    const { snapshot } = await readConversation(reading.genesys, id, reading.manner);
    const messages = snapshot.participants.flatMap((one) => one.messages.map(({ id: message }) => message));
    if (messages.length === 0) return undefined;
    const said = factOf((await readUtterances(reading, id, messages)).at(-1), 'utterance');
    return typeof said === 'string' ? maskedFacts({ utterance: said })['utterance'] : undefined;
  },
};

type Found = Readonly<Record<string, unknown>> & { readonly observedAt: number };

/** What the plugin looks up, and how. */
export interface LookUpOptions {
  /** Asked for when the plugin has started. */
  readonly reading: () => Reading;
  readonly door: Door;
  readonly clock: Clock;
  readonly freshSeconds: number;
  /** Facts to look up; left out, all that can be. */
  readonly lookUp: readonly string[] | undefined;
  /** Whether it is known when queues are open. */
  readonly knowsHours: boolean;
}

/** Looks facts of queues and conversations up. Who asks for the same while it is being asked shares the answer. */
export class GenesysFacts implements FactProvider {
  readonly facts: readonly string[];
  readonly freshSeconds: number;
  readonly #options: LookUpOptions;
  readonly #underWay = new Map<string, Promise<Found>>();

  constructor(options: LookUpOptions) {
    const { freshSeconds, lookUp = lookedUpFacts, knowsHours } = options;
    this.#options = options;
    this.facts = lookUp.filter((fact) => fact !== 'queueOpen' || knowsHours);
    this.freshSeconds = freshSeconds;
  }

  async observe(fact: string, of: FactHolder, signal: AbortSignal): Promise<Observation | undefined> {
    signal.throwIfAborted();
    const asked = 'queue' in of ? this.#ofQueue(fact, of.queue) : this.#ofConversation(fact, of.conversation);
    if (asked === undefined) return undefined;
    const found = await unlessAborted(asked, signal).catch((error: unknown) => {
      throw this.#options.door.outError(error);
    });
    const value = found[fact] as FactValue | undefined;
    return value === undefined ? undefined : { value, observedAt: found.observedAt };
  }

  #ofQueue(fact: string, queue: string): Promise<Found> | undefined {
    const { reading: ready, clock } = this.#options;
    const reading = ready();
    const id = reading.names.id('queue', queue);
    if (id === undefined || !isOfQueue(fact)) return undefined;
    const lookUp = queueLookUps[fact];
    const [first] = queueFactNames.filter((name) => queueLookUps[name] === lookUp);
    return this.#shared(`${first} ${id}`, () => lookUp(reading, id, clock.now()));
  }

  #ofConversation(fact: string, pseudonym: string): Promise<Found> | undefined {
    const { reading: ready, door } = this.#options;
    const id = door.conversation(pseudonym);
    if (id === undefined || !isOfConversation(fact)) return undefined;
    return this.#shared(`${fact} ${id}`, async () => ({
      [fact]: await conversationLookUps[fact](ready(), id).catch(missing),
    }));
  }

  #shared(key: string, ask: () => Promise<Readonly<Record<string, unknown>>>): Promise<Found> {
    let asked = this.#underWay.get(key);
    if (asked === undefined) {
      const observedAt = this.#options.clock.now();
      asked = ask()
        .then((found): Found => ({ ...found, observedAt }))
        .finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, asked);
    }
    return asked;
  }
}

function isOfQueue(fact: string): fact is QueueFactName {
  return Object.hasOwn(queueLookUps, fact);
}

function isOfConversation(fact: string): fact is ConversationFactName {
  return Object.hasOwn(conversationLookUps, fact);
}

function factOf(observed: { readonly event: object } | undefined, fact: string): unknown {
  const { facts = {} } = (observed?.event ?? {}) as { facts?: Readonly<Record<string, unknown>> };
  return facts[fact];
}

/** What the platform knows nothing of yet is missing. */
function missing(error: unknown): undefined {
  if (error instanceof GenesysError && error.code === 'genesys-not-found') return undefined;
  throw error;
}
