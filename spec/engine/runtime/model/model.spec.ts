import { expect } from 'chai';
import fc from 'fast-check';
import { withFile } from '../../../plugins/sqlite/opening.ts';
import { broken } from './broken.ts';
import type { Breaking, Deployment } from './deployment.ts';
import { inMemory, onDisk, play, runs } from './playing.ts';
import { scripts } from './script.ts';

/** What a script that fails comes to, once it is as short as can be: what happens in it. */
async function shortest(breaking: Breaking): Promise<readonly string[]> {
  const { failed, counterexample } = await fc.check(
    fc.asyncProperty(scripts(false), (script) => play(inMemory(breaking), script)),
    { numRuns: 300 },
  );
  expect(failed, 'found').to.equal(true);
  const [script] = counterexample!;
  return [...script].filter((step) => (step as { hasRan?: boolean }).hasRan === true).map(String);
}

function count(deployment: Deployment, seen: Record<string, number>): void {
  const { happened, outsiders, accepted } = deployment;
  const effects = Object.values(outsiders).flatMap((one) => one.effects).length;
  const deadlines = accepted.filter(({ from }) => from === 'signalbox/timers').length;
  const all: Record<string, number> = { ...happened, effects, deadlines };
  for (const what of Object.keys(seen)) seen[what]! += all[what]!;
}

/** Often enough to show something. */
function expectOften(seen: Readonly<Record<string, number>>, times: number): void {
  for (const [what, often] of Object.entries(seen)) expect(often, what).to.be.above(times);
}

describe('the runtime, and an ideal of one thread that never fails', function () {
  this.timeout(3_600_000);

  it('come to the same effects in the same order, whatever fails, with a store in memory', async () => {
    const seen = { kills: 0, full: 0, stops: 0, effects: 0, deadlines: 0 };
    await fc.assert(
      fc.asyncProperty(scripts(false), async (script) => {
        const deployment = inMemory();
        await play(deployment, script);
        count(deployment, seen);
      }),
      { numRuns: runs(400) },
    );
    expectOften(seen, 40);
  });

  it('do so with a store on SQLite, and when another instance takes over from one that is paused and wakes', async () => {
    const seen = { kills: 0, takeovers: 0, fenced: 0, full: 0, stops: 0, effects: 0, deadlines: 0 };
    await fc.assert(
      fc.asyncProperty(scripts(true), (script) =>
        withFile(async (file) => {
          const deployment = onDisk(file);
          await play(deployment, script);
          count(deployment, seen);
        }),
      ),
      { numRuns: runs(80) },
    );
    expectOften(seen, 5);
  });

  for (const [fault, breaking] of Object.entries(broken))
    it(`differ, and say so in a few steps: ${fault}`, async () => {
      const steps = await shortest(breaking);
      expect(steps).to.have.length.within(1, 4);
    });
});
