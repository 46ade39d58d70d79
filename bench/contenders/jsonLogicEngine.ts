import type { FactValues } from '../../engine/facts/definition.ts';
import type { Work } from '../works/work.ts';
import { asRules, everyHit, firstHit, type Decider } from './contender.ts';
import { everyLogic, firstLogic } from './jsonLogic.ts';
import { importPeer, peerVersion } from './peer.ts';
import { hasWholeWord } from './wholeWord.ts';

interface JsonLogicEngine {
  readonly LogicEngine: new () => {
    build(logic: unknown): (facts: FactValues) => unknown;
    addMethod(name: string, method: unknown, annotations: object): void;
  };
}

/** Compiled by its `build`, which generates code. */
export async function prepare(work: Work): Promise<Decider> {
  const { wanted, rules } = asRules(work);
  const peer = (await importPeer('json-logic-engine')) as JsonLogicEngine;
  const engine = new peer.LogicEngine();
  const operation = ([text, keyword]: readonly [string, string]): boolean => hasWholeWord(text, keyword);
  engine.addMethod('hasWholeWord', operation, { sync: true, deterministic: true });
  const version = peerVersion('json-logic-engine');
  if (wanted === 'first') {
    const decide = engine.build(firstLogic(rules));
    return firstHit(version, (facts) => decide(facts) as number);
  }
  // A generated function of hundreds of rules is too large for the optimiser: whoever uses it would cut it up.
  const parts = Array.from({ length: Math.ceil(rules.length / partLength) }, (_, part) => part * partLength);
  const decides = parts.map((from) => engine.build(everyLogic(rules.slice(from, from + partLength))));
  return everyHit(version, (facts) => {
    const places: number[] = [];
    for (let part = 0; part < decides.length; part++) {
      const truths = decides[part]!(facts) as readonly boolean[];
      for (let i = 0; i < truths.length; i++) if (truths[i]) places.push(part * partLength + i);
    }
    return places;
  });
}

const partLength = 60;
