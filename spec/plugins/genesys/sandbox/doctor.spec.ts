import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlacedFinding } from '../../../../composition/findings.ts';
import { operations } from '../../../../plugins/genesys/contract/operations.ts';
import type { Operation } from '../../../../plugins/genesys/contract/operation.ts';
import { unverified } from '../../../../plugins/genesys/unverified.ts';
import { tableBelow } from '../../../docs/page.ts';
import { withFolder } from '../../../folder.ts';
import { quietShop, withSandbox, type Driven, type Exchange } from '../../../harness/sandbox/sandboxes.ts';
import { signalbox, type Run } from '../../../signalbox.ts';

const rules = `apiVersion: signalbox/v1
kind: SkillMapping
name: intents-to-skills
mappings:
  - name: refunds
    intents: [refund]
    assign: { skill: Refunds, language: es-US }
    notify: { supervisor: refunds-lead@example.com }
otherwise: { assign: { skill: Orders } }
---
apiVersion: signalbox/v1
kind: Handoff
name: bot-to-agent
target: { queue: Refunds }
triggers: { any: [{ name: sad, when: { fact: sentimentLevel, operator: lessThan, value: 0.3 } }] }
`;

interface Given {
  readonly rules?: string;
  readonly client?: { readonly id: string; readonly secret: string };
  readonly baseUrl?: string;
  /** Further lines of the plugin's configuration. */
  readonly more?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Diagnosed extends Run {
  readonly missing: number;
  readonly findings: readonly PlacedFinding[];
}

/** Runs the command on a sandbox, as somebody who has one would. */
function doctor(
  { sandbox }: Driven,
  { client = sandbox.client, baseUrl = sandbox.baseUrl, more = '', ...given }: Given = {},
): Promise<Diagnosed> {
  return withFolder(async (cwd) => {
    await mkdir(join(cwd, 'rules'));
    await writeFile(join(cwd, 'rules/rules.yaml'), given.rules ?? rules);
    await writeFile(
      join(cwd, 'signalbox.yaml'),
      `apiVersion: signalbox/v1
kind: Configuration
policy: rules
plugins:
  - plugin: genesys
    configuration:
      baseUrl: ${baseUrl}
      clientId: ${client.id}
      clientSecret: \${env:CLIENT_SECRET}
      pseudonymKey: a key of sixteen characters
      acting: { fromAddress: signalbox@example.com }
${more}`,
    );
    const env = given.env ?? { CLIENT_SECRET: client.secret };
    const run = await signalbox(['doctor', '--format', 'json'], { cwd, env });
    expect(run.stderr).to.equal('');
    return { ...run, ...(JSON.parse(run.stdout) as { missing: number; findings: PlacedFinding[] }) };
  });
}

const whatOf = ({ findings }: Diagnosed, status: PlacedFinding['status']): string[] =>
  findings.filter((one) => one.status === status).map(({ what }) => what);

/** Operations that leave nothing behind. */
const harmless = Object.entries<Operation>(operations)
  .filter(([id, { method }]) => method === 'get' || /Query$|Bulk$|^postOauthToken$/.test(id))
  .map(([id]) => id);

const permissionsOf = (isLeftOut: (permission: string) => boolean): string[] => {
  const all = Object.values<Operation>(operations).flatMap(({ permissions }) =>
    permissions === undefined ? [] : 'all' in permissions ? permissions.all : permissions.any,
  );
  return [...new Set(all)].filter((permission) => !isLeftOut(permission));
};

const clients = [
  {
    id: 'reader',
    secret: 'reader-secret',
    permissions: permissionsOf((one) => /analytics|skill:view/i.test(one)),
  },
  { id: 'all', secret: 'all-secret', permissions: permissionsOf(() => false) },
];

describe('signalbox doctor on a sandbox', function () {
  this.timeout(60_000);
  const org = { ...quietShop, clients };

  it('finds nothing missing with a right client, tries only harmless calls, and says what it did not try', () =>
    withSandbox(
      async (driven) => {
        const more = `      botFlows: [${driven.ids.botFlowId}]\n      reading: { openingHours: { Orders: ${driven.ids.scheduleGroups['Orders']} } }\n`;
        const client = clients[1]!;
        const said = await doctor(driven, { client, more });
        expect([said.code, said.missing, whatOf(said, 'missing')]).to.deep.equal([0, 0, []]);
        const fine = whatOf(said, 'fine');
        expect(fine).to.include('the organisation has every queue, skill and language that is named');
        expect(fine.filter((what) => what.startsWith('the reading client'))).to.have.length.above(12);
        // A handoff is a transfer, or an attribute where a flow has the conversation.
        expect(whatOf(said, 'unverified')).to.include.members([
          'not tried: to transfer a conversation to a queue',
          `not tried: to ${operations.patchConversationParticipantAttributes.purpose}`,
        ]);
        const { exchanges } = await driven.control<{ exchanges: Exchange[] }>('GET', '/sandbox/exchanges');
        expect(exchanges).to.have.length.above(12);
        for (const { operation } of exchanges) expect(harmless).to.include(operation);
        expect(said.stdout).to.not.contain(client.secret);
      },
      { org },
    ));

  it('names each permission that is missing, and what it is for', () =>
    withSandbox(
      async (driven) => {
        const said = await doctor(driven, { client: clients[0]! });
        expect(said.code).to.equal(1);
        const missing = said.findings.filter(({ status }) => status === 'missing');
        expect(
          missing.map(({ what }) => what.split(' the OAuth client to ')[1]!.split(':')[0]),
        ).to.deep.equal([
          'list the skills',
          'query conversation details',
          'read the sentiment of a conversation',
        ]);
        expect(missing.map(({ hint }) => hint)).to.deep.equal([
          'give the OAuth client a role with routing:skill:view, in the division it is about',
          'give the OAuth client a role with analytics:conversationDetail:view or analytics:agentConversationDetail:view, in the division it is about',
          'give the OAuth client a role with recording:recording:view and speechAndTextAnalytics:data:view, in the division it is about',
        ]);
        expect(whatOf(said, 'fine')).to.include('the reading client may list the queues');
        const why = 'for the names of queues cannot be read';
        const untried = said.findings.filter(
          ({ what }) => what.startsWith('not tried') && what.endsWith(why),
        );
        expect(untried).to.have.length(5);
        for (const { hint } of untried) expect(hint).to.match(/^it needs \w+:\w+:view|^no permission/);
      },
      { org },
    ));

  it('says that a secret is wrong, that nothing answers, that a variable is not set', () =>
    withSandbox(
      async (driven) => {
        const wrong = await doctor(driven, { client: { id: 'reader', secret: 'not-the-secret' } });
        expect(whatOf(wrong, 'missing')).to.have.length(1);
        expect(whatOf(wrong, 'missing')[0]).to.match(
          /^the reading client reader cannot be used at .*does not accept/,
        );
        expect(wrong.stdout).to.not.contain('not-the-secret');
        const nobody = await doctor(driven, { baseUrl: 'http://127.0.0.1:9' });
        expect(nobody.code).to.equal(1);
        expect(whatOf(nobody, 'missing')[0]).to.match(
          /^the reading client spec cannot be used at http:\/\/127\.0\.0\.1:9: /,
        );
        const unset = await doctor(driven, { env: {} });
        expect(whatOf(unset, 'missing')).to.deep.equal([
          'signalbox.yaml:9:7: the environment variable CLIENT_SECRET is not set [no-variable]',
        ]);
      },
      { org },
    ));

  it('says which names the organisation lacks', () =>
    withSandbox(
      async (driven) => {
        const said = await doctor(driven, {
          rules: rules.replace('target: { queue: Refunds }', 'target: { queue: Refund }'),
          more: '      queues: [Ordres]\n      actingClient: { clientId: reader, clientSecret: wrong-secret }\n',
        });
        expect(whatOf(said, 'missing')).to.have.length(3);
        expect(whatOf(said, 'missing')[0]).to.match(/^the acting client reader cannot be used/);
        const [, queue, target] = said.findings.filter(({ status }) => status === 'missing');
        expect(queue!.what).to.contain('no queue "Ordres"');
        expect([queue!.hint, target!.hint]).to.deep.equal([
          'did you mean "Orders"?',
          'did you mean "Refunds"?',
        ]);
        expect(queue!.what).to.match(/^signalbox\.yaml:\d+:\d+: the organisation/);
        expect(target!.what).to.match(/^rules\/rules\.yaml:\d+:\d+: the organisation has no queue "Refund"/);
      },
      { org },
    ));
});

describe('what nobody has verified', () => {
  it('is what docs/genesys.md says, all of it, in its order', () => {
    const told = tableBelow('docs/genesys.md', '## Not verified').map(([what]) => what);
    expect(unverified.map(({ what }) => what)).to.deep.equal(told);
  });
});
