import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type RunSummary } from '../../../../composition/run.ts';
import type { Problem } from '../../../../engine/problem.ts';
import { withFolder } from '../../../folder.ts';
import { shop } from '../../../harness/sandbox/sandboxes.ts';
import { withPlugin, type Plugged } from './plugged.ts';

const rules = `apiVersion: signalbox/v1
kind: SkillMapping
name: intents-to-skills
mappings:
  - name: refunds
    intents: [refund]
    assign: { skill: Refunds, language: es-US, priority: high }
    notify: { supervisor: refunds-lead@example.com }
otherwise: { assign: { skill: Orders } }
---
apiVersion: signalbox/v1
kind: QueueOrder
name: who-is-next
headStarts:
  - { name: high, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 90 }
---
apiVersion: signalbox/v1
kind: Handoff
name: bot-to-agent
target: { queue: Refunds }
triggers:
  any:
    - { name: refund, when: { fact: intent, operator: equal, value: refund } }
guards:
  all:
    - { name: staffed, when: { fact: agentsOnQueue, operator: greaterThan, value: 0 } }
otherwise: { offer: callback }
`;

/** What a run can be seen by, while it goes on. */
interface Live {
  readonly problems: readonly Problem[];
  /** What was written to the console so far: a record of a decision each. */
  readonly decisions: readonly Record<string, unknown>[];
  readonly stop: () => void;
}

interface Written {
  readonly configuration?: string;
  readonly rules?: string;
}

/** Runs a policy on the sandbox by a signalbox.yaml, in lock-step, until it is stopped. */
async function withRun(
  { lockStep, driven, exchanges }: Plugged,
  written: Written,
  use: (live: Live) => Promise<void>,
): Promise<RunSummary> {
  let summary: RunSummary | undefined;
  await withFolder(async (folder) => {
    await mkdir(join(folder, 'rules'));
    await writeFile(join(folder, 'rules/rules.yaml'), written.rules ?? rules);
    const { clientId, clientSecret } = {
      clientId: driven.sandbox.client.id,
      clientSecret: driven.sandbox.client.secret,
    };
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
      clientId: ${clientId}
      clientSecret: \${env:CLIENT_SECRET}
      pseudonymKey: a key of sixteen characters
${written.configuration ?? ''}
  - { plugin: console, configuration: { format: json } }
`,
    );
    const stop = new AbortController();
    const problems: Problem[] = [];
    const decisions: Record<string, unknown>[] = [];
    const running = run({
      ...{ file, clock: lockStep.clock, signal: stop.signal },
      environment: { CLIENT_SECRET: clientSecret },
      network: { fetch: lockStep.fetch, WebSocket: lockStep.WebSocket },
      output: (text) => {
        for (const line of text.split('\n').filter((one) => one !== ''))
          decisions.push(JSON.parse(line) as Record<string, unknown>);
        return Promise.resolve();
      },
      recording: () => expect.fail('there is no recording'),
      problem: (problem) => void problems.push(problem),
    });
    let failed: unknown;
    running.catch((error: unknown) => (failed = error));
    // Files and modules are read in real time, which the lock-step does not see.
    while (failed === undefined && (await exchanges('postNotificationsChannels')).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await lockStep.quiet();
    }
    if (failed !== undefined) throw failed as Error;
    await lockStep.pass(60);
    await use({ problems, decisions, stop: () => stop.abort() });
    stop.abort();
    summary = await lockStep.run(running);
  });
  return summary!;
}

describe('signalbox run on a sandbox', function () {
  this.timeout(60_000);

  it('sets what the policy decides where a conversation waits', () =>
    withPlugin(async (plugged) => {
      const { lockStep, driven, genesys } = plugged;
      const mailing = '      acting: { fromAddress: signalbox@example.com }';
      const summary = await withRun(plugged, { configuration: mailing }, async ({ decisions, problems }) => {
        for (const agent of Object.keys(driven.ids.users)) await plugged.presence(agent, 'Break');
        await lockStep.pass(10);
        const id = await plugged.come('one', { queue: 'Refunds', intent: 'refund' });
        await lockStep.pass(30);
        expect(problems).to.deep.equal([]);
        expect(decisions.map(({ point }) => point)).to.include('skills');
        const params = { path: { conversationId: id } };
        const { data } = await lockStep.run(genesys.call('getConversation', { params }, { lane: 'handoff' }));
        const routing = data.participants.find(({ purpose }) => purpose === 'acd')!.conversationRoutingData!;
        expect(routing.skills!.map((skill) => skill.id)).to.include(driven.ids.skills['Refunds']);
        expect(routing.language!.id).to.equal(driven.ids.languages['es-US']);
        const text = JSON.stringify(decisions);
        for (const secret of [id, ...Object.values(driven.ids.users)]) expect(text).not.to.contain(secret);
      });
      expect(summary.deadCommands).to.equal(0);
    }));

  it('tells a flow to hand over what is said to its bot, and the flow does', () =>
    withPlugin(
      async (plugged) => {
        const { lockStep, driven } = plugged;
        const flow = `      botFlows: ['${driven.ids.botFlowId}']`;
        const told = `${flow}\n      acting: { offerAttribute: offer }`;
        await withRun(plugged, { configuration: told }, async ({ decisions, problems }) => {
          await lockStep.pass(3600);
          expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
          const handoffs = decisions.filter(({ point }) => point === 'handoff');
          const transfers = handoffs.filter(({ commands }) =>
            (commands as { do?: string }[]).some((command) => command.do === 'transfer'),
          );
          expect(transfers, 'somebody wants money back').not.to.have.length(0);
          const set = await plugged.exchanges('patchConversationParticipantAttributes');
          const named = set.flatMap(({ applied }) => applied as { attributes: Record<string, string> });
          expect(named.map(({ attributes }) => attributes['handoffQueue'])).to.include('Refunds');
          const moved = set.map(({ path }) => path.split('/').at(-4));
          const states = await plugged.states();
          const queues = states.flatMap(({ id, queue }) => (moved.includes(id) ? [queue] : []));
          expect(queues.filter((queue) => queue === 'Refunds')).not.to.have.length(0);
        });
      },
      { org: shop },
    ));

  it('says what keeps it from starting, with its place', () =>
    withPlugin(async (plugged) => {
      const wrong = withRun(plugged, { configuration: '      queues: [Refnds]' }, () => Promise.resolve());
      const error = await wrong.then(
        () => expect.fail('it started'),
        (thrown: unknown) => thrown as Error,
      );
      expect(error.message).to.match(
        /signalbox\.yaml:11:\d+: error: plugin "genesys" did not start: the organisation has no queue "Refnds" → did you mean "Refunds"\?/,
      );
    }));
});
