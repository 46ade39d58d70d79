import { expect } from 'chai';
import { changed, check, importText, shippedMap, smallHeader, smallMap } from './importing.ts';
import { loadImportMap } from '../../../harness/import/map/load.ts';
import type { ProblemError } from '../../../engine/problem.ts';

/** A mistake made by replacing text, and the problem it must give: code, line, column, what the hint says. */
type Mistake = readonly [
  before: string,
  after: string,
  code: string,
  line: number,
  column: number,
  hint?: string,
];

const mistakes: readonly Mistake[] = [
  ['timeZone:', 'timezone:', 'unknown-key', 6, 1, 'did you mean "timeZone"?'],
  ['name: small', 'name: 3', 'wrong-type', 3, 1],
  ['source: made by a spec\n', '', 'missing-key', 1, 1],
  ['kind: ImportMap', 'kind: Scoring', 'not-allowed', 2, 1],
  ['type: csv', 'type: cvs', 'not-allowed', 5, 11, 'did you mean "csv"?'],
  ['{ type: csv }', '{ type: csv, delimiter: ";;" }', 'malformed', 5, 22, 'one character'],
  ['{ type: csv }', '{ type: ndjson, quote: none }', 'not-here', 5, 25, 'remove "quote"'],
  [
    '{ type: csv }',
    '{ type: csv, encoding: windoes-1252 }',
    'unknown-encoding',
    5,
    22,
    'did you mean "windows-1252"?',
  ],
  ['Europe/Rome', 'Europe/Roma', 'unknown-time-zone', 6, 1, 'did you mean "Europe/Rome"?'],
  ['timeZone: Europe/Rome\n', '', 'missing-key', 1, 1, 'timeZone: Asia/Jerusalem'],
  ["'yyyy-MM-dd HH:mm:ss'", 'isso', 'bad-pattern', 7, 10, 'did you mean "iso"?'],
  ['HH:mm:ss', 'hh:mm:ss', 'bad-pattern', 7, 10, 'HH:mm:ss'],
  ['yyyy-MM-dd HH', 'yyyy-MM HH', 'bad-pattern', 7, 10, 'dd/MM/yyyy'],
  ['yyyy-MM-dd', 'YYYY-MM-dd', 'bad-pattern', 7, 10, 'yyyy'],
  [
    "format: 'yyyy-MM-dd HH:mm:ss'",
    'rows: { start: today, everySeconds: 1 }',
    'bad-time',
    7,
    18,
    '2026-01-01T09:00:00Z',
  ],
  ["format: 'yyyy-MM-dd HH:mm:ss'", 'format: iso, date: { column: start, format: yyMMdd }', 'one-of', 7, 1],
  ['reason: test-call', 'reason: Test call', 'malformed', 9, 7, 'hyphens'],
  ['equals: test', 'equal: test', 'unknown-key', 9, 48, 'did you mean "equals"?'],
  ['equals: test', 'equals: test, empty: true', 'one-of', 9, 26, 'equals, in, greaterThan'],
  ['{ column: note, equals: test }', '{ all: [] }', 'empty-list', 9, 34],
  ['{ column: note, equals: test }', '{ not: { column: note } }', 'one-of', 9, 34],
  ['{ columns: [id] }', '{ columns: [id], rowNumber: true }', 'one-of', 11, 3],
  ['mediaType: voice', 'mediaType: voise', 'not-allowed', 12, 3, 'did you mean "voice"?'],
  ['{ B: Billing, S: Support }', '{}', 'empty', 13, 27],
  ['{ column: confidence,', '{ column: confidence, otherwise: 0.5,', 'schema', 16, 5],
  ['    priority:', '    priorty:', 'unknown-fact', 15, 5, 'did you mean "priority"?'],
  ['    priority:', '    waitSeconds:', 'derived-fact', 15, 5, 'remove'],
  ['    priority:', '    mediaType:', 'not-here', 15, 5, 'conversation.mediaType'],
  ['    priority:', '    csat:', 'not-here', 15, 5],
  ['1: normal', '1: middling', 'value-type', 15, 53],
  ['{ column: priority, values: { 0: low, 1: normal } }', 'highest', 'value-type', 15, 5],
  ["unknown: ['?']", 'separator: ","', 'not-here', 16, 45],
  ["unknown: ['?']", 'pseudonym: true', 'not-here', 16, 45],
  ['{ column: confidence,', '{ colum: confidence,', 'unknown-key', 16, 25, 'did you mean "column"?'],
  [
    '  queue: { column: queue, values: { B: Billing, S: Support } }\n',
    '',
    'missing-key',
    10,
    1,
    'name the queue',
  ],
  ['  queued: { column: start }\n', '', 'missing-key', 19, 3],
  ['  started: { column: start }\n', '', 'missing-key', 17, 1],
  ['  ended: { column: end }\n', '', 'missing-key', 22, 1],
  ['  ended: { column: end }', '  ended: []', 'empty-list', 21, 3],
  ['  ended: { column: end }', '  ended: [{ plusSeconds: 3 }]', 'missing-key', 21, 11],
  ['agent: { column: agent, unknown: [NOBODY] }\n', '', 'missing-key', 22, 1],
  ['firstAnswer', 'firstCall', 'not-allowed', 23, 11],
  ['Minutes: 60', 'Minutes: 0', 'out-of-range', 23, 37],
  ['name: small', 'name: small\nname: again', 'yaml', 4, 1],
  ['  mediaType', '\tmediaType', 'yaml', 12, 1, 'spaces'],
];

describe('an import map', () => {
  it('that is right loads, frozen', () => {
    const { map } = check(smallMap);
    expect(map).to.include({ name: 'small', timeZone: 'Europe/Rome' });
    expect(Object.isFrozen(map!.conversation)).to.equal(true);
  });

  for (const [before, after, code, line, column, hint] of mistakes) {
    it(`with ${JSON.stringify(after)} for ${JSON.stringify(before)} is told ${code} at ${line}:${column}`, () => {
      expect(smallMap).to.include(before);
      const { problems } = check(smallMap.replace(before, after));
      const [first] = (problems ?? []).filter((problem) => problem.code === code);
      expect(first, JSON.stringify(problems)).to.include({
        severity: 'error',
        file: 'a.map.yaml',
        line,
        column,
      });
      if (hint !== undefined) expect(first!.hint).to.include(hint);
      expect(problems!.length).to.be.lessThan(6);
    });
  }

  it('that is no map at all is refused', () => {
    const codeOf = (bytes: string | Uint8Array): string | undefined => check(bytes).problems?.[0]?.code;
    expect(codeOf('')).to.equal('empty-file');
    expect(codeOf(`${smallMap}---\n${smallMap}`)).to.equal('many-documents');
    expect(codeOf('- a')).to.equal('wrong-type');
    expect(codeOf(new Uint8Array([0xff, 0xfe, 0]))).to.equal('not-text');
    expect(codeOf(' '.repeat(1_000_001))).to.equal('too-large');
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [name, inner] of ['ba', 'cb', 'dc', 'ed', 'fe'])
      bomb.push(`${name}: &${name} [${`*${inner},`.repeat(9)}]`);
    expect(codeOf(bomb.join('\n'))).to.equal('aliases');
  });

  it('must fit the header of the file', async () => {
    try {
      await importText(
        `${smallHeader.replace('confidence', 'confidance').replace('note', 'agent')}\n`,
        smallMap,
      );
    } catch (error) {
      const { problems } = error as ProblemError;
      expect(problems.map(({ code, line, column, hint }) => [code, line, column, hint])).to.deep.equal([
        ['unknown-column', 9, 34, 'known here: id, start, answer, end, queue, priority, confidance, agent'],
        ['unknown-column', 16, 25, 'did you mean "confidance"?'],
        ['same-name', 22, 10, undefined],
      ]);
      return;
    }
    throw new Error('was not refused');
  });

  it('takes constants, lists, booleans and numbers for facts', async () => {
    const map = changed((source) => {
      source['conversation']!['facts'] = {
        language: 'it-IT',
        requiredSkills: { column: 'note', separator: '+' },
        customerSegment: { column: 'agent', pseudonym: true },
        priority: { column: 'priority', values: { 9: 'urgent' }, otherwise: 'normal', knownFrom: 'queued' },
      } as never;
    });
    const row = 'a,2026-01-05 10:00:00,,2026-01-05 10:05:00,B,1,0.5,Anna,Cards + Loans';
    const { events, text } = await importText(`${smallHeader}\n${row}\n`, map);
    expect(events[0]!['facts']).to.deep.include({ language: 'it-IT', requiredSkills: ['Cards', 'Loans'] });
    expect((events[0]!['facts'] as Record<string, string>)['customerSegment']).to.match(/^p-[0-9a-f]{16}$/);
    expect(events[1]!['facts']).to.deep.equal({ priority: 'normal' });
    expect(JSON.parse(text.split('\n')[0]!)).to.deep.include({
      facts: [
        'queue',
        'mediaType',
        'language',
        'requiredSkills',
        'priority',
        'customerSegment',
        'agentStatus',
      ],
    });
  });

  it('that ships loads', async () => {
    for (const name of ['anonymous-bank-1999', 'banking77']) {
      expect((await loadImportMap(shippedMap(name))).problems).to.equal(undefined);
    }
  });
});
