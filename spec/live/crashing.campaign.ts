import { expect } from 'chai';
import { nationalBankWith } from '../commands/liveDay.ts';
import { crash } from './crashing.ts';
import { killPoints } from './plannedKills.ts';

/** A transfer is of what is with an agent or in a queue: the policy's are of what a bot has, so none is ever called for. */
const points = killPoints.filter((point) => !point.endsWith('call: transfer'));

describe('an engine that is killed, a whole day', function () {
  this.timeout(3_600_000);

  it('loses nothing and does nothing twice: 200 kills over 20,000 conversations, at every named point and at random, with faults on', async () => {
    const planned = Number(process.env['SIGNALBOX_KILLS'] ?? 200);
    let shownAt = 0;
    const began = performance.now();
    const { found, kills, figures } = await crash({
      // Twice its customers: then some wait.
      ...{ org: nationalBankWith(Number(process.env['SIGNALBOX_CRASH_SHARE'] ?? 2)), seed: 1 },
      ...{
        fromHour: 8,
        hours: 13,
        kills: Number(process.env['SIGNALBOX_KILLS'] ?? 200),
        points,
        faults: 400,
      },
      progress(fraction, killed) {
        const minutes = (performance.now() - began) / 60_000;
        if (minutes - shownAt < 1) return;
        shownAt = minutes;
        process.stdout.write(
          `      ${Math.round(100 * fraction)} % of the day, ${killed} kills, ${minutes.toFixed(0)} min\n`,
        );
      },
    });
    process.stdout.write(`${figures.replace(/^/gm, '      ')}\n`);
    expect(found).to.deep.equal({});
    expect(points.filter((point) => !kills.includes(point))).to.deep.equal([]);
    expect(kills).to.have.length.at.least(planned);
  });
});
