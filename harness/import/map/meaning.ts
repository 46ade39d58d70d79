import { mediaTypes } from '../../../engine/facts/conversation.ts';
import { didYouMean } from '../../../engine/suggest.ts';
import { checkClock } from './clockMeaning.ts';
import { checkFacts } from './factMeaning.ts';
import { checkFilter } from './filterMeaning.ts';
import type { Finding, Report } from './finding.ts';
import { isColumn, moments, sourcesOf, type ImportMap } from './importMap.ts';

/** What is wrong with a map that fits the schema: names, formats, and parts that need each other. */
export function mapMeaning(map: ImportMap): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, code, message, hint) =>
    findings.push({ path, code, message, ...(hint === undefined ? {} : { hint }) });
  checkFormat(map, report);
  checkClock(map, report);
  checkConversation(map, report);
  checkFacts(map, report);
  checkMoments(map, report);
  checkTurns(map, report);
  map.exclude?.forEach(({ when }, index) => checkFilter(when, ['exclude', index, 'when'], report));
  return findings;
}

function checkFormat({ format }: ImportMap, report: Report): void {
  if (format.type === 'ndjson' || format.type === 'json') {
    for (const key of ['delimiter', 'quote', 'columns'] as const) {
      if (format[key] !== undefined)
        report(
          ['format', key],
          'not-here',
          `${format.type === 'json' ? 'JSON' : 'NDJSON'} has no ${key}`,
          `remove "${key}"`,
        );
    }
  }
  if (format.columns !== undefined && new Set(format.columns).size < format.columns.length) {
    report(['format', 'columns'], 'same-name', 'two columns have one name');
  }
  try {
    new TextDecoder(format.encoding);
  } catch {
    const hint = didYouMean(format.encoding!, [
      'utf-8',
      'utf-16le',
      'windows-1252',
      'windows-1255',
      'iso-8859-1',
    ]);
    report(['format', 'encoding'], 'unknown-encoding', `unknown encoding "${format.encoding}"`, hint);
  }
}

function checkConversation({ conversation }: ImportMap, report: Report): void {
  if (Object.keys(conversation.id).length !== 1) {
    report(['conversation', 'id'], 'one-of', '"id" takes either columns: [...] or rowNumber: true');
  }
  const { mediaType } = conversation;
  const path = ['conversation', 'mediaType'];
  if (!isColumn(mediaType)) return checkMediaType(mediaType, path, report);
  if (mediaType.otherwise !== undefined) checkMediaType(mediaType.otherwise, [...path, 'otherwise'], report);
  for (const [text, value] of Object.entries(mediaType.values ?? {}))
    checkMediaType(value, [...path, 'values', text], report);
}

function checkMediaType(value: string, path: Finding['path'], report: Report): void {
  if ((mediaTypes as readonly string[]).includes(value)) return;
  report(path, 'not-allowed', `"${value}" is not a media type`, didYouMean(value, mediaTypes));
}

function checkTurns({ turns, format, moments: named, conversation }: ImportMap, report: Report): void {
  if (turns === undefined) return;
  if (format.type === 'csv' || format.type === 'tsv')
    report(['turns'], 'not-here', `${format.type} has no lists of turns`, 'write the log as ndjson or json');
  for (const moment of moments) {
    if (moment === 'started' || named[moment] === undefined) continue;
    report(
      ['moments', moment],
      'not-here',
      'of a log with turns only started is named',
      `remove "${moment}"`,
    );
  }
  const filters = ['customer', 'escalatedAt', 'escalatedInTheEnd'] as const;
  for (const field of filters) {
    const filter = turns[field];
    if (filter !== undefined) checkFilter(filter, ['turns', field], report);
  }
  if (turns.escalatedAt === undefined && turns.escalatedInTheEnd === undefined) return;
  if (turns.escalatedAt !== undefined && turns.escalatedInTheEnd !== undefined)
    report(['turns'], 'one-of', '"turns" takes escalatedAt or escalatedInTheEnd, not both');
  if (conversation.queue === undefined)
    report(['conversation'], 'missing-key', '"queue" is missing here: where escalated conversations went');
}

function checkMoments(map: ImportMap, report: Report): void {
  const byRow = 'rows' in map.clock;
  for (const moment of moments) {
    sourcesOf(map, moment).forEach((source, index) => {
      const path = ['moments', moment, ...(Array.isArray(map.moments[moment]) ? [index] : [])];
      if (byRow && source.column !== undefined) {
        report(
          [...path, 'column'],
          'not-here',
          'the clock counts rows, so times come from no column',
          'write {} or plusSeconds',
        );
      }
      if (!byRow && source.column === undefined) report(path, 'missing-key', '"column" is missing here');
      if (source.when !== undefined) checkFilter(source.when, [...path, 'when'], report);
    });
  }
  if (map.moments.queued !== undefined && map.conversation.queue === undefined) {
    report(
      ['conversation'],
      'missing-key',
      '"queue" is missing here, but moments.queued is there',
      'name the queue or its column',
    );
  }
  for (const moment of ['answered', 'abandoned'] as const) {
    if (map.moments[moment] !== undefined && map.moments.queued === undefined) {
      report(
        ['moments', moment],
        'missing-key',
        `${moment} needs queued: a conversation waits before it is ${moment}`,
      );
    }
  }
  if (map.agents === undefined) return;
  if (map.agent === undefined)
    report(['agents'], 'missing-key', 'agents are derived from answers, so "agent" must name their column');
  if (map.moments.answered === undefined || map.moments.ended === undefined) {
    report(
      ['agents'],
      'missing-key',
      'agents are derived from answers and ends: moments needs answered and ended',
    );
  }
}
