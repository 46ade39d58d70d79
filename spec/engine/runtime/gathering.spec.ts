import { expect } from 'chai';
import fc from 'fast-check';
import type { ConversationQueued, RoutingEvent } from '../../../engine/conversation/events.ts';
import { allMoments } from '../../../engine/moments.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Observation } from '../../../engine/exchange.ts';
import type { FactHolder, FactProvider } from '../../../engine/ports.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { answered, at, queued, turn } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { decisionsIn, journalIn, listening, running, runToEnd, telling, type Running } from './running.ts';

const policy = rightPolicy(
  `${header('SkillMapping', 'mapping')}mappings:
  - { name: gold, intents: [refund], when: { fact: customerSegment, operator: equal, value: gold }, assign: { skill: Gold } }
  - { name: busy, when: { fact: conversationsWaiting, operator: greaterThan, value: 5 }, assign: { skill: Overflow } }
otherwise: { assign: { skill: General } }
`,
  `${header('Handoff', 'bot')}target: { queue: Support }
triggers: { any: [{ name: sad, when: { fact: sentimentLevel, operator: lessThan, value: 0.3 } }] }
guards: { all: [{ name: open, when: { fact: queueOpen, operator: equal, value: true }, otherwise: { offer: callback } }] }
`,
  `${header('Scoring', 'best')}`,
  `${header('SlaPolicy', 'sla')}shifts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.7 }, shift: { languageMatch: 0.1, proficiency: -0.1 } }
`,
);

/** Decisions at the answers, so that an entry into a queue asks for its skills alone. */
const settings = { moments: 'asRecorded' } as const;

/** Facts there are, and a note of every question asked. */
class Provider implements FactProvider {
  readonly facts: readonly string[];
  readonly freshSeconds?: number;
  readonly asked: string[] = [];
  readonly #find: (fact: string, of: FactHolder, signal: AbortSignal) => Promise<Observation | undefined>;

  constructor(
    facts: readonly string[],
    find: (
      fact: string,
      of: FactHolder,
      signal: AbortSignal,
    ) => FactValue | undefined | Promise<FactValue | undefined>,
    freshSeconds?: number,
  ) {
    this.facts = facts;
    if (freshSeconds !== undefined) this.freshSeconds = freshSeconds;
    this.#find = async (fact, of, signal) => {
      const value = await find(fact, of, signal);
      return value === undefined ? undefined : { value, observedAt: 1 };
    };
  }

  observe(fact: string, of: FactHolder, signal: AbortSignal): Promise<Observation | undefined> {
    this.asked.push(`${fact} of ${Object.values(of)[0]}`);
    return this.#find(fact, of, signal);
  }
}

async function ran(provider: Provider, events: readonly RoutingEvent[], size = 1): Promise<Running> {
  const live = running({
    policy,
    settings,
    providers: { crm: provider },
    sources: { spec: telling(events, size) },
  });
  await runToEnd(live);
  return live;
}

const decidedBy = async ({ store }: Running): Promise<string[]> =>
  (await decisionsIn(store)).map(({ conversation, decidedBy: by }) => `${conversation} ${by}`);

describe('facts that are looked up', () => {
  const gold = new Map<string, FactValue>([
    ['customerSegment', 'gold'],
    ['conversationsWaiting', 9],
    ['queueOpen', true],
    ['sentiment', 0.1],
    ['serviceLevel', 0.5],
  ]);
  const all = (): Provider => new Provider([...gold.keys()], (fact) => gold.get(fact));

  it('are looked up where a rule needs them, decided by, and kept with when and by whom they were seen', async () => {
    const provider = all();
    const live = await ran(provider, [queued('c-1', 0, { intent: 'refund' })]);
    expect(await decidedBy(live)).to.deep.equal(['c-1 gold']);
    expect(provider.asked).to.deep.equal(['customerSegment of c-1']);
    expect(await live.store.gathered(1)).to.deep.equal([
      { position: 1, fact: 'customerSegment', value: 'gold', observedAt: 1, from: 'crm' },
    ]);
  });

  it('are not looked up where no rule needs them any more', async () => {
    const provider = all();
    await ran(provider, [
      queued('c-1', 0, { intent: 'other', conversationsWaiting: 1 }),
      queued('c-2', 1, { intent: 'refund', customerSegment: 'gold' }),
      turn(2, { sentiment: 0.9 }, 'c-3'),
    ]);
    expect(provider.asked).to.deep.equal(['conversationsWaiting of Cards']);
  });

  it('are looked up for a bot’s turn: what a derived fact rests on first, a guard’s only once a trigger holds', async () => {
    const provider = all();
    const live = await ran(provider, [turn(0, {}), turn(1, { sentiment: 1 })]);
    expect(provider.asked).to.deep.equal(['sentiment of c-1', 'queueOpen of Support']);
    expect(await decidedBy(live)).to.deep.equal(['c-1 sad', 'c-1 no trigger fired']);
  });

  it('are looked up for a queue when an agent takes a conversation', async () => {
    const provider = new Provider(['serviceLevel'], () => 0.5);
    const agent = { type: 'agent.updated', at: at(0), agent: 'agent-1', status: 'IDLE' } as const;
    const live = await ran(provider, [agent, queued('c-1', 0), answered('c-1', 9)]);
    const ranking = (await decisionsIn(live.store)).find(({ point }) => point === 'ranking');
    expect(provider.asked).to.deep.equal(['serviceLevel of Cards']);
    expect(ranking).to.deep.include({ shifts: [{ name: 'behind', state: 'applied' }] });
  });

  it('are looked up for a queue when a conversation enters it, where that is when agents are ranked', async () => {
    const provider = new Provider(['serviceLevel'], () => 0.5);
    const agent = { type: 'agent.updated', at: at(0), agent: 'agent-1', status: 'IDLE' } as const;
    const live = running({
      policy,
      providers: { crm: provider },
      sources: { spec: telling([agent, queued('c-1', 1), answered('c-1', 9)]) },
    });
    await runToEnd(live);
    const rankings = (await decisionsIn(live.store)).filter(({ point }) => point === 'ranking');
    expect(provider.asked).to.deep.equal(['serviceLevel of Cards']);
    expect(rankings).to.have.length(1);
    expect(rankings[0]).to.deep.include({
      at: '2026-01-05T09:00:01.000Z',
      shifts: [{ name: 'behind', state: 'applied' }],
    });
  });

  it('count for as long as their provider says', async () => {
    const clock = new VirtualClock(0);
    const provider = new Provider(['conversationsWaiting'], () => 9, 60);
    const { mouth } = await listening({ policy, settings, clock, providers: { crm: provider } });
    const asked: number[] = [];
    for (const [number, seconds] of [0, 30, 40].entries()) {
      await clock.pass(seconds * 1000);
      await mouth.say(queued(`c-${number}`, number));
      asked.push(provider.asked.length);
    }
    expect(asked).to.deep.equal([1, 1, 2]);
  });

  it('count as long when an event told them, and no longer', async () => {
    const clock = new VirtualClock(0);
    const provider = new Provider(['conversationsWaiting'], () => 9, 60);
    const { mouth } = await listening({ policy, clock, providers: { crm: provider } });
    const { queue } = queued('c', 0) as ConversationQueued;
    await mouth.say({ type: 'queue.observed', at: 0, queue, facts: { conversationsWaiting: 1 } });
    const asked: number[] = [];
    for (const [number, seconds] of [0, 30, 40].entries()) {
      await clock.pass(seconds * 1000);
      await mouth.say(queued(`c-${number}`, number));
      asked.push(provider.asked.length);
    }
    expect(asked).to.deep.equal([0, 0, 1]);
  });

  it('are missing when they are not found in time, cannot be had, or are no such values: told, and decided without', async () => {
    const finders: Readonly<Record<string, (signal: AbortSignal) => FactValue | Promise<FactValue>>> = {
      'went on without customerSegment: not known after 2 s': () => new Promise(() => undefined),
      '"crm" did not find customerSegment of conversation c-1: down': () => Promise.reject(new Error('down')),
      '"crm" did not find customerSegment of conversation c-1: at once': () => {
        throw new Error('at once');
      },
      'customerSegment of conversation c-1 must be text, not 3': () => 3,
    };
    for (const [message, find] of Object.entries(finders)) {
      const provider = new Provider(['customerSegment'], (_fact, _of, signal) => find(signal));
      const live = await ran(provider, [queued('c-1', 0, { intent: 'refund' })]);
      expect(await decidedBy(live)).to.deep.equal(['c-1 otherwise']);
      const [problem, ...others] = live.problems.filter(({ code }) => code !== 'no-actor');
      expect(problem!.message).to.contain(message);
      expect({ severity: problem!.severity, others }).to.deep.equal({ severity: 'warning', others: [] });
    }
  });

  it('keep no other conversation waiting, and the events of their own in order', async () => {
    let answer = (): void => undefined;
    const provider = new Provider(['customerSegment'], (_fact, of) =>
      'conversation' in of && of.conversation === 'slow'
        ? new Promise((resolve) => (answer = () => resolve('gold')))
        : 'gold',
    );
    const live = await listening({ policy, settings, providers: { crm: provider } });
    const refund = { intent: 'refund' };
    await live.mouth.say(queued('slow', 0, refund), queued('quick', 1, refund), answered('slow', 2));
    await live.mouth.say(queued('plain', 3));
    expect(await decidedBy(live)).to.deep.equal(['quick gold', 'plain otherwise']);
    expect((await live.store.inbox()).map(({ position }) => position)).to.deep.equal([1, 3]);
    answer();
    await settled();
    expect((await decidedBy(live)).slice(2)).to.deep.equal(['slow gold', 'slow nobody can take it']);
    expect(await live.store.inbox()).to.deep.equal([]);
  });

  it('are looked up again after a crash, for what was taken in and not decided on', async () => {
    const never = new Provider(['customerSegment'], () => new Promise(() => undefined));
    const crashed = await listening({ policy, settings, providers: { crm: never } });
    await crashed.mouth.say(queued('c-1', 0, { intent: 'refund' }), queued('c-2', 1));
    expect(await decidedBy(crashed)).to.deep.equal(['c-2 otherwise']);
    const { store } = crashed;
    const again = running({ policy, settings, store, providers: { crm: all() } });
    await runToEnd(again);
    expect(await decidedBy(again)).to.deep.equal(['c-2 otherwise', 'c-1 gold']);
  });

  it('count after a restart for as long as they would have without it', async () => {
    const clock = new VirtualClock(0);
    const asked = async (seconds: number, id: string): Promise<number> => {
      const provider = new Provider(['conversationsWaiting'], () => 9, 60);
      await clock.pass(seconds * 1000);
      const { mouth } = await listening({ policy, settings, clock, store, providers: { crm: provider } });
      await mouth.say(queued(id, 0));
      return provider.asked.length;
    };
    const store = new MemoryStore();
    expect([await asked(0, 'a'), await asked(30, 'b'), await asked(40, 'c')]).to.deep.equal([1, 0, 1]);
  });

  it('leave a journal that decides the same when it is replayed', async () => {
    const kinds = fc.constantFrom<(c: string, s: number) => RoutingEvent>(
      (c, s) => queued(c, s, { intent: 'refund' }),
      (c, s) => queued(c, s),
      (c, s) => turn(s, {}, c),
      (c, s) => turn(s, { sentiment: 0.2 }, c),
      (c, s) => ({ type: 'conversation.facts', at: at(s), conversation: c, facts: { intent: 'refund' } }),
      (c, s) => answered(c, s),
    );
    const some = fc.array(fc.tuple(kinds, fc.constantFrom('a', 'b', 'c')), { minLength: 1, maxLength: 12 });
    const known = fc.subarray([...gold.keys()]);
    const delays = fc.infiniteStream(fc.constantFrom(0, 0, 100, 1500, 5000));
    await fc.assert(
      fc.asyncProperty(
        some,
        known,
        delays,
        fc.constantFrom(...allMoments),
        async (picks, facts, delay, moments) => {
          const events = picks.map(([kind, conversation], second) => kind(conversation, second));
          const clock = new VirtualClock();
          const provider = new Provider(facts, async (fact) => {
            await clock.sleep(delay.next().value as number);
            return gold.get(fact);
          });
          const live = running({
            policy,
            clock,
            settings: { moments },
            providers: { crm: provider },
            sources: { spec: telling(events, 3) },
          });
          await runToEnd(live);
          const journal = await journalIn(live.store);
          expect((await decisionsIn(live.store)).map(decisionLine)).to.deep.equal(
            decideEvents(journal, policy, moments).map(decisionLine),
          );
          for (const conversation of ['a', 'b', 'c']) {
            const of = (list: readonly RoutingEvent[]) =>
              list
                .filter((one) => 'conversation' in one && one.conversation === conversation)
                .map((one) => one.at);
            expect(of(journal)).to.deep.equal(of(events));
          }
          expect(await live.store.inbox()).to.deep.equal([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
