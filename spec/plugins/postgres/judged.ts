import { expect } from 'chai';
import type { Told } from '../../../engine/exchange.ts';
import { shardOf } from '../../../engine/sharedStore.ts';
import { openStore } from './opening.ts';
import { askedIn, type Fleet } from './workers.ts';

/** What workers came to, in figures. */
export interface Judged {
  /** Commands that were asked for more than once, and said so. */
  readonly repeated: number;
  /** Processes that asked the receiver. */
  readonly workers: number;
}

/**
 * Holds what workers did to what was told: every event decided once, every command ended once, and asked for in the order it
 * was decided within its conversation; whoever asked again for what may have been done said so.
 */
export async function expectAllOnce(
  folder: string,
  { url, shards, events, conversations }: Fleet,
): Promise<Judged> {
  const asked = askedIn(folder);
  const begun = asked.filter(({ step }) => step === 'begun');
  const firsts = new Map<string, string[]>();
  const seen = new Map<string, string>();
  let repeated = 0;
  for (const { id, conversation, isRepeated } of begun) {
    if (seen.has(id)) {
      repeated++;
      expect(isRepeated, `${id} says that it is asked again`).to.equal(true);
      continue;
    }
    seen.set(id, conversation);
    firsts.set(conversation, [...(firsts.get(conversation) ?? []), id]);
  }
  const done = new Set(asked.filter(({ step }) => step === 'done').map(({ id }) => id));
  expect(done.size, 'commands done').to.equal(events);
  expect(seen.size).to.equal(events);

  let [decisions, ends] = [0, new Set<string>()];
  const holder = { host: 'judge', process: process.pid, lives: () => true };
  for (let shard = 0; shard < shards; shard++) {
    const store = await openStore(url, { schema: `signalbox_${shard}`, holder });
    const told = (await store.told(0, 1e6)).map((one) => one.told);
    const wanted = told.flatMap((one: Told) => ('decision' in one ? [one.decision.body] : []));
    decisions += wanted.length;
    for (const one of told) {
      if (!('outcome' in one) || !('id' in one.outcome.command)) continue;
      const { id } = one.outcome.command;
      expect(ends.has(id), `${id} has ended before`).to.equal(false);
      ends = ends.add(id);
    }
    for (const [conversation, ids] of firsts) {
      const ofIt = wanted.filter((body) => body.conversation === conversation);
      if (shardOf(conversation, shards) !== shard) {
        expect(ofIt).to.deep.equal([]);
        continue;
      }
      const inOrder = ofIt.flatMap((body) => body.commands.flatMap((one) => ('id' in one ? [one.id] : [])));
      expect(ids, conversation).to.deep.equal(inOrder);
    }
    expect(await store.inbox()).to.deep.equal([]);
    expect(await store.depths()).to.deep.include({ outbox: 0, dead: 0 });
    await store.close();
  }
  expect(decisions, 'decisions').to.equal(events);
  expect(ends.size, 'ends of commands').to.equal(events);
  expect(firsts.size).to.equal(conversations);
  return { repeated, workers: new Set(asked.map(({ process }) => process)).size };
}
