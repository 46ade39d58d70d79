import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { createInterface } from 'node:readline';
import { signalbox } from '../signalbox.ts';
import { login } from '../harness/sandbox/sandboxes.ts';

interface Ready {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Starts the command, where code from strings is forbidden, and stops it when the spec has had enough. */
async function served(args: readonly string[], use: (ready: Ready) => Promise<void>): Promise<void> {
  const node = [
    '--disallow-code-generation-from-strings',
    resolve('signalbox.ts'),
    'sandbox',
    '--format',
    'json',
  ];
  const child: ChildProcess = spawn(process.execPath, [...node, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
    await use(JSON.parse(line) as Ready);
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

async function clock({ baseUrl }: Ready): Promise<{ mode: string; now: string }> {
  return (await (await fetch(`${baseUrl}/sandbox/clock`)).json()) as { mode: string; now: string };
}

describe('signalbox sandbox', function () {
  this.timeout(30_000);

  it('prints one line when it is ready, which is enough to log in by', () =>
    served(['--factor', '60'], async (ready) => {
      const authorization = `Bearer ${await login(ready.baseUrl, ready.clientId, ready.clientSecret)}`;
      const queues = await fetch(`${ready.baseUrl}/api/v2/routing/queues`, { headers: { authorization } });
      expect(((await queues.json()) as { total: number }).total).to.equal(5);
      const { mode, now } = await clock(ready);
      expect([mode, now.slice(0, 14)], 'from opening time').to.deep.equal(['free-running', '2026-03-02T13:']);
    }));

  it('has the machine’s clock in real time, and is open', () =>
    served([], async (ready) => {
      const { now } = await clock(ready);
      expect(Math.abs(Date.parse(now) - Date.now())).to.be.below(60_000);
      const authorization = `Bearer ${await login(ready.baseUrl, ready.clientId, ready.clientSecret)}`;
      const read = async (
        path: string,
      ): Promise<{ openSchedules: { id: string }[]; timeZone: string; start: string }> =>
        (await (await fetch(`${ready.baseUrl}${path}`, { headers: { authorization } })).json()) as never;
      const directory = (await (await fetch(`${ready.baseUrl}/sandbox/directory`)).json()) as {
        scheduleGroups: Record<string, string>;
      };
      const group = await read(`/api/v2/architect/schedulegroups/${directory.scheduleGroups['Cards']}`);
      const schedule = await read(`/api/v2/architect/schedules/${group.openSchedules[0]!.id}`);
      const opens = new Date(
        Temporal.PlainDateTime.from(schedule.start).toZonedDateTime(group.timeZone).epochMilliseconds,
      );
      const openForMs = Date.parse(now) - opens.getTime();
      expect(openForMs % 86_400_000).to.be.within(0, 3_600_000);
    }));

  it('serves an org from a file, in lock-step', () =>
    served(['--lock-step', '--org', 'harness/sandbox/orgs/corner-shop.yaml'], async (ready) => {
      expect(await clock(ready)).to.include({ mode: 'lock-step', now: '2026-03-02T05:00:00.000Z' });
      const directory = (await (await fetch(`${ready.baseUrl}/sandbox/directory`)).json()) as {
        queues: object;
      };
      expect(directory.queues).to.have.all.keys('Orders', 'Refunds');
    }));

  it('says what is wrong with its options', async () => {
    const wrong: readonly (readonly [args: readonly string[], said: string])[] = [
      [['--port', '70000'], 'at most 65535'],
      [['--seed', 'x'], 'a whole number'],
      [['--factor', '0'], 'above 0'],
      [['--factor', '2', '--lock-step'], 'cannot be used with'],
      [['--org', 'nowhere.yaml'], 'nowhere.yaml: error: there is no such file'],
      [['--org', 'rules/retail-bank/scoring.yaml'], 'rules/retail-bank/scoring.yaml:'],
    ];
    for (const [args, said] of wrong) {
      const { code, stderr } = await signalbox(['sandbox', ...args]);
      expect([code, stderr.includes(said)], stderr).to.deep.equal([2, true]);
    }
  });

  it('says when its port is taken', () =>
    served([], async ({ baseUrl }) => {
      const { code, stderr } = await signalbox(['sandbox', '--port', new URL(baseUrl).port]);
      expect(code).to.equal(2);
      expect(stderr).to.contain('EADDRINUSE').and.to.contain('--port');
    }));
});
