import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { serveLive } from '../../../../composition/serve.ts';
import { claimOf } from '../../../../harness/fairness/claim.ts';
import { unjudgedFairness } from '../../../../harness/simulation/auditedFairness.ts';
import { withFolder } from '../../../folder.ts';
import { withPlugin } from './plugged.ts';

const rules = `apiVersion: signalbox/v1
kind: Scoring
name: best
minimumScore: 0.1
`;
const token = 'a-token-of-sixteen-characters';

describe('signalbox serve on a sandbox', function () {
  this.timeout(60_000);

  it('ranks agents as they are, under pseudonyms, by ids or names; and changes nothing', () =>
    withPlugin(async ({ lockStep, driven, exchanges }) => {
      await withFolder(async (folder) => {
        await mkdir(join(folder, 'rules'));
        await writeFile(join(folder, 'rules/rules.yaml'), rules);
        const file = join(folder, 'signalbox.yaml');
        await writeFile(
          file,
          `apiVersion: signalbox/v1
kind: Configuration
policy: rules
plugins:
  - plugin: genesys
    configuration:
      baseUrl: ${driven.sandbox.baseUrl}
      clientId: ${driven.sandbox.client.id}
      clientSecret: \${env:CLIENT_SECRET}
      pseudonymKey: a key of sixteen characters
`,
        );
        const stop = new AbortController();
        const said = Promise.withResolvers<string>();
        const serving = serveLive({
          ...{ file, clock: lockStep.clock, signal: stop.signal },
          environment: { CLIENT_SECRET: driven.sandbox.client.secret },
          network: { fetch: lockStep.fetch, WebSocket: lockStep.WebSocket },
          output: () => Promise.resolve(),
          recording: () => expect.fail('there is no recording'),
          problem: ({ severity, message }) => expect(severity, message).to.equal('warning'),
          settings: { host: '127.0.0.1', port: 0, beyondLoopback: false, tokens: [token] },
          fairness: (policy) => () => Promise.resolve(unjudgedFairness(claimOf(policy))),
          serving: said.resolve,
        });
        serving.catch(said.reject);
        await lockStep.begun(serving);
        await lockStep.pass(120);
        const url = await said.promise;
        const { queues, skills, languages, users } = driven.ids;
        const ask = async (queue: string, skill: string, language: string) => {
          const answer = await fetch(`${url}/simulate/routing`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              ...{ queue_id: queue, required_skill: skill, required_language: language },
              ...{ start_date: '2026-03-01', end_date: '2026-03-02' },
            }),
          });
          return { status: answer.status, text: await answer.text() };
        };
        const [language, languageId] = Object.entries(languages)[0]!;
        const byName = await ask('Refunds', 'Refunds', language);
        expect(byName.status, byName.text).to.equal(200);
        const byId = await ask(queues['Refunds']!, skills['Refunds']!, languageId);
        expect(JSON.parse(byId.text)).to.deep.equal(JSON.parse(byName.text));
        const { top_agent: top, fairness_metrics: fairness } = JSON.parse(byName.text) as {
          readonly top_agent: { readonly id: string };
          readonly fairness_metrics: Readonly<Record<string, unknown>>;
        };
        expect(top.id).to.match(/^agent-[0-9a-f]{12}$/);
        expect(fairness).to.deep.include({
          ...{ total_interactions: 0, gini_coefficient: null, is_fair: null },
          ...{ verdict: 'NOT ENOUGH DATA', yardstick: 'policyIntended' },
        });
        for (const id of Object.values(users)) expect(byName.text).not.to.contain(id);
        // A page of another name that a browser shows on this machine may not.
        const statusFor = (headers: Readonly<Record<string, string>>) =>
          new Promise<number | undefined>((done, failed) => {
            const asked = request(`${url}/openapi.json`, { headers }, (answer) => {
              answer.resume();
              done(answer.statusCode);
            });
            asked.on('error', failed).end();
          });
        expect(await statusFor({ host: 'elsewhere.example' })).to.equal(401);
        const authorization = `Bearer ${token}`;
        expect(await statusFor({ host: 'elsewhere.example', authorization })).to.equal(200);
        stop.abort();
        await lockStep.run(serving);
      });
      const acted = (await exchanges()).filter(({ operation }) =>
        /^(patch|put(?!Notif)|postConv)/.test(operation),
      );
      expect(acted).to.deep.equal([]);
    }));
});
