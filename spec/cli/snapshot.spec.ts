import { expect } from 'chai';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { snapshot } from '../../composition/snapshot.ts';
import { Snapshotter } from '../../harness/snapshot/snapshotter.ts';
import { withFolder } from '../folder.ts';
import { shop } from '../harness/sandbox/sandboxes.ts';
import { withPlugin } from '../plugins/genesys/sandbox/plugged.ts';
import { signalbox } from '../signalbox.ts';

const rules = `apiVersion: signalbox/v1
kind: SkillMapping
name: intents-to-skills
mappings: []
otherwise: { assign: { skill: Orders } }
`;
const hashIn = (text: string): string => /sha256(?:":"| )([0-9a-f]{64})/.exec(text)![1]!;

describe('signalbox snapshot', function () {
  this.timeout(60_000);

  it('is the same by query in large pages and by job in small ones, in much memory or little, then and an hour later; and is verified', () =>
    withPlugin(
      async ({ lockStep, driven }) => {
        await withFolder(async (folder) => {
          const { sandbox } = driven;
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
      baseUrl: ${sandbox.baseUrl}
      clientId: ${sandbox.client.id}
      clientSecret: \${env:CLIENT_SECRET}
      pseudonymKey: a key of sixteen characters
`,
          );
          await lockStep.pass(2 * 3600);
          const now = lockStep.clock.now();
          const [from, to] = [now - 5400_000, now - 1800_000];
          const window = ['--from', new Date(from).toISOString(), '--to', new Date(to).toISOString()];
          const env = { CLIENT_SECRET: sandbox.client.secret };
          const take = (...args: readonly string[]) =>
            signalbox(['snapshot', 'take', ...window, ...args], { cwd: folder, env });
          const early = await take('--by', 'query', '--out', 'early.ndjson');
          expect(early.code, early.stderr).to.equal(0);
          expect(early.stdout).to.match(/^early\.ndjson: [\d,]+ conversations that began from .*\nsha256 /);

          await lockStep.pass(3600);
          const late = await take('--by', 'query', '--out', 'late.ndjson');
          const text = await readFile(join(folder, 'early.ndjson'), 'utf8');
          expect(await readFile(join(folder, 'late.ndjson'), 'utf8')).to.equal(text);
          expect(hashIn(late.stdout)).to.equal(hashIn(text));

          // The platform gives pages of three, whatever is asked for.
          let smallPages = 0;
          const inSmallPages = (request: Request): Promise<Response> => {
            const url = new URL(request.url);
            if (/\/jobs\/[^/]+\/results$/.test(url.pathname)) {
              smallPages++;
              url.searchParams.set('pageSize', '3');
            }
            return lockStep.fetch(new Request(url, request));
          };
          const snapshotter = new Snapshotter({ memoryBytes: 20_000, temporaryFolder: folder });
          const taking = snapshot({
            ...{ file, environment: env, clock: lockStep.clock, window: { from, to, asOf: to } },
            network: { fetch: inSmallPages, WebSocket: lockStep.WebSocket },
            output: () => Promise.resolve(),
            recording: () => expect.fail('there is no recording'),
            problem: ({ severity, message }) => expect(severity, message).to.equal('warning'),
            signal: new AbortController().signal,
            take: (conversations) => {
              snapshotter.take(conversations);
              snapshotter.take(conversations.toReversed());
            },
          });
          taking.catch(() => undefined);
          await lockStep.begun(taking);
          const asked = await lockStep.run(taking);
          const subject = { window: { from, to, asOf: to }, ...asked };
          const header = await snapshotter.write(join(folder, 'job.ndjson'), subject, () => undefined);
          snapshotter.dispose();
          expect(await readFile(join(folder, 'job.ndjson'), 'utf8')).to.equal(text);
          expect(header.conversations).to.be.above(5);
          expect(smallPages).to.be.at.least(Math.ceil(header.conversations / 3));

          const { conversations } = await driven.control<{ conversations: { id: string }[] }>(
            'GET',
            '/sandbox/conversations',
          );
          const ids = [...conversations.map(({ id }) => id), ...Object.values(driven.ids.users)];
          for (const id of ids) expect(text, id).not.to.contain(id);
          expect(text).to.contain('"tHandle"').and.not.to.contain('attributes');
          // Nothing that came after the moment is told.
          const latest = [
            ...text
              .split('\n')
              .slice(1)
              .join()
              .matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g),
          ];
          for (const [at] of latest) expect(Date.parse(at)).to.be.below(to);

          const verify = (name: string) => signalbox(['snapshot', 'verify', name], { cwd: folder });
          expect((await verify('job.ndjson')).code).to.equal(0);
          await writeFile(
            join(folder, 'changed.ndjson'),
            text.replace('"tHandle","value":', '"tHandle","value":1'),
          );
          const changed = await verify('changed.ndjson');
          expect(changed.code).to.equal(1);
          expect(changed.stderr).to.contain('[wrong-hash]');
          const cut = text.split('\n');
          await writeFile(join(folder, 'cut.ndjson'), [...cut.slice(0, 2), ...cut.slice(3)].join('\n'));
          expect((await verify('cut.ndjson')).stderr)
            .to.contain('[wrong-count]')
            .and.to.contain('[wrong-hash]');
          const none = await verify('signalbox.yaml');
          expect([none.code, none.stderr]).to.deep.equal([
            2,
            'signalbox.yaml: error: this is no snapshot → signalbox snapshot takes one [not-a-snapshot]\n',
          ]);
          expect((await readdir(folder)).filter((name) => /tmp|signalbox-/.test(name))).to.deep.equal([]);
        });
      },
      { org: shop },
    ));

  it('refuses a window that is none, or not over', async () => {
    const args = ['snapshot', 'take', '--from', '2026-03-02', '--out', 'x.ndjson'];
    const backwards = await signalbox([...args, '--to', '2026-03-01']);
    expect([backwards.code, backwards.stderr]).to.deep.equal([
      2,
      'error: --to is not after --from → give a later --to [no-window]\n',
    ]);
    const odd = await signalbox([...args, '--to', '2026-02-31']);
    expect(odd.code).to.equal(2);
    expect(odd.stderr).to.contain('it must be a time in UTC');
  });
});
