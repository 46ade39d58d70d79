import { expect } from 'chai';
import { join, resolve } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { decisionText } from '../../plugins/console/lines.ts';
import { decideEvents } from '../../harness/replay/replay.ts';
import type { Change } from '../../harness/replay/examples.ts';
import { policyDifference } from '../../harness/replay/edits/policyDifference.ts';
import { Replaying } from '../../harness/replay/replaying.ts';
import { eventLine } from '../../harness/recording/write.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { answered, at, queued } from '../engine/decisions/decideEvents.ts';
import { header, rightPolicy } from '../engine/policyText.ts';
import { withFolder } from '../folder.ts';
import { withSandbox } from '../harness/sandbox/sandboxes.ts';
import { signalbox } from '../signalbox.ts';

const idle = (agent: string, seconds: number): RoutingEvent => ({
  type: 'agent.updated',
  at: at(seconds),
  agent,
  status: 'IDLE',
});

describe('bugs found by fresh eyes on running live', function () {
  this.timeout(60_000);

  it('1 the console says what came of a decision on old data, and not only that it is old', () => {
    const policy = rightPolicy(`${header('Scoring')}maxAgeSeconds: 60\n`);
    const unseen: RoutingEvent = { type: 'platform.unseen', at: at(0) };
    const events = [idle('ann', -9), unseen, queued('c-1', 90), answered('c-1', 99)];
    const [body] = decideEvents(events, policy);
    const line = decisionText({ body: body!, envelope: { engineVersion: '0', stage: 'active' } });
    expect(line)
      .to.contain('c-1/ranking/1: ann should take it')
      .and.contain('(decided on data older than the pack allows: agents 99 s old, 60 s allowed)');
  });

  it('2 explain finds a decision of a live run by the id it has there', () =>
    withFolder(async (folder) => {
      const events = [queued('c-1', 0), idle('ann', 40), answered('c-1', 50)];
      const facts = ['agentStatus', 'agentQueues', 'agentSkills', 'agentLanguages', 'csat', 'csatSurveys'];
      const carried = ['mediaType', 'queue', 'requiredSkills', 'language', ...facts];
      const head = { signalbox: 'recording', version: 1, name: 'r', facts: carried, source: 's' };
      const end = { type: 'recording.end', events: events.length, excluded: {} };
      const lines = [JSON.stringify(head), ...events.map(eventLine), JSON.stringify(end), ''];
      await writeFile(join(folder, 'r.ndjson'), lines.join('\n'));
      await writeFile(join(folder, 'scoring.yaml'), header('Scoring'));
      const asked = ['explain', 'c-1/ranking/2', '--recording', 'r.ndjson', '--rules', '.'];
      const live = await signalbox([...asked, '--moments', 'whileWaiting'], { cwd: folder });
      expect([live.code, live.stdout.split('\n')[1]], live.stderr).to.deep.equal([
        0,
        'ann should take it: the only one of 1 agent who can.',
      ]);
      expect((await signalbox(asked, { cwd: folder })).stderr).to.contain('[no-such-decision]');
    }));

  it('3 a key that is too short is told how long it must be', () =>
    withFolder(async (cwd) => {
      await writeFile(
        join(cwd, 'signalbox.yaml'),
        `apiVersion: signalbox/v1
kind: Configuration
policy: ${resolve('rules/retail-bank')}
plugins:
  - plugin: genesys
    configuration: { region: eu-central-1, clientId: a, clientSecret: b, pseudonymKey: shortkey }
`,
      );
      const { code, stderr } = await signalbox(['run'], { cwd });
      expect(code).to.equal(2);
      expect(stderr)
        .to.contain('signalbox.yaml:6:')
        .and.contain('"pseudonymKey" must have at least 16 characters [too-short]')
        .and.not.contain('shortkey');
    }));

  it('4 a ranking that old data degrades is put down to the age that the SlaPolicy allows', () => {
    const shifts = `shifts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.75 }, shift: { languageMatch: 0.15, proficiency: -0.15 } }
`;
    const packs = (age: string) =>
      rightPolicy(`${header('Scoring')}---\n${header('SlaPolicy', 'promise')}${age}${shifts}`);
    const [policy, against] = [packs('maxAgeSeconds: 60\n'), packs('')];
    const events: readonly RoutingEvent[] = [
      ...['ann', 'ben'].map((agent, index) => idle(agent, -9 - index)),
      { type: 'agent.updated', at: at(-8), agent: 'ann', csat: 90, csatSurveys: 40 },
      { type: 'queue.observed', at: at(-5), queue: 'Cards', facts: { serviceLevel: 0.5 } },
      queued('c-1', 90),
      answered('c-1', 99),
    ];
    const changes: Change[] = [];
    const onChange = (change: Change): void => void changes.push(change);
    const replaying = new Replaying({ policy, against, seed: 's', lacking: new Set(), onChange });
    for (const event of events) replaying.take(event);
    expect(changes.map(({ point }) => point)).to.deep.equal(['ranking']);
    const edits = policyDifference(against, policy).edits.map(({ text }) => text);
    expect(edits).to.deep.equal(['SlaPolicy promise: maxAgeSeconds: 60 is new']);
  });

  const onSandbox = (more: string, said: string): Promise<void> =>
    withSandbox(({ sandbox: { baseUrl, client } }) =>
      withFolder(async (cwd) => {
        await writeFile(
          join(cwd, 'signalbox.yaml'),
          `apiVersion: signalbox/v1
kind: Configuration
policy: packs
plugins:
  - plugin: genesys
    configuration:
      baseUrl: ${baseUrl}
      clientId: ${client.id}
      clientSecret: ${client.secret}
      pseudonymKey: a key of sixteen characters
${more}`,
        );
        await mkdir(join(cwd, 'packs'));
        await writeFile(join(cwd, 'packs/scoring.yaml'), header('Scoring'));
        const { code, stderr } = await signalbox(['run'], { cwd });
        expect(code).to.equal(2);
        expect(stderr).to.contain(said);
      }),
    );

  it('5 a client that acts and is not accepted is told at the start, with its place', () =>
    onSandbox(
      '      actingClient: { clientId: nobody, clientSecret: not-the-secret }\n',
      'signalbox.yaml:11:7: error: plugin "genesys" did not start: Genesys Cloud does not accept the OAuth client’s id and secret',
    ));

  it('6 opening hours of a queue that is not there are told at the start', () =>
    onSandbox(
      '      reading: { openingHours: { Ordres: 11111111-1111-1111-1111-111111111111 } }\n',
      'signalbox.yaml:11:34: error: plugin "genesys" did not start: the organisation has no queue "Ordres" → did you mean "Orders"?',
    ));

  it('7 an attribute that is to tell a fact there is not is told, before a recording promises it', () =>
    onSandbox(
      '      reading: { attributeFacts: { segment: customerSegmnt } }\n',
      'signalbox.yaml:11:36: error: "segment" must be one of',
    ));

  it('8 a policy that is not there is told with who names it', () =>
    withFolder(async (cwd) => {
      await writeFile(
        join(cwd, 'signalbox.yaml'),
        'apiVersion: signalbox/v1\nkind: Configuration\npolicy: gone\nplugins: [{ plugin: console }]\n',
      );
      for (const command of ['run', 'doctor']) {
        const { stdout, stderr } = await signalbox([command], { cwd });
        expect(stdout + stderr).to.contain('"policy: gone" names it, from the folder of the configuration');
      }
    }));
});
