import fc from 'fast-check';
import { eventLine } from '../../../../harness/recording/write.ts';
import { recorded } from '../arbitraries.ts';

type Mutation = (line: Buffer, place: number, choice: number) => Uint8Array;

/** Spellings of numbers, right ones and wrong ones. */
const numberSpellings = [
  '1e3',
  '-0',
  '0',
  '01',
  '1.',
  '.5',
  '1E+2',
  '0.1e1',
  '1e',
  '1e+',
  '-',
  '+1',
  '--1',
  '0.50',
  '1e-400',
  '1e400',
  '-1e400',
  '00',
  '-01',
  '0x10',
  'NaN',
  'Infinity',
  '1_000',
  '0.1234567890123456789',
  '123456789012345678901234567890',
  '1.0',
  '100000000000000000000000',
  '999999999999999',
  '9999999999999999',
  '0.000000000000001',
  '1.5',
  '-0.0',
  '-1',
  '4e0',
  '1 ',
  `0.${'3'.repeat(400)}`,
  '9'.repeat(400),
  'null',
  'true',
  'false',
  '"1"',
  '[]',
  '{}',
];

/** What is put into lines: punctuation, escapes, broken UTF-8, whole fields, ends of lines. */
const insertions: readonly (string | readonly number[])[] = [
  ' ',
  '\t',
  '\r',
  '\n',
  '"',
  '\\',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '0',
  '9',
  '-',
  '.',
  'e',
  'Z',
  'a',
  '\0',
  '\u0001',
  '\\u0041',
  '\\u00e9',
  '\\ud800',
  '\\n',
  '\\x',
  '\\"',
  '\\u12',
  'ü',
  '💳',
  '\u007f',
  '\ufeff',
  '\u2028',
  [0x80],
  [0xff],
  [0xc3],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  ',"conversation":"c-2"',
  ',"agent":"a"',
  ',"agent":null',
  ',"facts":{}',
  ',"facts":null',
  ',"queue":""',
  ',"extra":1',
  ',"at":"2026-03-02T12:50:00.000Z"',
  ',"type":"bot.turn"',
  ',"__proto__":{}',
  '"__proto__":1,',
  '"constructor":1,',
  ',"csat":-1',
  ',"csat":1000001',
  ',"csatSurveys":1.5',
  ',"csatSurveys":1000000001',
  ',"score":-1',
  ',"status":"idle"',
  ',"queues":[""]',
  ',"queues":[1]',
  ',"skills":{"a":-1}',
  ',"skills":{"a":null}',
  ',"languages":[]',
  ',"by":"queue"',
  '"sentiment":1.5,',
  '"waitSeconds":1,',
  '"intent":"a",',
  '"intent":1,',
  '"slaTarget":"80/0",',
  '"priority":"High",',
  '"noMatch":1,',
  '"agentsIdle":0.5,',
  '"agentQueues":[1],',
  '"agentSkills":{"a":-1},',
  '"nothing":1,',
];

const bytesOf = (inserted: string | readonly number[]): Buffer => Buffer.from(inserted as string);
const splice = (line: Buffer, from: number, to: number, inserted: Uint8Array): Buffer =>
  Buffer.concat([line.subarray(0, from), inserted, line.subarray(to)]);

/** Rewrites the line as text; one that is no text stays. */
const asText =
  (rewrite: (line: string, place: number, choice: number) => string): Mutation =>
  (line, place, choice) =>
    Buffer.from(rewrite(line.toString('latin1'), place, choice), 'latin1');

/** The places of all matches. */
const placesOf = (line: string, pattern: RegExp): RegExpExecArray[] => [...line.matchAll(pattern)];

/** A match among all of them is replaced. */
const replaceOne = (pattern: RegExp, replacement: (match: string, choice: number) => string): Mutation =>
  asText((line, place, choice) => {
    const matches = placesOf(line, pattern);
    if (matches.length === 0) return line;
    const match = matches[place % matches.length]!;
    return (
      line.slice(0, match.index) + replacement(match[0], choice) + line.slice(match.index + match[0].length)
    );
  });

const mutations: readonly Mutation[] = [
  (line, place) => splice(line, place, place + 1, Buffer.alloc(0)),
  (line, place, choice) => splice(line, place, place + 1 + (choice % 30), Buffer.alloc(0)),
  (line, place, choice) => splice(line, place, place + 1, Buffer.from([choice & 0xff])),
  (line, place, choice) => splice(line, place, place, bytesOf(insertions[choice % insertions.length]!)),
  (line, place, choice) => splice(line, place, place + 1, bytesOf(insertions[choice % insertions.length]!)),
  (line) => Buffer.concat([line, Buffer.from('\r')]),
  // Inserted where a field or a fact may stand.
  replaceOne(/,(?=")|\}$/g, (match, choice) => latin1(insertions[choice % insertions.length]!) + match),
  replaceOne(
    /"facts":\{|"skills":\{/g,
    (match, choice) => match + latin1(insertions[choice % insertions.length]!),
  ),
  // Numbers spelt otherwise, and other values in their places.
  replaceOne(
    /(?<=:)-?\d[\d.e+-]*(?=[,}])/g,
    (_, choice) => numberSpellings[choice % numberSpellings.length]!,
  ),
  replaceOne(
    /(?<=:)(?:"[^"]*"|true|false|null)/g,
    (_, choice) => numberSpellings[choice % numberSpellings.length]!,
  ),
  // White space, where JSON has it.
  replaceOne(
    /[,:{}[\]]/g,
    (match, choice) => [` ${match}`, `${match} `, `${match}\t`, `\r${match}`][choice % 4]!,
  ),
  // Digits of moments and of whatever else.
  replaceOne(/\d/g, (_, choice) => String(choice % 10)),
  replaceOne(/\d\d(?=[:.T-])/g, (_, choice) => ['24', '60', '61', '31', '30', '00', '13', '99'][choice % 8]!),
  replaceOne(
    /\.\d{3}Z|Z/g,
    (_, choice) => ['Z', '.5Z', '.50Z', '.0000Z', '+00:00', 'z', '.000', '.Z'][choice % 8]!,
  ),
  // Keys and fields doubled, and in another order.
  replaceOne(/"[a-zA-Z]+":(?:"[^"]*"|-?\d[\d.]*)(?=,)/g, (match) => `${match},${match}`),
  asText((line, place) => {
    const fields = line.slice(1, -1).split(/,(?=")/);
    const turn = place % fields.length;
    return `{${[...fields.slice(turn), ...fields.slice(0, turn)].join(',')}}`;
  }),
  asText((line, place) =>
    line.replace(/\{(.*)\}/, (_, inner: string) => `{${swapped(inner.split(','), place).join(',')}}`),
  ),
  // Other types with these fields.
  replaceOne(/"type":"[^"]*"/g, (_, choice) => {
    const types = [
      'bot.turn',
      'conversation.ended',
      'agent.updated',
      'queue.observed',
      'platform.seen',
      'recording.end',
      'header',
      'toString',
    ];
    return `"type":"${types[choice % types.length]!}"`;
  }),
];

function latin1(inserted: string | readonly number[]): string {
  return bytesOf(inserted).toString('latin1');
}

function swapped(parts: string[], place: number): string[] {
  const [one, other] = [place % parts.length, (place + 1) % parts.length];
  [parts[one], parts[other]] = [parts[other]!, parts[one]!];
  return parts;
}

const steps = fc.array(
  fc.record({ kind: fc.nat(mutations.length - 1), place: fc.nat(400), choice: fc.nat(10_000) }),
  { minLength: 1, maxLength: 2 },
);

/** A line of a recording with one or two things done to it, some of which do no harm; bytes, and not always text. */
export const mutatedLines = fc.array(
  fc
    .tuple(recorded, steps)
    .map(([event, some]) =>
      some.reduce<Buffer>(
        (line, { kind, place, choice }) =>
          line.length === 0 ? line : Buffer.from(mutations[kind]!(line, place % line.length, choice)),
        Buffer.from(eventLine(event)),
      ),
    ),
  { minLength: 1, maxLength: 2 },
);
