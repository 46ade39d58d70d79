import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, everyHitLater, firstHitLater, type Decider } from './contender.ts';
import { importPeer, peerVersion } from './peer.ts';
import { predicatesOf } from './predicatesOf.ts';

/** Facts with the list that rules note themselves in. */
type Session = FactValues & { readonly held: number[] };

interface Flow {
  when(holds: boolean): void;
  next(): void;
  stop(): void;
}

interface NodeRules {
  readonly RuleEngine: new (
    rules: readonly object[],
    options: object,
  ) => { execute(facts: Session, done: (facts: Session) => void): void };
}

/** Conditions are functions its user writes. */
export async function prepare(work: Work): Promise<Decider> {
  const rules = asRules(work);
  const peer = (await importPeer('node-rules')) as NodeRules;
  const predicates = predicatesOf(work);
  const engine = new peer.RuleEngine(
    rules.rules.map(({ name }, place) => ({
      name,
      priority: rules.rules.length - place,
      condition: (flow: Flow, facts: Session) => flow.when(predicates[place]!(facts)),
      consequence(flow: Flow, facts: Session) {
        facts.held.push(place);
        if (rules.wanted === 'every') flow.next();
        else flow.stop();
      },
    })),
    { ignoreFactChanges: true },
  );
  const held = (facts: FactValues): Promise<readonly number[]> =>
    new Promise((resolve) => engine.execute({ ...facts, held: [] }, (done) => resolve(done.held)));
  const version = peerVersion('node-rules');
  if (rules.wanted === 'every') return everyHitLater(version, held);
  return firstHitLater(version, async (facts) => (await held(facts))[0] ?? -1);
}
