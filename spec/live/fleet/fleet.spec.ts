import { expect } from 'chai';
import { nationalBankWith } from '../../commands/liveDay.ts';
import { useDatabase } from '../../plugins/postgres/server.ts';
import { withFastFolder } from '../crashing.ts';
import { figuresOf, fleetDay } from './fleetDay.ts';
import { fleetVerdict } from './fleetVerdict.ts';

describe('workers on Genesys Cloud that share a store', function () {
  this.timeout(240_000);
  const database = useDatabase();

  it('lose nothing and do nothing twice when who writes down what it tells is killed: another goes on within seconds', () =>
    withFastFolder((folder) =>
      fleetDay(
        {
          ...{ org: nationalBankWith(0.3), seed: 7, fromHour: 10, factor: 12, url: database.url, folder },
          ...{ shards: 3, workers: 2, leaseSeconds: 2, mishap: () => 'none' },
        },
        async (passing) => {
          await passing.allAttend();
          await passing.pass(3_000);
          const failOver = await passing.killHolder();
          process.stdout.write(`      ${failOverText(failOver)}\n`);
          // It takes part while the other works on: it reads what is open, and is given shards.
          passing.start();
          await passing.allAttend();
        },
        async (day) => {
          const said = day.said.join('');
          expect(await fleetVerdict(day), said).to.deep.equal({});
          expect(day.kills).to.have.length(1);
          expect(day.kept.commands.length, said).to.be.above(100);
          process.stdout.write(`${figuresOf(day).replace(/^/gm, '      ')}\n`);
        },
      ),
    ));
});

function failOverText({ taken, written }: { readonly taken: number; readonly written: number }): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  return `killed; ${seconds(taken)} s until another had the right to write, ${seconds(written)} s until it had written an event`;
}
