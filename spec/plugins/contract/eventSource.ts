import { expect } from 'chai';
import { canonicalJson, deepFreeze } from '../../../engine/canonical.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { factValueProblem } from '../../../engine/facts/values.ts';
import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { EventBatch, EventSource } from '../../../engine/ports.ts';
import { settled } from '../../../harness/lockStep/virtualClock.ts';
import { it } from './runner.ts';

/** Sources to be held to the contract: each made anew, telling the same events, and some of them. */
export interface EventSourceSubject {
  readonly make: () => Promise<EventSource>;
  /** Lets time pass for a source that waits; called again and again. */
  readonly step?: () => void;
}

/** Events as text, by the conversation, agent or queue they are of. */
function bySubject(events: readonly RoutingEvent[]): ReadonlyMap<string, readonly string[]> {
  const subjects = new Map<string, string[]>();
  for (const event of events) {
    const subject = 'conversation' in event ? event.conversation : 'agent' in event ? event.agent : '';
    const text = canonicalJson(event);
    const told = subjects.get(subject);
    if (told === undefined) subjects.set(subject, [text]);
    else told.push(text);
  }
  return subjects;
}

type Take = (batch: EventBatch) => Promise<void>;

/** What every source of events must do. */
export function eventSourceContract({ make, step = () => undefined }: EventSourceSubject): void {
  const ended = async (listening: Promise<void>): Promise<void> => {
    let isOver = false;
    void listening.catch(() => undefined).finally(() => (isOver = true));
    while (!isOver) {
      await settled();
      step();
    }
    await listening;
  };
  const listenTo = async (source: EventSource, take: Take, cursor?: string): Promise<void> =>
    ended(source.listen(take, new AbortController().signal, cursor));
  const told = async (): Promise<EventBatch[]> => {
    const batches: EventBatch[] = [];
    await listenTo(await make(), (batch) => Promise.resolve(void batches.push(deepFreeze(batch))));
    return batches;
  };

  it('tells events whose facts are facts, each conversation’s in order of time', async () => {
    const { carries } = await make();
    const events = (await told()).flatMap((batch) => batch.events);
    expect(events).not.to.have.length(0);
    const latest = new Map<string, number>();
    for (const { event, observedAt, source } of events) {
      expect(observedAt).to.be.a('number');
      expect(source).to.be.a('string').that.is.not.equal('');
      for (const [name, value] of Object.entries(('facts' in event ? event.facts : undefined) ?? {})) {
        expect(factValueProblem(factCatalogue.get(name)!, value), name).to.equal(undefined);
        if (carries !== undefined) expect(carries).to.include(name);
      }
      if (!('conversation' in event)) continue;
      expect(event.at).to.be.at.least(latest.get(event.conversation) ?? -Infinity);
      latest.set(event.conversation, event.at);
    }
  });

  it('waits for one batch to be taken in before it tells the next', async () => {
    let taking = 0;
    await listenTo(await make(), async () => {
      expect(++taking).to.equal(1);
      await settled();
      taking--;
    });
  });

  it('goes on after a cursor, and leaves nothing out', async () => {
    const all = await told();
    const eventsOf = (batches: readonly EventBatch[]): RoutingEvent[] =>
      batches.flatMap(({ events }) => events.map(({ event }: ObservedEvent) => event));
    for (const index of [0, Math.floor(all.length / 2), all.length - 1]) {
      const { cursor } = all[index]!;
      if (cursor === undefined) continue;
      const rest: EventBatch[] = [];
      await listenTo(await make(), (batch) => Promise.resolve(void rest.push(batch)), cursor);
      // What it has told may come again; what it has not told must, of each in the same order.
      const again = bySubject(eventsOf(rest));
      for (const [subject, wanted] of bySubject(eventsOf(all.slice(index + 1)))) {
        const told = again.get(subject)?.values() ?? [].values();
        for (const event of wanted)
          expect(
            told.some((one) => one === event),
            event,
          ).to.equal(true);
      }
    }
  });

  it('ends when it is told to, and tells nothing further', async () => {
    const stop = new AbortController();
    let after = 0;
    const source = await make();
    await ended(
      source.listen(
        async () => {
          if (stop.signal.aborted) after++;
          await Promise.resolve();
          stop.abort();
        },
        stop.signal,
        undefined,
      ),
    );
    expect(after).to.equal(0);
  });

  it('tells nothing when it is told to end before it begins', async () => {
    const source = await make();
    const take = (): Promise<void> => expect.fail('it told something');
    await ended(source.listen(take, AbortSignal.abort(), undefined));
  });

  it('does not go over what was not taken in: it tells it again, or passes the refusal on', async () => {
    const refusal = new Error('not now');
    let refused: EventBatch | undefined;
    let isAgain = false;
    const take: Take = async (batch) => {
      await Promise.resolve();
      if (refused === undefined) {
        refused = batch;
        throw refusal;
      }
      isAgain ||= JSON.stringify(batch.events[0]!.event) === JSON.stringify(refused.events[0]!.event);
      expect(isAgain, 'something else was told first').to.equal(true);
    };
    const end = await listenTo(await make(), take).catch((error: unknown) => error);
    if (end !== undefined) expect(end).to.equal(refusal);
  });
}
