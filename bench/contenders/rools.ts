import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, everyHitLater, firstHitLater, type Decider } from './contender.ts';
import { importPeer, peerVersion } from './peer.ts';
import { predicatesOf } from './predicatesOf.ts';

interface Peer {
  readonly Rools: new (options: object) => {
    register(rules: readonly object[]): Promise<void>;
    evaluate(facts: object): Promise<unknown>;
  };
  readonly Rule: new (rule: object) => object;
}

/** Conditions are functions its user writes; two of the same source text count as one, so each has its own. */
export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('rools')) as Peer;
  const predicates = predicatesOf(work);
  const engine = new peer.Rools({ logging: { error: false, debug: false } });
  await engine.register(
    rules.rules.map(
      ({ name }, place) =>
        new peer.Rule({
          name,
          priority: rules.rules.length - place,
          final: rules.wanted === 'first',
          when: predicates[place]!,
          then: (facts: { readonly held: number[] }) => void facts.held.push(place),
        }),
    ),
  );
  const held = async (facts: FactValues): Promise<readonly number[]> => {
    const session = { ...facts, held: [] };
    await engine.evaluate(session);
    return session.held;
  };
  const version = peerVersion('rools');
  if (rules.wanted === 'every') return everyHitLater(version, held);
  return firstHitLater(version, async (facts) => (await held(facts))[0] ?? -1);
}
