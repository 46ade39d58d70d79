import { expect } from 'chai';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withFolder } from '../folder.ts';
import { signalbox, type Run } from '../signalbox.ts';
import { scoring, withShift } from './packMistakes.ts';
import { expectPlainOutput, expectRefused, sideBySide } from './refusal.ts';

const header = {
  signalbox: 'recording',
  version: 1,
  name: 'spec',
  facts: ['mediaType', 'queue', 'intent', 'intentConfidence', 'slaTarget', 'agentStatus'],
  source: 'made for this spec',
};
const at = (second: number): string => new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();
const started = { at: at(0), type: 'conversation.started', conversation: 'c-1', mediaType: 'voice' };
const queued = { at: at(1), type: 'conversation.queued', conversation: 'c-1', queue: 'A' };
const answered = { at: at(2), type: 'conversation.answered', conversation: 'c-1', agent: 'a-1' };
const good: readonly object[] = [started, queued, answered];

/** A recording's text: header, lines, and an end that counts them. */
function recording(lines: readonly (object | string)[], first: object | string = header): string {
  const end = { type: 'recording.end', events: lines.length, excluded: {} };
  return [first, ...lines, end]
    .map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
    .join('');
}

const whole = recording(good);
const packed = gzipSync(whole);
const lines = whole.split('\n');

/** Times of broken kinds: those of the recorded samples of Genesys events, and their relatives. */
const brokenTimes: readonly unknown[] = [
  '2021-04-2T15:30:51.418Z',
  '2021-04-2T15:46:21.288Z',
  '2021-4-02T15:30:51.418Z',
  '2021-04-02T15:30:51.418',
  '2021-04-02T15:30:51.418+02:00',
  '2021-04-02 15:30:51Z',
  '2021-04-02T15:30Z',
  '2021-02-31T00:00:00.000Z',
  '2021-02-29T00:00:00.000Z',
  '2021-04-02T24:00:00.000Z',
  '2021-04-02T15:60:00.000Z',
  '02.04.2021 15:30:51',
  '',
  1_649_237_504_949,
  null,
];

/** Content, what it is refused with and at which line, and what the message says. */
type Mistake = readonly [content: string | Uint8Array, code: string, line: number | undefined, says?: string];

const mistakes: Readonly<Record<string, Mistake>> = {
  'cut in the middle of a line': [
    whole.slice(0, whole.indexOf('"queue":"A"')),
    'cut-off',
    3,
    'in the middle',
  ],
  'cut at the end of a line': [`${lines.slice(0, 3).join('\n')}\n`, 'cut-off', undefined, 'last line'],
  'cut before its last line break': [whole.slice(0, -1), 'cut-off', 5],
  'cut after its header': [`${lines[0]}\n`, 'cut-off', undefined],
  'whose end counts other events': [whole.replace('"events":3', '"events":4'), 'count', 5],
  'with lines after its end': [`${whole}${JSON.stringify(started)}\n`, 'after-the-end', 6],
  'whose time runs backwards': [recording([queued, started]), 'time-runs-backwards', 3, 'sorts'],
  'of a later version': [recording(good, { ...header, version: 2 }), 'version', 1, 'this release reads 1'],
  'without a version': [recording(good, { ...header, version: undefined }), 'version', 1],
  'without a header': [recording(good.slice(1), started), 'not-a-recording', 1, 'signalbox import'],
  'with half a header': [recording(good, { signalbox: 'recording', version: 1 }), 'bad-line', 1, 'name'],
  'with an unknown event': [
    recording([started, { ...queued, type: 'conversation.qeued' }]),
    'unknown-event',
    3,
    'did you mean "conversation.queued"?',
  ],
  'with an event named like something inherited': [
    recording([{ ...queued, type: 'toString' }]),
    'unknown-event',
    2,
  ],
  'with an unknown fact': [
    recording([{ ...started, facts: { intnet: 'card' } }]),
    'unknown-fact',
    2,
    'did you mean "intent"?',
  ],
  'with an unknown fact in its header': [
    recording(good, { ...header, facts: ['intnet'] }),
    'unknown-fact',
    1,
    'did you mean "intent"?',
  ],
  'with __proto__ as a fact': [
    recording([`{"at":"${at(0)}","type":"conversation.facts","conversation":"c","facts":{"__proto__":1}}`]),
    'unknown-fact',
    2,
  ],
  'with a fact out of range': [
    recording([{ ...started, facts: { intentConfidence: 1.5 } }]),
    'bad-fact',
    2,
    'from 0 to 1, not 1.5',
  ],
  'with a fact of the wrong type': [
    recording([{ ...started, facts: { intentConfidence: '0.9' } }]),
    'bad-fact',
    2,
  ],
  'with a fact its header does not list': [
    recording([{ ...started, facts: { priority: 'high' } }]),
    'undeclared-fact',
    2,
  ],
  'with a derived fact': [recording(good, { ...header, facts: ['waitSeconds'] }), 'derived-fact', 1],
  'with an unknown field': [recording([{ ...started, mediaTyp: 'voice' }]), 'bad-line', 2, 'mediaTyp'],
  'with a missing field': [recording([{ ...queued, queue: undefined }]), 'bad-line', 2, 'queue'],
  'with a line that is no JSON': [recording([started, '{"at":']), 'not-json', 3],
  'with a line that is no object': [recording([started, '[1]']), 'not-an-object', 3],
  'with an empty line': [recording([started, '']), 'not-json', 3],
  'with a line of two million characters': [recording([started, 'x'.repeat(2_000_000)]), 'line-too-long', 3],
  'that is empty': ['', 'empty', undefined],
  'that is binary': [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x0a, 0x00]), 'not-text', 1],
  'that is a call log': ['id,start,end\n1,2,3\n', 'not-json', 1],
};

const packedMistakes: Readonly<Record<string, Mistake>> = {
  'cut, and packed': [packed.subarray(0, packed.length - 12), 'cut-off', 5, 'fetch or make it again'],
  'damaged, and packed': [
    Buffer.concat([packed.subarray(0, 30), Buffer.alloc(20, 7), packed.subarray(50)]),
    'damaged',
    1,
  ],
  'only said to be packed': [whole, 'damaged', 1, 'not gzip'],
  'empty, and said to be packed': ['', 'cut-off', 1],
};

describe('a recording that is wrong, from the command line', () => {
  const runs = new Map<string, { run: Run; log: string; left: string[] }>();
  const cases: [string, string, Mistake][] = [
    ...Object.entries(mistakes).map(([name, mistake]): [string, string, Mistake] => [
      name,
      'r.ndjson',
      mistake,
    ]),
    ...Object.entries(packedMistakes).map(([name, mistake]): [string, string, Mistake] => [
      name,
      'r.ndjson.gz',
      mistake,
    ]),
    ...brokenTimes.map((time): [string, string, Mistake] => [
      `with the time ${JSON.stringify(time)}`,
      'r.ndjson',
      [recording([{ ...started, at: time }]), typeof time === 'string' ? 'bad-time' : 'bad-line', 2],
    ]),
  ];

  before(async function () {
    this.timeout(120_000);
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'rules'));
      await writeFile(join(folder, 'rules', 'pack.yaml'), scoring(''));
      await sideBySide([...cases.entries()], async ([index, [name, file, [content]]]) => {
        const place = join(folder, `case-${index}`);
        await mkdir(place);
        await writeFile(join(place, file), content);
        await writeFile(join(place, 'log.ndjson'), 'what was there before');
        const run = await signalbox(['replay', file, '--rules', '../rules', '--log', 'log.ndjson'], {
          cwd: place,
        });
        const log = await readFile(join(place, 'log.ndjson'), 'utf8');
        runs.set(name, { run, log, left: await readdir(place) });
      });
    });
  });

  for (const [name, file, [, code, line, says]] of cases) {
    it(name, () => {
      const { run, log, left } = runs.get(name)!;
      expectRefused(run, code, `${file}${line === undefined ? '' : `:${line}`}: error: `);
      expect(run.stderr).to.contain(says ?? '');
      expect(run.stderr.trimEnd().split('\n')).to.have.length(1);
      expect(run.stdout).to.equal('');
      expect(log).to.equal('what was there before');
      expect(left).to.have.members([file, 'log.ndjson']);
    });
  }
});

describe('what is odd in a recording and no error', () => {
  interface Result {
    readonly events: number;
    readonly excluded: Readonly<Record<string, number>>;
    readonly warnings: readonly { code: string; count: number }[];
  }

  async function replayed(folder: string, text: string, pack = scoring('')): Promise<Result> {
    await mkdir(join(folder, 'rules'));
    await writeFile(join(folder, 'rules', 'pack.yaml'), pack);
    await writeFile(join(folder, 'r.ndjson'), text);
    const run = await signalbox(['replay', 'r.ndjson', '--rules', 'rules', '--format', 'json'], {
      cwd: folder,
    });
    expectPlainOutput(run);
    expect(run.code, run.stderr).to.equal(0);
    return JSON.parse(run.stdout) as Result;
  }

  it('events that repeat are dropped, and counted', () =>
    withFolder(async (folder) => {
      const result = await replayed(
        folder,
        recording([started, started, queued, answered, answered, answered]),
      );
      expect(result.events).to.equal(3);
      expect(result.excluded).to.deep.equal({ 'repeated-event': 3 });
    }));

  it('an SLA target that no shift names is a warning, and counted', () =>
    withFolder(async (folder) => {
      const observed = { at: at(0), type: 'queue.observed', queue: 'A', facts: { slaTarget: '90/15' } };
      const result = await replayed(
        folder,
        recording([observed, started, queued, answered]),
        `${scoring('')}---\n${withShift('{ languageMatch: 0.1, proficiency: -0.1 }')}`,
      );
      expect(result.warnings).to.have.length(1);
      expect(result.warnings[0]).to.include({ code: 'unnamed-sla-target', count: 1 });
    }));

  it('a text for people that holds terminal escapes is shown with them made visible', () =>
    withFolder(async (folder) => {
      const escape = '\u001b[2J\u009b31m\u202e';
      await mkdir(join(folder, 'rules'));
      await writeFile(
        join(folder, 'rules', 'pack.yaml'),
        'apiVersion: signalbox/v1\nkind: SkillMapping\nname: m\nmappings: []\notherwise: { assign: { skill: A } }\n',
      );
      const agent = { at: at(0), type: 'agent.updated', agent: `a${escape}`, status: 'IDLE' };
      const conversation = `c${escape}`;
      await writeFile(
        join(folder, 'r.ndjson'),
        recording([agent, ...good.map((event) => ({ ...event, conversation }))], {
          ...header,
          name: `name${escape}`,
          source: `source${escape}`,
        }),
      );
      const runs = await sideBySide(
        [
          ['replay', 'r.ndjson', '--rules', 'rules'],
          ['explain', conversation, '--recording', 'r.ndjson', '--rules', 'rules'],
          ['explain', `${conversation}/none`, '--recording', 'r.ndjson', '--rules', 'rules'],
        ],
        (args) => signalbox(args, { cwd: folder }),
      );
      for (const run of runs) expectPlainOutput(run);
      expect(runs.map(({ code }) => code)).to.deep.equal([0, 0, 2]);
      expect(runs[0]!.stdout).to.contain('name\\u001b[2J');
    }));
});
