import { factCatalogue } from '../facts/catalogue.ts';
import type { Actor, BatchActor, EventSource, FactProvider } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggest.ts';

/** A part, the plugin it is of, and where that is listed. */
export interface PlacedPart<Part> {
  readonly name: string;
  readonly part: Part;
  readonly where: Pick<Problem, 'file' | 'line' | 'column'>;
}

/** What cannot work about the parts that plugins provide, taken together. */
export function checkParts(parts: {
  readonly sources: readonly PlacedPart<EventSource>[];
  readonly providers: readonly PlacedPart<FactProvider>[];
  readonly actors: readonly PlacedPart<Actor>[];
  readonly batchActors: readonly PlacedPart<BatchActor>[];
}): readonly Problem[] {
  const kinds = [...parts.actors, ...parts.batchActors].map((one) => ({ ...one, claims: one.part.does }));
  const facts = parts.providers.map((one) => ({ ...one, claims: one.part.facts }));
  return [
    ...twice(kinds, 'two-actors', (kind) => `do what "${kind}" asks`),
    ...twice(facts, 'two-fact-providers', (fact) => `look up ${fact}`),
    ...parts.batchActors.flatMap(batchProblem),
    ...parts.providers.flatMap((one) => one.part.facts.flatMap((fact) => factProblem(fact, one))),
  ];
}

function twice(
  all: readonly (PlacedPart<unknown> & { readonly claims: readonly string[] })[],
  code: string,
  doing: (claim: string) => string,
): readonly Problem[] {
  const first = new Map<string, string>();
  return all.flatMap(({ name, where, claims }) =>
    claims.flatMap((claim): Problem[] => {
      const other = first.get(claim);
      first.set(claim, other ?? name);
      if (other === undefined) return [];
      const message = `"${name}" and "${other}" both ${doing(claim)}`;
      return [{ code, severity: 'error', ...where, message, hint: 'list one of them' }];
    }),
  );
}

function batchProblem({ name, where, part: { batch } }: PlacedPart<BatchActor>): readonly Problem[] {
  const { most, withinSeconds, apartSeconds = 0, atOnce = 1 } = batch;
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (isCount(most) && isCount(atOnce) && withinSeconds >= 0 && apartSeconds >= 0) return [];
  const message = `"${name}" asks for batches that cannot be: ${JSON.stringify(batch)}`;
  const hint =
    '`most` and `atOnce` are whole numbers from 1, `withinSeconds` and `apartSeconds` are 0 or more';
  return [{ code: 'bad-batch', severity: 'error', ...where, message, hint }];
}

function factProblem(fact: string, { name, where }: PlacedPart<FactProvider>): readonly Problem[] {
  const known = factCatalogue.get(fact);
  const refuse = (code: string, message: string, hint: string | undefined): readonly Problem[] => [
    { code, severity: 'error', ...where, message, ...(hint === undefined ? {} : { hint }) },
  ];
  if (known === undefined) {
    const hint = didYouMean(fact, factCatalogue.keys());
    return refuse('unknown-fact', `"${name}" looks up an unknown fact "${fact}"`, hint);
  }
  if (known.origin === 'derived') {
    const hint = 'look up what it is derived from';
    return refuse('derived-fact', `"${name}" looks up ${fact}, which is derived from other facts`, hint);
  }
  if (known.subject !== 'agent') return [];
  const hint = 'an event source tells what is known of agents';
  return refuse('agent-fact', `"${name}" looks up ${fact}, which is about agents`, hint);
}
