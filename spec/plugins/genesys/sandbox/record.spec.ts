import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { record } from '../../../../composition/record.ts';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import type { Problem } from '../../../../engine/problem.ts';
import { RecordingReader } from '../../../../harness/recording/read.ts';
import { Recorder } from '../../../../harness/recording/recorder.ts';
import { withFolder } from '../../../folder.ts';
import { withPlugin } from './plugged.ts';

const rules = `apiVersion: signalbox/v1
kind: SkillMapping
name: intents-to-skills
mappings: []
otherwise: { assign: { skill: Orders } }
`;

describe('signalbox record on a sandbox', function () {
  this.timeout(60_000);

  it('records what happens there, for as long as it is told, pseudonymous, with facts of queues; and changes nothing', () =>
    withPlugin(async ({ lockStep, driven, come, exchanges }) => {
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
        const problems: Problem[] = [];
        const problem = (one: Problem): void => void problems.push(one);
        const recorder = new Recorder({ memoryBytes: 1e6, temporaryFolder: folder, problem });
        const recording = record({
          ...{ file, clock: lockStep.clock, signal: new AbortController().signal, forSeconds: 900, problem },
          environment: { CLIENT_SECRET: driven.sandbox.client.secret },
          network: { fetch: lockStep.fetch, WebSocket: lockStep.WebSocket },
          output: () => Promise.resolve(),
          recording: () => expect.fail('there is no recording'),
          key: () => expect.fail('the plugin gives pseudonyms itself'),
          take: (place, events) => recorder.take(place, events),
        });
        recording.catch(() => undefined);
        await lockStep.begun(recording);
        await lockStep.pass(60);
        const ids: string[] = [];
        for (const from of ['one', 'two', 'three']) {
          ids.push(await come(from, { queue: 'Refunds', intent: 'refund', utterance: 'x' }));
          await lockStep.pass(60);
        }
        await lockStep.pass(800);
        const { sources, carries, failure } = await lockStep.run(recording);
        expect([sources, failure]).to.deep.equal([['genesys'], undefined]);
        const out = join(folder, 'out.ndjson.gz');
        await recorder.write(out, { name: 'spec', source: 'sandbox', carries }, () => undefined);
        recorder.dispose();
        expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
        const reader = new RecordingReader(out);
        const { facts } = await reader.header();
        expect(facts).to.include.members(['queue', 'intent', 'agentStatus', 'slaTarget', 'agentsOnQueue']);
        const events: readonly RoutingEvent[] = await Array.fromAsync(reader.events());
        const of = (type: RoutingEvent['type']) => events.filter((event) => event.type === type);
        expect(of('conversation.queued')).to.have.length(3);
        expect(of('conversation.answered')).to.have.length.above(0);
        expect(of('agent.updated')).to.have.length.above(2);
        const observed = of('queue.observed').flatMap((event) =>
          event.type === 'queue.observed' && event.queue === 'Refunds' ? [event.facts] : [],
        );
        expect(Object.assign({}, ...observed)).to.include({ slaTarget: '90/30', serviceLevel: 1 });
        const text = JSON.stringify(events);
        for (const identity of [...ids, ...Object.values(driven.ids.users), 'ana']) {
          expect(text, identity).not.to.contain(identity);
        }
      });
      const acted = (await exchanges()).filter(({ operation }) =>
        /^(patch|putConversation|postConversations?(Assign|Participant|sCallbacks|sEmails))/.test(operation),
      );
      expect(acted).to.deep.equal([]);
    }));
});
