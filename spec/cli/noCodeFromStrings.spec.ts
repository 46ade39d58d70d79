import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withFolder } from '../folder.ts';
import { signalbox, type Run } from '../signalbox.ts';
import { packMistakes } from './packMistakes.ts';
import { key } from './refusal.ts';

/** Forbids `eval` and `new Function`, as a hardened host does. */
const forbidding = ['--disallow-code-generation-from-strings'];

const day = resolve('fixtures/retail-bank-day.ndjson.gz');
const bank = resolve('rules/retail-bank');
const previous = resolve('rules/retail-bank-previous');

const map = `apiVersion: signalbox/v1
kind: ImportMap
name: small
source: made by a spec
format: { type: csv }
timeZone: Europe/Rome
clock: { format: 'yyyy-MM-dd HH:mm:ss' }
conversation: { id: { columns: [id] }, mediaType: voice, queue: { column: queue } }
moments: { started: { column: start }, queued: { column: start }, ended: { column: start, plusSeconds: 30 } }
`;

const waiting = `apiVersion: signalbox/v1
kind: SkillMapping
name: by-wait
mappings:
  - name: long
    when: { fact: waitSeconds, operator: greaterThan, value: 30 }
    assign: { priority: high }
`;

/** What lies in the folder each run starts in. */
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.values(packMistakes).map(({ text }, index) => [`bad/${index}/pack.yaml`, text] as const),
  ),
  'log.csv': 'id,queue,start\nc-1,Billing,2021-04-02 15:30:51\nc-2,Cards,2021-04-02 15:31:00\n',
  'small.map.yaml': map,
  'waiting/pack.yaml': waiting,
  'wrong.map.yaml': map.replace('mediaType:', 'mediaTyp:'),
  'wrong.ndjson': '{"signalbox":"recording","version":1,"name":5,"facts":[],"source":"s"}\n',
};

const importing = (withMap: string, log = 'log.csv'): string[] => [
  ...['import', log, '--map', withMap, '--out', 'out.ndjson'],
];

/** Every command, and how it ends; both where all is well and where a schema finds fault. */
const runs: Readonly<Record<string, readonly [args: readonly string[], code: number]>> = {
  'validate, a good policy': [['validate', bank], 0],
  'validate, every mistake there is': [['validate', 'bad'], 2],
  'validate, as JSON': [['validate', 'bad', bank, '--format', 'json'], 2],
  replay: [['replay', day, '--rules', bank], 0],
  'replay --against --log': [
    ['replay', day, '--rules', bank, '--against', previous, '--log', 'decisions.ndjson'],
    0,
  ],
  'replay, a wrong recording': [['replay', 'wrong.ndjson', '--rules', bank], 2],
  'what-if': [
    [
      ...['what-if', day, '--rules', 'waiting', '--rule', 'long', '--fact', 'waitSeconds', '--to', '5'],
      ...['--curve', '0..60/6', '--no-cache'],
    ],
    0,
  ],
  explain: [['explain', 'c-0042'], 0],
  import: [importing('small.map.yaml'), 0],
  'import, a shipped map that does not fit': [importing('banking77'), 2],
  'import, a wrong map': [importing('wrong.map.yaml'), 2],
  schema: [['schema', 'Handoff'], 0],
  demo: [['demo'], 0],
  'demo --live, a wrong org': [['demo', '--live', '--org', 'wrong.ndjson'], 2],
};

/** Runs in a folder of its own, and tells what was said and what was written. */
function ran(
  args: readonly string[],
  nodeOptions: readonly string[],
): Promise<Run & { written: [string, string][] }> {
  return withFolder(async (cwd) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(cwd, name, '..'), { recursive: true });
      await writeFile(join(cwd, name), text);
    }
    const run = await signalbox(args, { cwd, env: key, nodeOptions });
    const names = (await readdir(cwd, { withFileTypes: true })).filter((one) => one.isFile());
    const written = names.map(async ({ name }): Promise<[string, string]> => [
      name,
      await readFile(join(cwd, name), 'utf8'),
    ]);
    return { ...run, written: await Promise.all(written) };
  });
}

describe('where code from strings is forbidden', () => {
  it('Node refuses it, so that what follows shows something', () => {
    const { status, stderr } = spawnSync(process.execPath, [...forbidding, '-e', 'new Function("")']);
    expect(status).to.equal(1);
    expect(stderr.toString()).to.contain('Code generation from strings disallowed');
  });

  for (const [name, [args, code]] of Object.entries(runs)) {
    it(`${name}: says and writes the same as where it is allowed`, async function () {
      this.timeout(60_000);
      const [forbidden, allowed] = await Promise.all([ran(args, forbidding), ran(args, [])]);
      expect(forbidden.code, forbidden.stderr).to.equal(code);
      expect(forbidden).to.deep.equal(allowed);
    });
  }
});
