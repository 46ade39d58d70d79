import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { systemClock } from '../../composition/systemClock.ts';
import { withFolder } from '../folder.ts';
import { openStore } from '../plugins/sqlite/opening.ts';
import { askedIn, endAll, LiveProcess, settle, type AskedLine } from './liveProcess.ts';

const conversations = 150;
/** Told before the second is there: however long that takes to start, some are left. */
const heldAt = 60;

/** A second run, as soon as the first is taken for dead. */
async function takingOver(folder: string, first: LiveProcess): Promise<LiveProcess> {
  for (;;) {
    const second = new LiveProcess(folder);
    const from = askedIn(folder).length;
    while (!second.isOver && askedIn(folder).length === from) await setTimeout(10);
    if (!second.isOver) return second;
    await second.closed;
    if (second.stderr.includes('[store-in-use]')) continue;
    // It was paused inside a transaction, which nobody can take from it: let it come out.
    expect(second.stderr).to.contain('[store-busy]');
    first.kill('SIGCONT');
    await setTimeout(5);
    first.kill('SIGSTOP');
  }
}

describe('two instances of signalbox run on one store', function () {
  this.timeout(300_000);
  afterEach(endAll);

  it('do not run at one time; one that was paused and taken over from is fenced off when it wakes; nothing is done twice, or out of order', () =>
    withFolder(async (folder) => {
      await settle(folder, { conversations, everyMs: 4, actMs: 3, leaseSeconds: 4, heldAt });
      const first = new LiveProcess(folder);
      await first.until(() => askedIn(folder).length > 0);
      const beside = new LiveProcess(folder);
      expect(await beside.closed).to.equal(2);
      expect(beside.stderr).to.contain('[store-in-use]');
      await writeFile(join(folder, 'go'), '');
      await first.until(() => askedIn(folder).length > 2 * heldAt + 20);
      first.kill('SIGSTOP');
      const asked = askedIn(folder);
      const second = await takingOver(folder, first);
      first.kill('SIGCONT');
      expect(await first.closed).to.equal(2);
      expect(first.stderr)
        .to.contain('another instance has taken the store over')
        .and.contain('[store-fenced]');
      const done = (): number => new Set(askedIn(folder).map(({ id }) => id)).size;
      await second.until(() => done() === conversations);
      second.kill('SIGTERM');
      expect(await second.closed, second.stderr).to.equal(0);
      const order = firstAsked(askedIn(folder), asked, first.pid);
      const store = openStore(join(folder, 'store.db'), { clock: systemClock });
      expect(await store.depths()).to.deep.include({ outbox: 0, dead: 0 });
      const told = (await store.told(0, 1e6)).map((one) => one.told);
      expect(told.filter((one) => 'decision' in one)).to.have.length(conversations);
      const ends = told.flatMap((one) =>
        'outcome' in one && 'id' in one.outcome.command ? [one.outcome.command.id] : [],
      );
      expect(ends).to.have.length(conversations);
      expect(new Set(ends).size).to.equal(conversations);
      for (const [conversation, ids] of order) {
        const wanted = told.flatMap((one) => ('decision' in one ? one.decision.body.commands : []));
        const ofIt = wanted.filter((command) => command.conversation === conversation);
        expect(ids).to.deep.equal(ofIt.flatMap((command) => ('id' in command ? [command.id] : [])));
      }
      store.close();
    }));
});

/**
 * What a receiver does that knows commands again by their ids; whoever asks again must say so, where it can know.
 * @param before what was asked when the first was paused.
 * @returns ids by conversation, in the order they were asked first.
 */
function firstAsked(
  all: readonly AskedLine[],
  before: readonly AskedLine[],
  first: number,
): ReadonlyMap<string, readonly string[]> {
  const begun = all.filter(({ step }) => step === 'begun');
  const underWay = new Set(
    before
      .filter(({ step }) => step === 'begun')
      .map(({ id }) => id)
      .filter((id) => !before.some((one) => one.step === 'done' && one.id === id)),
  );
  const seen = new Map<string, AskedLine>();
  const order = new Map<string, string[]>();
  for (const line of begun) {
    const earlier = seen.get(line.id);
    if (earlier === undefined) {
      seen.set(line.id, line);
      order.set(line.conversation, [...(order.get(line.conversation) ?? []), line.id]);
      continue;
    }
    // What may have been done says so, by whichever of the two that can know it.
    if (line.process !== first) expect(line.isRepeated, 'says that it is asked again').to.equal(true);
    else expect(underWay.has(line.id) || earlier.process !== first).to.equal(true);
  }
  expect(seen.size).to.equal(conversations);
  return order;
}
