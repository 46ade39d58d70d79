import type { Work } from '../works/work.ts';
import { asRules, everyHit, firstHit, placesTrue, type Decider } from './contender.ts';
import { everyLogic, firstLogic } from './jsonLogic.ts';
import { importPeer, peerVersion } from './peer.ts';
import { hasWholeWord } from './wholeWord.ts';

interface JsonLogic {
  apply(logic: unknown, data: unknown): unknown;
  add_operation(name: string, operation: unknown): void;
}

export async function prepare(work: Work): Promise<Decider> {
  const { wanted, rules } = asRules(work);
  const peer = (await importPeer('json-logic-js')) as JsonLogic;
  peer.add_operation('hasWholeWord', hasWholeWord);
  const version = peerVersion('json-logic-js');
  const logic = wanted === 'first' ? firstLogic(rules) : everyLogic(rules);
  return wanted === 'first'
    ? firstHit(version, (facts) => peer.apply(logic, facts) as number)
    : everyHit(version, (facts) => placesTrue(peer.apply(logic, facts) as unknown[]));
}
