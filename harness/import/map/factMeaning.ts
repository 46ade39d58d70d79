import { factCatalogue, factsAbout } from '../../../engine/facts/catalogue.ts';
import type { FactDefinition } from '../../../engine/facts/definition.ts';
import { factValueProblem } from '../../../engine/facts/values.ts';
import { didYouMean } from '../../../engine/suggest.ts';
import { isColumn, type ImportMap } from './importMap.ts';
import { checkFilter } from './filterMeaning.ts';
import type { Report } from './finding.ts';

/** The facts a map can fill under `conversation.facts`; queue and mediaType have fields of their own. */
export const importableFacts = new Map(
  factsAbout('conversation')
    .filter(({ name, origin }) => origin === 'observed' && name !== 'queue' && name !== 'mediaType')
    .map((fact) => [fact.name, fact]),
);

/** The facts a map can fill under `turns.facts`: what a turn of the customer tells. */
export const turnFacts = new Map(
  factsAbout('conversation', 'bot')
    .filter(({ name }) => importableFacts.has(name) || name === 'noMatch')
    .map((fact) => [fact.name, fact]),
);

/** Reports facts that are unknown or derived, and values a fact cannot have. */
export function checkFacts(map: ImportMap, report: Report): void {
  checkSources(map, ['conversation', 'facts'], map.conversation.facts, importableFacts, report);
  checkSources(map, ['turns', 'facts'], map.turns?.facts, turnFacts, report);
}

function checkSources(
  map: ImportMap,
  under: readonly string[],
  sources: ImportMap['conversation']['facts'] = {},
  known: ReadonlyMap<string, FactDefinition>,
  report: Report,
): void {
  for (const [name, source] of Object.entries(sources)) {
    const path = [...under, name];
    const fact = known.get(name);
    if (fact === undefined) {
      reportName(name, path, report);
      continue;
    }
    const check = (value: unknown, at: readonly string[]): void => {
      const wrong = factValueProblem(fact, value);
      if (wrong !== undefined) report(at, 'value-type', `${name} ${wrong}`);
    };
    if (!isColumn(source)) {
      check(source, path);
      continue;
    }
    for (const [text, value] of Object.entries(source.values ?? {})) check(value, [...path, 'values', text]);
    if (source.otherwise !== undefined) check(source.otherwise, [...path, 'otherwise']);
    if (source.when !== undefined) checkFilter(source.when, [...path, 'when'], report);
    if (source.separator !== undefined && fact.type !== 'textList') {
      report([...path, 'separator'], 'not-here', `${name} is not a list, so it has no separator`);
    }
    if (source.pseudonym === true && fact.type !== 'text') {
      report([...path, 'pseudonym'], 'not-here', `${name} is not free text, so it can have no pseudonym`);
    }
    if (source.knownFrom === 'queued' && map.moments.queued === undefined) {
      report([...path, 'knownFrom'], 'missing-key', 'knownFrom: queued needs moments.queued');
    }
  }
}

function reportName(name: string, path: readonly string[], report: Report): void {
  const known = factCatalogue.get(name);
  if (name === 'queue' || name === 'mediaType') {
    report(path, 'not-here', `${name} has a field of its own`, `write conversation.${name}`);
  } else if (known?.origin === 'derived') {
    report(
      path,
      'derived-fact',
      `${name} is derived by the engine; a recording does not carry it`,
      'remove it',
    );
  } else if (known !== undefined) {
    report(
      path,
      'not-here',
      `${name} is a fact about ${known.subject === 'agent' ? 'an agent' : `a ${known.subject}`}; a row of a call log cannot fill it`,
    );
  } else {
    report(path, 'unknown-fact', `unknown fact "${name}"`, didYouMean(name, importableFacts.keys()));
  }
}
