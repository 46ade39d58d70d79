import { expect } from 'chai';
import fc from 'fast-check';
import { RandomStreams } from '../../../harness/world/random/streams.ts';
import { nationalBankWith } from '../../commands/liveDay.ts';
import { anyFaults } from '../../commands/storm.ts';
import { faultsWithin } from '../../harness/sandbox/anyFaults.ts';
import { useDatabase } from '../../plugins/postgres/server.ts';
import { withFastFolder } from '../crashing.ts';
import type { Mishap } from '../receivers.ts';
import { figuresOf, fleetDay } from './fleetDay.ts';
import { fleetVerdict } from './fleetVerdict.ts';

const [seed, kills] = [
  Number(process.env['SIGNALBOX_SEED'] ?? 20261121),
  Number(process.env['SIGNALBOX_FLEET_KILLS'] ?? 30),
];
/** Real milliseconds between two kills: a worker that was started meanwhile has come to work, mostly. */
const killEveryMs = 8_000;
const [factor, faultsPerKill] = [12, 2];
/** A receiver fails once in so many times, before it takes what comes, and as often after. */
const mishapEvery = 50;

describe('workers on Genesys Cloud that share a store, killed again and again', function () {
  this.timeout(3_600_000);
  const database = useDatabase();

  it('lose nothing and do nothing twice, with faults on', () => {
    const chance = new RandomStreams(seed);
    const [killing, failing] = [chance.stream('engine', 1), chance.stream('engine', 2)];
    const failOvers: number[] = [];
    process.stdout.write(`      seed ${seed}\n`);
    return withFastFolder((folder) =>
      fleetDay(
        {
          ...{ org: nationalBankWith(0.5), seed, fromHour: 10, factor, url: database.url, folder },
          ...{ shards: 4, workers: 3, leaseSeconds: 3 },
          mishap: (): Mishap => {
            const drawn = failing.uniform() * mishapEvery;
            return drawn < 1 ? 'refuses' : drawn < 2 ? 'noAnswer' : 'none';
          },
        },
        async (passing) => {
          await passing.allAttend();
          const faulty = faultsWithin(passing.now, passing.now + kills * killEveryMs * factor, anyFaults);
          passing.befall(fc.sample(faulty, { numRuns: faultsPerKill * kills, seed }));
          for (let kill = 0; kill < kills; kill++) {
            await passing.pass(killEveryMs * (0.5 + killing.uniform()));
            const { workers } = passing;
            const one = workers[Math.floor(killing.uniform() * workers.length)]!;
            if (killing.uniform() < 0.5) await passing.kill(one);
            else failOvers.push((await passing.killHolder()).taken);
            passing.start();
          }
          await passing.allAttend();
          await passing.comeToRest();
        },
        async (day) => {
          failOvers.sort((a, b) => a - b);
          const [median, longest] = [failOvers[Math.floor(failOvers.length / 2)]!, failOvers.at(-1)!];
          process.stdout.write(
            `${figuresOf(day).replace(/^/gm, '      ')}
      ${failOvers.length} times who wrote what the platform tells was killed: another took over after ${median.toFixed(0)} ms (median), ${longest.toFixed(0)} ms (longest)\n`,
          );
          expect(await fleetVerdict(day), day.said.join('')).to.deep.equal({});
          expect(day.kills).to.have.length(kills);
        },
      ),
    );
  });
});
