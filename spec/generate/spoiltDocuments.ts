import fc from 'fast-check';
import { oddities } from './oddities.ts';

type Container = Record<string, unknown> | unknown[];

/** Where one thing is done to a document: which of its places, and what. */
interface Step {
  readonly place: number;
  readonly deed: 'drop' | 'replace' | 'rename' | 'add' | 'repeat' | 'move';
  readonly oddity: unknown;
}

const step: fc.Arbitrary<Step> = fc.record({
  place: fc.nat(),
  deed: fc.constantFrom<Step['deed']>('drop', 'replace', 'rename', 'add', 'repeat', 'move'),
  oddity: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...oddities) },
    { weight: 1, arbitrary: fc.jsonValue() },
  ),
});

/** Documents with a few places spoilt: what people get wrong in a file that was right. */
export function spoiltDocuments(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const texts = samples.map((sample) => JSON.stringify(sample));
  return fc
    .record({ text: fc.constantFrom(...texts), steps: fc.array(step, { minLength: 1, maxLength: 4 }) })
    .map(({ text, steps }) => {
      // Through a list of one, so that the document as a whole is a place as well.
      const whole = [JSON.parse(text) as unknown];
      // A copy of each oddity, for a later step may spoil it in turn.
      for (const { oddity, ...one } of steps) spoil(whole, { ...one, oddity: structuredClone(oddity) });
      return whole[0];
    });
}

function spoil(whole: unknown[], { place, deed, oddity }: Step): void {
  const places = placesIn(whole);
  if (places.length === 0) return;
  const [container, key] = places[place % places.length]!;
  const at = container as Record<string, unknown>;
  switch (deed) {
    case 'drop':
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else delete at[key];
      break;
    case 'replace':
      at[key] = oddity;
      break;
    case 'rename':
      if (Array.isArray(container)) break;
      at[`${key}x`] = at[key];
      delete at[key];
      break;
    case 'add':
      if (Array.isArray(container)) container.push(oddity);
      else at['odd'] = oddity;
      break;
    case 'repeat':
      if (Array.isArray(container)) container.push(structuredClone(container[Number(key)]));
      break;
    case 'move': {
      const [from, name] = places[(place * 7 + 1) % places.length]!;
      at[key] = structuredClone((from as Record<string, unknown>)[name]);
      break;
    }
  }
}

function placesIn(container: Container, places: [Container, string][] = []): [Container, string][] {
  for (const [key, value] of Object.entries(container)) {
    places.push([container, key]);
    if (typeof value === 'object' && value !== null) placesIn(value as Container, places);
  }
  return places;
}
