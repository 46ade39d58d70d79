import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, everyHitLater, firstHitLater, type Decider } from './contender.ts';
import { importPeer, peerVersion } from './peer.ts';
import { predicatesOf } from './predicatesOf.ts';

interface Flow {
  rule(name: string, options: object, constraints: readonly unknown[], action: () => void): void;
  getSession(fact: object): {
    match(): { then(done: () => void, failed: (reason: unknown) => void): void };
    dispose(): void;
  };
}

interface Nools {
  flow(name: string, define: (flow: Flow) => void): Flow;
}

/** Rules are told apart by the class of what they match. */
class Facts {
  constructor(facts: FactValues) {
    Object.assign(this, facts);
  }
}

/** RETE; not maintained since 2015. Conditions are functions its user writes. */
export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('nools')) as Nools;
  const predicates = predicatesOf(work);
  let held: number[] = [];
  const flow = peer.flow('bench', (defined) =>
    predicates.forEach((predicate, place) => {
      const matches = (match: { readonly facts: FactValues }): boolean => predicate(match.facts);
      const options = { priority: predicates.length - place };
      defined.rule(`rule-${place}`, options, [[Facts, 'facts', matches]], function (this: unknown) {
        held.push(place);
        if (rules.wanted === 'first') (this as { halt(): void }).halt();
      });
    }),
  );
  const decide = async (facts: FactValues): Promise<readonly number[]> => {
    held = [];
    const session = flow.getSession(new Facts(facts));
    await new Promise<void>((resolve, reject) => session.match().then(resolve, reject));
    session.dispose();
    return held;
  };
  const version = peerVersion('nools');
  if (rules.wanted === 'every') return everyHitLater(version, decide);
  return firstHitLater(version, async (facts) => (await decide(facts))[0] ?? -1);
}
