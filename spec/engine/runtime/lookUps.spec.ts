import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import { allMoments } from '../../../engine/moments.ts';
import { runtimeDefaults } from '../../../engine/plugins/configurationSchema.ts';
import type { FactHolder, FactProvider } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import { LookUps } from '../../../engine/runtime/lookUps.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { answered, at, queued, turn } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { decisionsIn, inTime, listening } from './running.ts';

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
  header('Scoring', 'best'),
  `${header('SlaPolicy', 'sla')}shifts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.7 }, shift: { languageMatch: 0.1, proficiency: -0.1 } }
`,
);

type Find = (fact: string, of: FactHolder, signal: AbortSignal) => FactValue | undefined | Promise<FactValue>;

const facts = ['customerSegment', 'sentiment', 'conversationsWaiting', 'queueOpen', 'serviceLevel'];

function providing(find: Find, asked: string[] = [], freshSeconds?: number): FactProvider {
  return {
    facts,
    ...(freshSeconds === undefined ? {} : { freshSeconds }),
    async observe(fact, of, signal) {
      asked.push(`${fact} of ${Object.values(of)[0]}`);
      const value = await find(fact, of, signal);
      return value === undefined ? undefined : { value, observedAt: 1 };
    },
  };
}

function looking(provider: FactProvider | undefined, clock = new VirtualClock()) {
  const problems: Problem[] = [];
  const parts = {
    providers: provider === undefined ? [] : [{ name: 'crm', part: provider }],
    ...{ clock, settings: runtimeDefaults, problem: (problem: Problem) => void problems.push(problem) },
  };
  const lookUps = new LookUps(parts, ['Support']);
  const out: RoutingEvent[] = [];
  const take = (...events: readonly RoutingEvent[]): void => {
    for (const event of events)
      lookUps.take({ event, observedAt: clock.now() }, (all) => void out.push(...all));
  };
  return { lookUps, out, take, problems, clock };
}

/** What no lookup can change: the same number for a fact of the same holder. */
function fixed(seed: number): Find {
  return (fact, of) => {
    const text = `${seed} ${fact} ${Object.values(of)[0]}`;
    const number = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009, 7);
    if (number % 4 === 0) return undefined;
    if (fact === 'customerSegment') return number % 2 === 0 ? 'gold' : 'plain';
    if (fact === 'queueOpen') return number % 2 === 0;
    return fact === 'conversationsWaiting' ? number % 10 : (number % 100) / 100;
  };
}

describe('looking everything up', () => {
  it('passes on what needs nothing at once, and all of it without providers', () => {
    const { take, out } = looking(undefined);
    const events = [queued('c-1', 0), turn(1, {}), answered('c-1', 2)];
    take(...events);
    expect(out).to.deep.equal(events);
  });

  it('looks up what a run may: at a turn, an entry and an answer; a queue’s before the event, once while fresh', async () => {
    const asked: string[] = [];
    const { take, out, lookUps } = looking(providing(fixed(2), asked));
    take(turn(0, { customerSegment: 'told' }), queued('c-1', 1), answered('c-1', 2));
    await lookUps.idle();
    expect(asked.filter((one) => one.startsWith('customerSegment'))).to.deep.equal([]);
    expect(asked.filter((one) => one.startsWith('queueOpen')).toSorted()).to.deep.equal([
      'queueOpen of Cards',
      'queueOpen of Support',
    ]);
    const kinds = out.map(({ type }) => type);
    expect(kinds.filter((kind) => kind !== 'queue.observed')).to.deep.equal([
      ...['bot.turn', 'conversation.queued', 'conversation.answered'],
    ]);
    expect(kinds.indexOf('queue.observed')).to.be.below(kinds.indexOf('bot.turn'));
  });

  it('keeps a conversation’s events in order, waits for no other’s, and no longer than a decision would', async () => {
    const clock = new VirtualClock();
    const never: Find = (_fact, of, signal) =>
      'conversation' in of && of.conversation === 'slow' ? clock.sleep(1e9, signal).then(() => 1) : undefined;
    const { take, out, lookUps, problems } = looking(providing(never), clock);
    take(queued('slow', 0), answered('slow', 1), queued('quick', 2));
    await settled();
    expect(out.map((event) => 'conversation' in event && event.conversation)).to.deep.equal(['quick']);
    const from = clock.now();
    await inTime(clock, lookUps.idle());
    expect(clock.now() - from).to.equal(2000);
    expect(out.slice(1).map(({ type }) => type)).to.deep.equal([
      'conversation.queued',
      'conversation.answered',
    ]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['gathering-too-slow']);
  });

  it('looks up a queue’s facts anew once they are no longer fresh, whoever told them', async () => {
    const asked: string[] = [];
    const { take, lookUps, clock } = looking(providing(() => 9, asked, 60));
    const told = { conversationsWaiting: 1 };
    take({ type: 'queue.observed', at: at(0), queue: 'Cards', facts: told });
    const counts: number[] = [];
    for (const [number, seconds] of [0, 60, 1, 60].entries()) {
      await clock.pass(seconds * 1000);
      take(queued(`c-${number}`, number));
      await lookUps.idle();
      counts.push(asked.filter((one) => one === 'conversationsWaiting of Cards').length);
    }
    expect(counts).to.deep.equal([0, 0, 1, 2]);
  });

  const anyEvent = fc
    .tuple(fc.nat(3), fc.constantFrom('queued', 'turn', 'answered', 'facts', 'ended', 'observed'), fc.nat(2))
    .map(([number, kind, choice]) => (seconds: number): RoutingEvent => {
      const conversation = `c-${number}`;
      const queue = ['Cards', 'Support', 'Loans'][choice]!;
      switch (kind) {
        case 'queued':
          return queued(conversation, seconds, choice === 0 ? { intent: 'refund' } : {}, queue);
        case 'turn':
          return turn(seconds, choice === 0 ? { sentiment: 0.1 } : {}, conversation);
        case 'answered':
          return answered(conversation, seconds);
        case 'facts':
          return { type: 'conversation.facts', at: at(seconds), conversation, facts: { intent: 'refund' } };
        case 'ended':
          return { type: 'conversation.ended', at: at(seconds), conversation };
        default:
          return {
            type: 'queue.observed',
            at: at(seconds),
            queue,
            facts: { conversationsWaiting: choice * 4 },
          };
      }
    });

  it('gives a recording on which replay decides what a run with the same providers decides', async () => {
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEvent, { minLength: 1, maxLength: 40 }),
        fc.nat(500),
        fc.constantFrom(...allMoments),
        async (list, seed, moments) => {
          const events = list.map((make, seconds) => make(seconds));
          const live = await listening({
            policy,
            settings: { moments },
            providers: { crm: providing(fixed(seed)) },
          });
          const { take, out, lookUps } = looking(providing(fixed(seed)));
          for (const event of events) {
            take(event);
            await lookUps.idle();
            await live.mouth.say(event);
            for (let turns = 0; turns < 5; turns++) await settled();
          }
          const said = (decisions: Awaited<ReturnType<typeof decisionsIn>>) =>
            decisions.map(({ id, decidedBy, commands }) => ({ id, decidedBy, commands }));
          const replayed = said(decideEvents(out, policy, moments));
          decided += replayed.length;
          expect(replayed).to.deep.equal(said(await decisionsIn(live.store)));
        },
      ),
      { numRuns: 300 },
    );
    expect(decided).to.be.above(300);
  });
});
