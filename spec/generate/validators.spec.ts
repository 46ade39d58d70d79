import { expect } from 'chai';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';
import { deepStrictEqual } from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { tellableFacts } from '../../composition/service/decideSchema.ts';
import type { Validator } from '../../engine/packs/validator.ts';
import { readDocuments } from '../../engine/packs/yamlDocuments.ts';
import { validatorModule, validatorTypes, type ValidatorSource } from '../../generate/validatorModule.ts';
import { validatorSources } from '../../generate/validators.ts';
import { packMistakes } from '../cli/packMistakes.ts';
import { schemaDocuments } from './schemaDocuments.ts';
import { spoiltDocuments } from './spoiltDocuments.ts';

/** More than other properties make, for schemas have many corners and a validator is quick. */
const numRuns = 5 * Math.max(1_000, Number(process.env['SIGNALBOX_RUNS'] ?? 0));
/** A contract has hundreds of validators. */
const contractRuns = 30;
/** How much of what a validator can find wrong must have been found. */
const leastTold = 0.8;

interface Pair {
  readonly name: string;
  readonly schema: object;
  readonly generated: Validator;
  /** AJV compiling the same schema here and now. */
  readonly compiled: Validator;
}

/** The contract of a platform: hundreds of schemas that refer to one another. */
function isContract({ schemas }: ValidatorSource): boolean {
  return 'byName' in schemas && schemas.shared !== undefined;
}

function ajvFor({ options, schemas }: ValidatorSource): Ajv2020 {
  const ajv = new Ajv2020(options);
  if ('byName' in schemas && schemas.shared !== undefined) ajv.addSchema(schemas.shared);
  return ajv;
}

/** The validators of a module, each beside what AJV makes of its schema at run time. */
async function pairsOf(source: ValidatorSource): Promise<Pair[]> {
  const { path, schemas } = source;
  const url = pathToFileURL(resolve(`${path}.js`)).href;
  const module = (await import(url)) as { default: Validator & Readonly<Record<string, Validator>> };
  const pair = (name: string, schema: object, generated: Validator | undefined): Pair => {
    if (generated === undefined) throw new Error(`${path}.js has no validator of ${name}`);
    return { name, schema, generated, compiled: ajvFor(source).compile(schema) };
  };
  return 'one' in schemas
    ? [pair(path, schemas.one, module.default)]
    : Object.entries(schemas.byName).map(([name, schema]) => pair(name, schema, module.default[name]));
}

/** The same verdict, and the same errors with everything that is said in them. */
function expectAgreement({ name, generated, compiled }: Pair, value: unknown): boolean {
  const verdict = generated(value);
  expect(verdict, name).to.equal(compiled(value));
  if (!verdict) deepStrictEqual(generated.errors, compiled.errors);
  return verdict;
}

/** Every document in the repository that some schema is for: packs, cases and import maps, right and wrong. */
const documents: readonly unknown[] = [
  ...globSync([
    'rules/**/*.yaml',
    'docs/examples/**/*.yaml',
    'harness/import/maps/*.yaml',
    'harness/sandbox/orgs/*.yaml',
  ])
    .sort()
    .map((file) => ({ file, bytes: readFileSync(file) })),
  ...Object.entries(packMistakes).map(([file, { text }]) => ({ file, bytes: Buffer.from(text) })),
].flatMap((source) => readDocuments(source).documents.map(({ content }) => content));

/** One line of each type and shape of the shipped day: those with the same fields are held to the same rules. */
const lines: readonly unknown[] = [
  ...new Map(
    gunzipSync(readFileSync('fixtures/retail-bank-day.ndjson.gz'))
      .toString()
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .map((line) => [[line['type'], ...Object.keys(line)].join(), line]),
  ).values(),
];

/** Configurations of the bundled plugins. */
const configurations: Readonly<Record<string, readonly unknown[]>> = {
  audit: [
    {
      ...{ folder: 'audit', fileBytes: 4096 },
      checkpoints: { keyFile: 'audit.key', folder: 'elsewhere', everyEntries: 10, everySeconds: 5 },
    },
  ],
  console: [{ format: 'text' }],
  crm: [
    {
      ...{ url: 'https://crm.example.com', headers: { authorization: 'Bearer a' } },
      ...{ batchSize: 20, flushSeconds: 0, timeoutSeconds: 5 },
    },
  ],
  email: [
    {
      ...{
        host: 'mail.example.com',
        port: 465,
        tls: 'implicit',
        user: 'a',
        password: 'b',
        from: 'a@example.com',
      },
      ...{ firstSeconds: 0, digestSeconds: 60, timeoutSeconds: 5 },
    },
  ],
  genesys: [
    {
      ...{
        region: 'eu_central_1',
        clientId: 'id',
        clientSecret: 'secret',
        pseudonymKey: 'sixteen characters',
      },
      ...{ actingClient: { clientId: 'id', clientSecret: 'secret' }, queues: ['Cards'], listen: 'polling' },
      reading: { csatDays: 30, openingHours: { Cards: 'group' } },
    },
    {
      baseUrl: 'http://127.0.0.1:8080',
      clientId: 'a',
      clientSecret: 'b',
      pseudonymKey: 'sixteen characters',
    },
  ],
  memory: [{}],
  postgres: [{ url: 'postgresql://a@b/c', schema: 'a_1', shards: 4, keepDeadDays: 9, leaseSeconds: 60 }],
  'queue-facts': [{ queues: { Cards: { slaTarget: '80/20', queueOpen: true } } }],
  recording: [{ file: 'day.ndjson', timesFaster: 60 }],
  rehearsal: [{ show: false }],
  sqlite: [{ file: 'store.db', keepDecisionsDays: 0.5, keepDeadDays: 9, busySeconds: 0, leaseSeconds: 60 }],
  webhook: [
    {
      endpoints: { a: { url: 'https://a.example.com', secrets: ['a', 'b'], headers: { 'x-a': 'b' } } },
      timeoutSeconds: 2,
    },
  ],
};

/** What a CRM answers of the records of a batch. */
const crmAnswers: readonly unknown[] = [
  {
    results: [
      { idempotency_key: 'a', status: 'done' },
      { idempotency_key: 'b', status: 'refused', message: 'no' },
    ],
  },
];

/** Bodies such as a platform's contract is about. */
const bodies: readonly unknown[] = [
  {},
  [],
  'text',
  { entities: [{ id: 'a', name: 'A', version: 1 }], pageSize: 1, pageNumber: 1, selfUri: '/a' },
  {
    id: 'c',
    startTime: '2026-03-02T16:00:00.000Z',
    participants: [{ id: 'p', purpose: 'acd', calls: [{ id: 'l' }] }],
  },
  { interval: 'a/b', metrics: ['oServiceLevel'], groupBy: ['queueId'] },
  { message: 'no', code: 'not.found', status: 404, details: [], errors: [] },
];

const faults: readonly unknown[] = [
  [{ kind: 'repeat' }, { kind: 'tooManyRequests', retryAfter: 'date', seconds: 5, count: 2 }],
  [{ kind: 'serverError', status: 503, operation: 'getUsers', at: '2026-03-02T16:00:00.000Z' }],
];

/** Questions of a flow: every fact there is, told as its own example. */
const questions: readonly unknown[] = [
  {
    ...{ conversation: 'a', request: '1' },
    facts: Object.fromEntries(tellableFacts.map(({ name, example }) => [name, example])),
  },
];

const simulations: readonly unknown[] = [
  {
    ...{ queue_id: 'Billing', required_skill: 'Refunds', required_language: 'en-US', sla_target: '80/20' },
    ...{
      current_performance: 0.7,
      start_date: '2026-03-02',
      end_date: '2026-03-03T00:00Z',
      media_type: 'voice',
    },
    weights: { proficiency: 0.4, language_match: 0.3, historical_csat: 0.3, min_score_threshold: 0.5 },
  },
];

function samplesFor(source: ValidatorSource): readonly unknown[] {
  const { path, schemas } = source;
  if (isContract(source)) return bodies;
  if ('byName' in schemas) return lines;
  if (path === 'plugins/crm/answer.validator') return crmAnswers;
  const [folder, plugin] = path.split('/');
  if (folder === 'plugins') return configurations[plugin!]!;
  if (path === 'composition/service/decide.validator') return questions;
  if (path === 'composition/service/simulate.validator') return simulations;
  if (path === 'harness/sandbox/faults/schema.validator') return faults;
  const { kind } = (schemas.one as { properties: { kind: { const: string } } }).properties;
  const samples = documents.filter((one) => (one as { kind?: unknown } | null)?.kind === kind.const);
  if (samples.length === 0) throw new Error(`no document is for ${path}`);
  return samples;
}

describe('the generated validators', () => {
  for (const source of validatorSources) {
    it(`${source.path} is what the generator writes now`, () => {
      const stale = 'run npm run generate';
      expect(readFileSync(`${source.path}.js`, 'utf8') === validatorModule(source), stale).to.equal(true);
      expect(readFileSync(`${source.path}.d.ts`, 'utf8'), stale).to.equal(validatorTypes(source));
    });

    it(`${source.path} says what AJV says`, async function () {
      this.timeout(60_000);
      const samples = samplesFor(source);
      const told = new Set<string>();
      let right = 0;
      for (const pair of await pairsOf(source)) {
        for (const sample of samples) if (expectAgreement(pair, sample)) right++;
        const spoilt = spoiltDocuments(samples);
        const documents = isContract(source) ? spoilt : fc.oneof(schemaDocuments(pair.schema), spoilt);
        const agrees = fc.property(documents, (document) => {
          expectAgreement(pair, document);
          for (const { schemaPath } of pair.generated.errors ?? []) told.add(schemaPath);
        });
        fc.assert(agrees, { numRuns: isContract(source) ? contractRuns : numRuns });
      }
      expect(right).to.be.greaterThan(0);
      // What a contract can find wrong is found by every exchange of the sandbox's own specs.
      if (isContract(source)) return;
      // Agreement means little where nothing was said. Some errors nothing can bring about: a name that is no text.
      const written = readFileSync(`${source.path}.js`, 'utf8').matchAll(/schemaPath:"([^"]+)"/g);
      const sayable = new Set([...written].map(([, path]) => path!));
      expect(told.size).to.be.greaterThan(leastTold * sayable.size);
    });
  }

  it('has none that no schema is for any more', () => {
    const written = validatorSources.flatMap(({ path }) => [`${path}.js`, `${path}.d.ts`]);
    const found = globSync([
      'composition/**/*.validator.*',
      'engine/**/*.validator.*',
      'harness/**/*.validator.*',
      'plugins/**/*.validator.*',
    ]);
    expect(found).to.have.members(written);
  });

  it('does not depend on the place or time it is written in, nor on what was written before', () => {
    // Each was written above, after others than now.
    for (const source of validatorSources.toReversed()) {
      const text = readFileSync(`${source.path}.js`, 'utf8');
      expect(text === validatorModule(source), source.path).to.equal(true);
      expect(text).not.to.contain(resolve('.'));
    }
  });
});
