/** A pack file with mistakes in it, and each problem it must give: `line:column code` or `anywhere code`, and what the hint or message says. */
export interface PackMistake {
  readonly text: string;
  readonly problems: readonly string[];
  readonly says?: string;
}

function mistake(text: string, problems: string | readonly string[], says?: string): PackMistake {
  return { text, problems: [problems].flat(), ...(says === undefined ? {} : { says }) };
}

/** A Scoring pack; what follows begins on line 4. */
export function scoring(more: string, name = 's'): string {
  return `apiVersion: signalbox/v1\nkind: Scoring\nname: ${name}\n${more}\n`;
}

/** A QueueOrder pack whose only condition begins on line 6, column 11. */
export function withCondition(condition: string, more = ''): string {
  return `apiVersion: signalbox/v1\nkind: QueueOrder\nname: q\nheadStarts:\n  - name: a\n    when: ${condition}\n    headStartSeconds: 5\n${more}`;
}

/** An SlaPolicy pack whose only condition's value is on line 6, column 47, and its shift on line 7. */
export function withShift(shift: string, target = '80/20'): string {
  return `apiVersion: signalbox/v1\nkind: SlaPolicy\nname: sla\nshifts:\n  - name: a\n    when: { fact: slaTarget, operator: equal, value: ${target} }\n    shift: ${shift}\n`;
}

function weights(proficiency: string): string {
  return scoring(`weights: { proficiency: ${proficiency}, languageMatch: 1, historicalCsat: 1 }`);
}

const high = '{ fact: priority, operator: equal, value: high }';
const nestedLists = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** A list of nine of the list before, seven times over: nine million members, were it expanded. */
const bomb = [...'abcdefgh']
  .map(
    (name, index, names) =>
      `${name}: &${name} [${Array<string>(9)
        .fill(index === 0 ? 'x' : `*${names[index - 1]}`)
        .join(',')}]\n`,
  )
  .join('');

/** Every mistake of the issue that is one of a rule file, and others like them. */
export const packMistakes: Readonly<Record<string, PackMistake>> = {
  'a tab for indentation': mistake(scoring('weights:\n\tproficiency: 1'), '5:1 yaml', 'use spaces'),
  'a duplicate key': mistake(scoring('bucket: 0.1\nbucket: 0.2'), '5:1 yaml', 'twice'),
  'a duplicate key in JSON': mistake('{ "kind": "Scoring",\n  "kind": "Handoff" }', '2:3 yaml', 'twice'),
  'an unknown key': mistake(scoring('buckett: 0.1'), '4:1 unknown-key', 'did you mean "bucket"?'),
  'an unknown key below': mistake(
    scoring('eligible: { statsu: [IDLE] }'),
    '4:13 unknown-key',
    'did you mean "status"?',
  ),
  'a misspelt kind': mistake(
    'apiVersion: signalbox/v1\nkind: Scorring\nname: s\n',
    '2:1 unknown-kind',
    'did you mean "Scoring"?',
  ),
  'no kind': mistake('apiVersion: signalbox/v1\nname: s\n', '1:1 missing-key', 'known kinds: Scoring'),
  'a later version': mistake('apiVersion: signalbox/v2\nkind: Scoring\nname: s\n', '1:1 not-allowed'),
  'a misspelt fact': mistake(
    withCondition('{ fact: prioritty, operator: equal, value: high }'),
    '6:13 unknown-fact',
    'did you mean "priority"?',
  ),
  'a misspelt operator': mistake(
    withCondition('{ fact: priority, operator: equals, value: high }'),
    '6:29 unknown-operator',
    'did you mean "equal"?',
  ),
  'an operator of other languages': mistake(
    withCondition('{ fact: waitSeconds, operator: ">", value: 5 }'),
    '6:32 unknown-operator',
    'greaterThan',
  ),
  'a misspelt key of a condition': mistake(
    withCondition('{ fact: priority, operator: equal, vlaue: high }'),
    ['6:46 unknown-key', '6:5 missing-key'],
    'did you mean "value"?',
  ),
  'a misspelt named condition': mistake(
    withCondition('{ condition: vipp }', `conditions: { vip: ${high} }\n`),
    '6:13 unknown-condition',
    'did you mean "vip"?',
  ),
  'a misspelt value': mistake(
    withCondition('{ fact: priority, operator: equal, value: higg }'),
    '6:46 value-type',
    'low, normal, high, urgent',
  ),
  'a mistake in a named condition, told once however often it is used': mistake(
    `apiVersion: signalbox/v1\nkind: QueueOrder\nname: q\nconditions:\n  c: { fact: nope, operator: equal, value: 1 }\nheadStarts:\n${[1, 2, 3].map((n) => `  - { name: a${n}, when: { condition: c }, headStartSeconds: 1 }\n`).join('')}`,
    '5:8 unknown-fact',
  ),
  'named conditions in a circle, told once each': mistake(
    `apiVersion: signalbox/v1\nkind: QueueOrder\nname: q\nconditions:\n  a: { not: { condition: a } }\nheadStarts: [ { name: a, when: { condition: a }, headStartSeconds: 1 } ]\n`,
    '5:15 circular-condition',
    'a → a',
  ),
  'a text for a number': mistake(scoring('bucket: "0.1"'), '4:1 wrong-type', 'must be a number, not "0.1"'),
  'a list for a mapping': mistake(scoring('weights: [1, 2, 3]'), '4:1 wrong-type', 'must be a mapping'),
  'a text for a list': mistake(
    scoring('appliesTo: { queues: Billing }'),
    '4:14 wrong-type',
    'must be a list',
  ),
  'nothing for a number': mistake(scoring('bucket:'), '4:1 wrong-type', 'not null'),
  'a list for a condition': mistake(withCondition(`[ ${high} ]`), '6:5 condition', '`all:` or `any:`'),
  'nothing for a condition': mistake(withCondition(''), '6:5 condition'),
  'a text for a number in a condition': mistake(
    withCondition('{ fact: waitSeconds, operator: lessThan, value: "20" }'),
    '6:52 value-type',
  ),
  'a unit beside a number': mistake(
    withCondition('{ fact: waitSeconds, operator: lessThan, value: 20s }'),
    '6:52 value-type',
  ),
  'YAML 1.1’s no': mistake(
    withCondition('{ fact: queueOpen, operator: equal, value: no }'),
    '6:47 value-type',
    'true or false',
  ),
  'YAML 1.1 by directive, where no is false': mistake(
    `%YAML 1.1\n---\n${withCondition('{ fact: queueOpen, operator: equal, value: no }')}`,
    '1:1 yaml',
    '1.2',
  ),
  'a weight that is no number': mistake(weights('.nan'), '4:12 wrong-type', 'NaN'),
  'a weight without end': mistake(weights('.inf'), '4:12 wrong-type', 'Infinity'),
  'a weight too big for a number': mistake(weights('1e400'), '4:12 wrong-type', 'Infinity'),
  'a weight below zero': mistake(weights('-0.1'), '4:12 out-of-range', 'at least 0, not -0.1'),
  'weights that sum to zero': mistake(
    scoring('weights: { proficiency: 0, languageMatch: -0.0, historicalCsat: 0 }'),
    '4:1 no-weight',
    'sum to zero',
  ),
  'a fraction written as a percentage': mistake(scoring('minimumScore: 50'), '4:1 out-of-range', 'at most 1'),
  'a shift that would push a weight below zero': mistake(
    `${scoring('')}---\n${withShift('{ languageMatch: 0.5, proficiency: -0.5 }')}`,
    '12:34 negative-weight',
    'to -0.1',
  ),
  'a shift that does not balance': mistake(
    `${scoring('')}---\n${withShift('{ languageMatch: 0.5, proficiency: -0.4 }')}`,
    '12:5 unbalanced',
    'sums to 0.1',
  ),
  'an SLA target with a hyphen': mistake(
    withShift('{ languageMatch: 0.1, proficiency: -0.1 }', '80-20'),
    '6:47 value-type',
    'percent/seconds such as 80/20',
  ),
  'an SLA target over 100': mistake(
    withShift('{ languageMatch: 0.1, proficiency: -0.1 }', '120/20'),
    '6:47 value-type',
  ),
  'half an SLA target': mistake(
    withShift('{ languageMatch: 0.1, proficiency: -0.1 }', '80'),
    '6:47 value-type',
    'not 80',
  ),
  'an SLA target of no seconds': mistake(
    withShift('{ languageMatch: 0.1, proficiency: -0.1 }', '80/0'),
    '6:47 value-type',
  ),
  'an empty file': mistake('', '1:1 empty-file', 'holds no pack'),
  'a file of comments': mistake('# nothing\n', '1:1 empty-file'),
  'two packs of one name': mistake(
    `${scoring('appliesTo: { queues: [A] }')}---\n${scoring('appliesTo: { queues: [B] }')}`,
    '8:1 same-name',
    ':3',
  ),
  'two packs of one kind over all conversations': mistake(
    `${scoring('')}---\n${scoring('', 't')}`,
    '6:1 two-packs',
    'appliesTo',
  ),
  'two packs of one kind over one conversation': mistake(
    `${scoring('appliesTo: { queues: [A, B] }')}---\n${scoring('appliesTo: { queues: [B, C], mediaTypes: [voice] }', 't')}`,
    '9:1 two-packs',
    'appliesTo',
  ),
  'two rules of one name': mistake(
    `apiVersion: signalbox/v1\nkind: QueueOrder\nname: q\nheadStarts:\n  - { name: a, when: ${high}, headStartSeconds: 1 }\n  - { name: a, when: ${high}, headStartSeconds: 2 }\n`,
    '6:7 same-name',
  ),
  'a condition nested 50 deep': mistake(
    withCondition(`${'{ not: '.repeat(50)}${high}${' }'.repeat(50)}`),
    '6:230 too-deep',
    '32 deep',
  ),
  'a condition nested 1,000 deep': mistake(
    withCondition(`${'{ all: ['.repeat(1000)}${high}${'] }'.repeat(1000)}`),
    'anywhere too-deep',
    '200 deep',
  ),
  'lists nested 100,000 deep': mistake(nestedLists(100_000), 'anywhere too-deep'),
  'lists nested 100,000 deep and never closed': mistake('['.repeat(100_000), 'anywhere too-deep'),
  'mappings nested 100,000 deep': mistake('{a: '.repeat(100_000), 'anywhere too-deep'),
  'block lists nested 100,000 deep': mistake(`${'- '.repeat(100_000)}a\n`, 'anywhere too-deep'),
  'a YAML alias bomb': mistake(bomb, 'anywhere aliases', 'write the values out'),
  'an alias of nothing': mistake(scoring('description: *home'), '4:14 aliases', 'home'),
  'a tag that would make a function': mistake(
    scoring('description: !!js/function "function () {}"'),
    '4:14 yaml',
    'leave the tag out',
  ),
  'a tag of one’s own': mistake(
    scoring('weights: !w { proficiency: 1, languageMatch: 1, historicalCsat: 1 }'),
    '4:10 yaml',
    'leave the tag out',
  ),
  'a tag that would hide what is in it': mistake(
    scoring('eligible: !!omap [ minimumProficiency: 5 ]'),
    '4:11 yaml',
    'leave the tag out',
  ),
  'a tag that would make bytes': mistake(scoring('description: !!binary aGVsbG8='), '4:14 yaml'),
  'a list for a key': mistake(scoring('? [a, b]\n: 1'), 'anywhere yaml'),
  '__proto__ as a key': mistake(
    scoring('__proto__: { bucket: 0.5 }\neligible: { constructor: 1, toString: 2 }'),
    ['4:1 unknown-key', '5:13 unknown-key', '5:29 unknown-key'],
  ),
  '__proto__ as a fact': mistake(
    withCondition('{ fact: __proto__, operator: equal, value: 1 }'),
    '6:13 unknown-fact',
  ),
  'toString as a fact, constructor as an operator': mistake(
    withCondition('{ fact: toString, operator: constructor, value: 1 }'),
    ['6:13 unknown-fact', '6:29 unknown-operator'],
  ),
  '__proto__ as a condition': mistake(
    withCondition('{ __proto__: { fact: priority, operator: equal, value: high } }'),
    ['6:13 unknown-key', '6:5 missing-key', '6:5 missing-key', '6:5 missing-key'],
  ),
  'toString as a named condition': mistake(
    withCondition('{ condition: toString }'),
    '6:13 unknown-condition',
  ),
  '__proto__ as a kind': mistake('apiVersion: signalbox/v1\nkind: __proto__\nname: s\n', '2:1 unknown-kind'),
  'inherited names as missing facts': mistake(
    withCondition(high, 'missing: { __proto__: 1, toString: 2 }\n'),
    ['8:12 unknown-fact', '8:26 unknown-fact'],
  ),
  'a name with a terminal escape': mistake(
    'apiVersion: signalbox/v1\nkind: Scoring\nname: "\\e[31mred"\n',
    '3:1 malformed',
    'letters, digits',
  ),
  'a list at the top': mistake('- a\n- b\n', '1:1 not-a-pack', 'apiVersion, kind and name'),
  'a guard without an answer': mistake(
    `apiVersion: signalbox/v1\nkind: Handoff\nname: h\ntarget: { queue: A }\nguards: { all: [ { name: g, when: ${high} } ] }\n`,
    '5:18 no-answer',
    'otherwise',
  ),
  'line ends of Windows': mistake(
    scoring('buckett: 0.1').replaceAll('\n', '\r\n'),
    '4:1 unknown-key',
    'did you mean "bucket"?',
  ),
  'a byte-order mark': mistake(`\ufeff${scoring('buckett: 0.1')}`, '4:1 unknown-key'),
  'mistakes of several sorts at once': mistake(
    `apiVersion: signalbox/v1\nkind: SkillMapping\nname: m\nmappings:\n  - { name: a, intents: [x], assign: { skil: A } }\n  - { name: b, when: { fact: prioritty, operator: equal, value: high }, assign: { skill: B } }\n`,
    ['5:40 unknown-key', '6:24 unknown-fact'],
  ),
};

/** Mistakes that could trip up the program itself: each is tried alone. */
export const traps: Readonly<Record<string, PackMistake>> = {
  'an alias of what it stands in': mistake(
    'apiVersion: signalbox/v1\nkind: QueueOrder\nname: q\nheadStarts:\n  - { name: a, when: &w { not: *w }, headStartSeconds: 1 }\n',
    '5:32 aliases',
  ),
  'an alias of the document': mistake(`&all\n${scoring('bucket: *all')}`, '5:9 aliases'),
  'a fact that cannot be told as text': mistake(
    withCondition('{ fact: { toString: 1 }, operator: equal, value: 1 }'),
    '6:13 unknown-fact',
  ),
};
