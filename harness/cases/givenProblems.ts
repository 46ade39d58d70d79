import type { Path } from '../../engine/conditions/check.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactDefinition, FactSubject, FactValues } from '../../engine/facts/definition.ts';
import { factValueProblem } from '../../engine/facts/values.ts';
import type { SchemaProblem } from '../../engine/packs/schemaProblems.ts';
import { didYouMean } from '../../engine/suggest.ts';
import type { Case } from './case.ts';

/** What to write instead of facts that the engine works out. */
const writtenInstead: Readonly<Record<string, string>> = {
  waitSeconds: 'give waitedSeconds',
  botTurns: 'give the turns',
  noMatchCount: 'give turns with noMatch: true',
  handoffDepth: 'give handoffs',
  askedForPerson: 'give the utterance or the intent it follows from',
  sentimentLevel: 'give the sentiment of each turn',
  sentimentDropFromPeak: 'give the sentiment of each turn',
  intentMargin: 'give intentConfidence and secondIntentConfidence',
  messageCount: 'give the messages',
  attachmentCount: 'give the messages',
};

const ofConversation: readonly FactSubject[] = ['conversation', 'bot'];

/** Where facts are given, and whose they must be. */
interface GivenFacts {
  readonly facts: FactValues;
  readonly path: Path;
  readonly subjects: readonly FactSubject[];
}

/** What is wrong with the facts of a case: they are held to the catalogue, as a recording's are. By path in the case. */
export function givenProblems({ given }: Case): readonly SchemaProblem[] {
  return [...factsIn(given, ['given'])].flatMap(({ facts, path, subjects }) =>
    Object.entries(facts).flatMap(([name, value]) => problemWith(name, value, [...path, name], subjects)),
  );
}

function* factsIn(given: Case['given'], path: Path): Generator<GivenFacts> {
  const own = (facts: FactValues | undefined, ...more: Path): GivenFacts[] =>
    facts === undefined ? [] : [{ facts, path: [...path, ...more], subjects: ofConversation }];
  const ofQueue = (facts: FactValues | undefined, ...more: Path): GivenFacts[] =>
    facts === undefined ? [] : [{ facts, path: [...path, ...more], subjects: ['queue'] }];
  yield* own(given.facts, 'facts');
  for (const [index, turn] of (given.turns ?? []).entries()) yield* own(turn, 'turns', index);
  for (const [name, { facts }] of Object.entries(given.waiting ?? {}))
    yield* own(facts, 'waiting', name, 'facts');
  for (const [name, facts] of Object.entries(given.queues ?? {})) yield* ofQueue(facts, 'queues', name);
  yield* ofQueue(given.queueFacts, 'queueFacts');
  for (const [index, step] of (given.then ?? []).entries()) {
    yield* own(step.facts, 'then', index, 'facts');
    yield* own(step.turn, 'then', index, 'turn');
    for (const [name, facts] of Object.entries(step.queues ?? {}))
      yield* ofQueue(facts, 'then', index, 'queues', name);
    yield* ofQueue(step.queueFacts, 'then', index, 'queueFacts');
  }
}

function problemWith(
  name: string,
  value: unknown,
  path: Path,
  subjects: readonly FactSubject[],
): readonly SchemaProblem[] {
  const fact = factCatalogue.get(name);
  if (fact === undefined) {
    const hint = didYouMean(name, factCatalogue.keys());
    const message = `unknown fact "${name}"`;
    return [{ path, code: 'unknown-fact', message, ...(hint === undefined ? {} : { hint }) }];
  }
  if (!subjects.includes(fact.subject)) return [{ path, ...elsewhere(fact) }];
  if (fact.origin === 'derived') {
    const message = `${name} is worked out, so it cannot be given`;
    const hint = writtenInstead[name] ?? fact.source;
    return [{ path, code: 'derived-fact', message, hint }];
  }
  const wrong = factValueProblem(fact, value);
  return wrong === undefined ? [] : [{ path, code: 'bad-fact', message: `${name} ${wrong}` }];
}

/** A fact given where nothing reads it would make a case say nothing. */
function elsewhere({ name, subject }: FactDefinition): Omit<SchemaProblem, 'path'> {
  const where: Readonly<Record<FactSubject, string>> = {
    conversation: 'under facts or in a turn',
    bot: 'in a turn',
    queue: 'under queueFacts, or under queues',
    agent: 'under agents, in the fields of an agent',
    occurrence: 'by what happens: messages, participants, commands',
  };
  const message = `${name} is a fact of the ${subject}, which is not given here`;
  return { code: 'fact-elsewhere', message, hint: `give it ${where[subject]}` };
}
