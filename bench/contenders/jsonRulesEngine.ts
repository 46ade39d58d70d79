import { readFileSync } from 'node:fs';
import { Engine, type Event, type TopLevelCondition } from 'json-rules-engine';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { RuleWork, SourceCondition, Work } from '../works/work.ts';
import { asRules, everyHitLater, firstHitLater, type Decider } from './contender.ts';
import { hasWholeWord } from './wholeWord.ts';

const manifest = new URL('../../node_modules/json-rules-engine/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

/** json-rules-engine with all rules in one tier: the fastest way where all are wanted. */
export function prepare(work: Work): Decider {
  const rules = asRules(work);
  const engine = engineOf(rules, () => 1);
  const places = async (facts: FactValues): Promise<readonly number[]> => {
    const { events } = await engine.run({ ...facts });
    return events.map(placeOf);
  };
  if (rules.wanted === 'every') return everyHitLater(version, places);
  return firstHitLater(version, async (facts) => {
    const held = await places(facts);
    return held.length === 0 ? -1 : Math.min(...held);
  });
}

/** With a priority for each rule, so that it can be stopped at the first that holds. */
export function prepareStopping(work: Work): Decider {
  const rules = asRules(work);
  const engine = engineOf(rules, (place) => rules.rules.length - place);
  let first = -1;
  engine.on('success', (event) => {
    if (first === -1) first = placeOf(event);
    engine.stop();
  });
  return firstHitLater(version, async (facts) => {
    first = -1;
    await engine.run({ ...facts });
    return first;
  });
}

function engineOf({ rules }: RuleWork, priorityOf: (place: number) => number): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator('containsText', (text: string, keyword: string) => text.includes(keyword));
  engine.addOperator('containsWord', hasWholeWord);
  rules.forEach(({ name, when }, place) =>
    engine.addRule({
      name,
      priority: priorityOf(place),
      conditions: topLevel(when),
      event: { type: 'held', params: { place } },
    }),
  );
  return engine;
}

/** A comparison cannot stand alone in json-rules-engine. */
function topLevel(condition: SourceCondition): TopLevelCondition {
  return ('fact' in condition ? { all: [condition] } : condition) as TopLevelCondition;
}

function placeOf(event: Event): number {
  return (event.params as { readonly place: number }).place;
}
