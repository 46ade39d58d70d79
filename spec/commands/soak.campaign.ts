import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { withSandboxInStep } from '../../commands/sandboxInStep.ts';
import { run } from '../../composition/run.ts';
import type { Org } from '../../harness/sandbox/org/org.ts';
import { withFolder } from '../folder.ts';
import { heapBytes } from '../heap.ts';
import { besides } from '../plugins/sqlite/opening.ts';
import { nationalBankWith } from './liveDay.ts';

const hourMs = 3_600_000;

const configuration = `apiVersion: signalbox/v1
kind: Configuration
policy: ${resolve('rules/retail-bank')}
plugins:
  - plugin: genesys
    configuration:
      baseUrl: '\${env:GENESYS_BASE_URL}'
      clientId: '\${env:GENESYS_CLIENT_ID}'
      clientSecret: '\${env:GENESYS_CLIENT_SECRET}'
      pseudonymKey: '\${env:SIGNALBOX_PSEUDONYM_KEY}'
      botFlows: ['\${env:GENESYS_BOT_FLOW}']
      acting: { fromAddress: signalbox@example.com }
  - { plugin: sqlite, configuration: { file: store.db, leaseSeconds: 3600 } }
  - { plugin: console, configuration: { format: json } }
runtime: { snapshotEntries: 1000 }
`;

/** What an engine on a sandbox has come to after some days. */
interface Soaked {
  /** What is free once it has stopped: the sandbox, which remembers all, goes on. */
  readonly engineBytes: number;
  readonly journalRows: number;
  readonly entries: number;
}

function soak(org: Org, hours: number): Promise<Soaked> {
  return withFolder(async (folder) => {
    const file = join(folder, 'signalbox.yaml');
    await writeFile(file, configuration);
    const scenario = { ...org.scenario, days: Math.ceil(hours / 24) };
    return withSandboxInStep(
      { org: { ...org, scenario }, seed: 1 },
      async ({ sandbox, lockStep, surroundings }) => {
        const stop = new AbortController();
        const running = run({
          ...surroundings,
          file,
          output: () => Promise.resolve(),
          problem: () => undefined,
          signal: stop.signal,
          random: () => 0.5,
        });
        await lockStep.begun(running);
        const end = sandbox.now + hours * hourMs;
        while (lockStep.clock.now() < end) await lockStep.passTo(lockStep.clock.now() + hourMs);
        const used = await heapBytes();
        const [journalRows, entries] = besides(join(folder, 'store.db'), (other) =>
          ['count(*)', 'max(number)'].map(
            (what) => other.prepare(`SELECT ${what} AS n FROM journal`).get()!['n'] as number,
          ),
        ) as [number, number];
        stop.abort(new Error('the time is over'));
        await lockStep.run(running);
        return { engineBytes: used - (await heapBytes()), journalRows, entries };
      },
    );
  });
}

describe('the engine live on the sandbox, in lock-step, with snapshots', function () {
  this.timeout(3_600_000);

  it('needs no more memory after three days than after one, and keeps no more of the journal', async () => {
    const org = nationalBankWith(Number(process.env['SIGNALBOX_SOAK_SHARE'] ?? 0.03));
    // What is made once, such as compiled code, is made before anything is compared.
    await soak(org, 12);
    const [one, three] = [await soak(org, 24), await soak(org, 72)];
    process.stdout.write(`      ${JSON.stringify({ one, three })}\n`);
    expect(three.entries).to.be.above(2.5 * one.entries);
    // What is remembered of conversations that are over goes on to 20,000 of them.
    expect(three.engineBytes).to.be.below(one.engineBytes + 1_000_000);
    expect(three.journalRows).to.be.below(2 * one.journalRows + 1_000);
  });
});
