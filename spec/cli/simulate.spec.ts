import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { simulateDocument } from '../../composition/service/simulateDocument.ts';
import { signalbox } from '../signalbox.ts';

const day = resolve('fixtures/retail-bank-day.ndjson.gz');
const call = {
  queue_id: 'Payments',
  required_skill: 'Payments',
  required_language: 'en-US',
  start_date: '2026-03-02T00:00:00Z',
  end_date: '2026-03-02T13:30:00Z',
};

interface Answer {
  readonly status: number;
  readonly body: {
    readonly detail: string;
    readonly problems: readonly { readonly code: string; readonly message: string }[];
    readonly explanation: readonly string[];
    readonly top_agent: { readonly id: string; readonly score: number };
    readonly ranked_agents: readonly { readonly id: string; readonly score: number }[];
    readonly weights_used: Readonly<Record<string, number>>;
    readonly fairness_metrics: Readonly<Record<string, unknown>> & {
      readonly total_interactions: number;
      readonly agent_distribution: Readonly<Record<string, number>>;
    };
  };
}

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(simulateDocument, 'document');

/** Asks, and holds the answer to the OpenAPI document. */
async function ask(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(`${url}/simulate/routing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const said = (await answer.json()) as Answer['body'];
  const path = `document#/paths/~1simulate~1routing/post/responses/${answer.status}/content/application~1json/schema`;
  const validate = ajv.getSchema(path)!;
  expect(validate(said), `${JSON.stringify(said)}: ${ajv.errorsText(validate.errors)}`).to.equal(true);
  return { status: answer.status, body: said };
}

/** Serves for as long as it is used, and must then stop in good order. */
async function serving(
  args: readonly string[],
  use: (url: string) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const options = [
    '--disallow-code-generation-from-strings',
    resolve('signalbox.ts'),
    'serve',
    '--port',
    '0',
  ];
  const child = spawn(process.execPath, [...options, ...args], { env: { ...process.env, ...env } });
  let said = '';
  const ended = new Promise<number | null>((done) => child.on('close', done));
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  try {
    const url = await new Promise<string>((found, failed) => {
      child.stdout.on('data', (piece: Buffer) => {
        said += piece.toString();
        const [, at] = /(http:\/\/127\.0\.0\.1:\d+)\/simulate/.exec(said) ?? [];
        if (at !== undefined) found(at);
      });
      void ended.then(() => failed(new Error(said)));
    });
    await use(url);
  } finally {
    child.kill('SIGINT');
  }
  expect(await ended, said).to.equal(0);
}

describe('signalbox serve', function () {
  this.timeout(60_000);

  it('simulates on a recording, by the source document’s fields', () =>
    serving([day, '--rules', 'rules/retail-bank'], async (url) => {
      const { status, body } = await ask(url, call);
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(body.top_agent).to.deep.equal(body.ranked_agents[0]);
      expect(body.explanation[0]).to.contain(body.top_agent.id);
      expect(body.ranked_agents.length).to.be.within(1, 5);
      const scores = body.ranked_agents.map(({ score }) => score);
      expect(scores).to.deep.equal(scores.toSorted((a, b) => b - a));
      expect(body.weights_used).to.deep.equal({
        ...{ proficiency: 0.4, language_match: 0.2, historical_csat: 0.4, min_score_threshold: 0.5 },
      });

      // Fairness is over the conversations of the time, never over one call.
      const over = body.fairness_metrics;
      const chosen = Object.values(over.agent_distribution).reduce((sum, one) => sum + one, 0);
      expect([over.total_interactions, over['level']]).to.deep.equal([chosen, 1]);
      expect(chosen).to.be.above(20);
      expect([over['verdict'], over['is_fair'], over['yardstick']]).to.deep.equal([
        ...['NOT ENOUGH DATA', null, 'policyIntended'],
      ]);
      const evening = (await ask(url, { ...call, end_date: '2026-03-02T18:00Z' })).body;
      expect(evening.fairness_metrics.total_interactions).to.be.above(chosen);
      expect(evening.fairness_metrics['p_value']).to.be.within(0, 1);
      // Asked again, several at one time: one after the other, and the same.
      const again = await Promise.all([call, call, call].map((one) => ask(url, one)));
      for (const { body: same } of again) expect(same).to.deep.equal(body);

      const shifted = await ask(url, { ...call, current_performance: 0.7 });
      expect(shifted.body.weights_used).to.deep.include({ language_match: 0.35 });
      const weights = { proficiency: 2, language_match: 1, historical_csat: 1 };
      const own = await ask(url, { ...call, weights });
      expect(own.body.weights_used).to.deep.equal({
        ...{ proficiency: 0.5, language_match: 0.25, historical_csat: 0.25, min_score_threshold: 0.5 },
      });
      const strict = await ask(url, { ...call, weights: { min_score_threshold: 1 } });
      expect([strict.status, strict.body.detail]).to.deep.equal([
        422,
        'No agents met the minimum score threshold',
      ]);
      const nobody = await ask(url, { ...call, queue_id: 'No such queue' });
      expect([nobody.status, nobody.body.detail]).to.deep.equal([404, 'No available agents found']);

      for (const [wrong, code] of [
        ['{', 'not-json'],
        [{}, 'missing-key'],
        [{ ...call, end_date: call.start_date }, 'no-window'],
        [{ ...call, end_date: '2026-02-31' }, 'bad-value'],
        [{ ...call, sla_target: '800/20' }, 'bad-value'],
        [{ ...call, weights: { proficiency: 1, language_match: 0, historical_csat: 0 } }, 'negative-weight'],
        [{ ...call, weights: { proficiency: 1 } }, 'schema'],
        [{ ...call, weights: { proficiency: 0, language_match: 0, historical_csat: 0 } }, 'no-weight'],
      ] as const) {
        const refused = await ask(url, wrong);
        expect(refused.status, JSON.stringify(wrong)).to.equal(400);
        expect(refused.body.problems[0]!.code, JSON.stringify(refused.body)).to.equal(code);
      }
      expect((await ask(url, call, { 'content-type': 'text/plain' })).status).to.equal(415);
      expect(await (await fetch(`${url}/openapi.json`)).json()).to.deep.equal(
        JSON.parse(JSON.stringify(simulateDocument)),
      );
      expect((await fetch(`${url}/simulate/routing`)).status).to.equal(405);
    }));

  it('is asked beyond this machine with a token alone', async () => {
    const args = ['serve', day, '--rules', 'rules/retail-bank', '--host', '0.0.0.0'];
    const bare = await signalbox([...args, '--beyond-loopback'], { env: { SIGNALBOX_TOKEN: '' } });
    expect([bare.code, bare.stderr]).to.deep.equal([
      2,
      'error: at 0.0.0.0 other machines could ask, and there is no token → set SIGNALBOX_TOKEN to at least 16 random characters [no-token]\n',
    ]);
    const unsaid = await signalbox(args, { env: { SIGNALBOX_TOKEN: 'sixteen characters' } });
    expect(unsaid.code).to.equal(2);
    expect(unsaid.stderr).to.contain('[beyond-loopback]');
    const other = await signalbox(['serve', day, '--rules', 'rules/retail-bank', '--claim', 'our-claim']);
    expect([other.code, other.stderr.includes('did you mean "our-claims"?')]).to.deep.equal([2, true]);
    const nothing = await signalbox(['serve']);
    expect([nothing.code, nothing.stderr.includes('[no-agents-source]')]).to.deep.equal([2, true]);
  });
});
