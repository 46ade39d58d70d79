import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../engine/canonical.ts';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { Course, type CourseState } from '../../../engine/decisions/course.ts';
import { isRuling, PolicyRun, type PolicyRunState } from '../../../engine/decisions/policyRun.ts';
import { allMoments, type Moments } from '../../../engine/moments.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { defaultSeed } from '../../../harness/replay/replay.ts';
import { shippedDay, shippedPolicy } from '../../plugins/decisions.ts';
import { header, rightPolicy } from '../policyText.ts';
import { anyEvents, eventKinds } from './anyEvents.ts';
import { at, queued } from './decideEvents.ts';

/** What is decided with, beside the events. */
interface Given {
  readonly policies: readonly Policy[];
  readonly moments: Moments;
  readonly lacking?: readonly string[];
}

interface State {
  readonly course: CourseState;
  readonly policies: Readonly<Record<string, PolicyRunState>>;
}

/** Policies at work on one course of events, each beside the first. */
class AtWork {
  /** Everything that was made, in order, as it is logged. */
  readonly made: string[] = [];
  readonly #runs: readonly PolicyRun[];
  readonly #course: Course;

  constructor({ policies, moments, lacking = [] }: Given, from?: State) {
    const options = { seed: defaultSeed, prepare: compileRules, lacking: new Set(lacking) };
    const runs: PolicyRun[] = [];
    for (const policy of policies)
      runs.push(new PolicyRun(policy, options, runs[0], from?.policies[policy.hash]));
    this.#runs = runs;
    const course = new Course(
      runs,
      {
        decide: (point, { id }, ask) => {
          return runs.map((run) => {
            const made = ask(run);
            this.made.push(
              `${point} ${id} ${canonicalJson(isRuling(made) ? made.record() : (made ?? null))}`,
            );
            return { run, made };
          });
        },
        answering: ({ id }, _at, standing) => {
          for (const run of runs) {
            const stands = standing?.(run);
            if (isRuling(stands)) this.made.push(`standing ${id} ${canonicalJson(stands.record())}`);
          }
        },
      },
      moments,
      { from: from?.course },
    );
    this.#course = course;
  }

  take(events: readonly RoutingEvent[]): this {
    const course = this.#course;
    for (const event of events) {
      for (let due = course.takeDue(event.at); due !== undefined; due = course.takeDue(event.at))
        course.take(due);
      course.take(event);
    }
    return this;
  }

  state(): State {
    const policies = this.#runs.map((run) => [run.policy.hash, run.state()] as const);
    return { course: this.#course.state(), policies: Object.fromEntries(policies) };
  }
}

/** A policy in which everything that is remembered counts. */
const policyWith = (threshold: number): Policy =>
  rightPolicy(
    `${header('SkillMapping', 'skills')}maxAgeSeconds: 20
mappings:
  - { name: visa, when: { fact: priority, operator: equal, value: high }, assign: { skill: Visa, priority: urgent } }
  - { name: sad, when: { fact: sentiment, operator: lessThan, value: 0 }, assign: { skill: Care, language: en } }
`,
    `${header('QueueOrder', 'order')}maxAgeSeconds: 20
headStarts:
  - { name: urgent, when: { fact: priority, operator: equal, value: urgent }, headStartSeconds: 120 }
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.7 }, headStartSeconds: 60 }
  - { name: long, when: { fact: waitSeconds, operator: greaterThan, value: 20 }, headStartSeconds: 30 }
`,
    `${header('Scoring', 'cards')}appliesTo: { queues: [Cards] }
maxAgeSeconds: 5
minimumScore: 0
rerankAfterSeconds: 10
tieBreak: [longestIdle, fewestHandled, longestSinceHandled, seededHash]
`,
    `${header('Scoring', 'loans')}appliesTo: { queues: [Loans] }
rerankAfterSeconds: 15
minimumScore: 0
eligible: { requiredSkill: prefer }
`,
    `${header('SlaPolicy', 'sla')}maxAgeSeconds: 12
shifts:
  - name: behind
    when: { fact: serviceLevel, operator: lessThan, value: ${threshold} }
    until: { fact: serviceLevel, operator: greaterThan, value: 0.8 }
    shift: { languageMatch: 0.1, proficiency: -0.1 }
`,
    `${header('Handoff', 'bot')}target: { queue: Cards }
cooldownSeconds: 12
sentiment: { smoothing: 0.5 }
triggers: { any: [{ name: sad, when: { fact: sentimentLevel, operator: lessThan, value: 0 }, forTurns: 2 }, { name: dropped, when: { fact: sentimentDropFromPeak, operator: greaterThan, value: 0.5 } }] }
guards: { all: [{ name: open, when: { fact: queueOpen, operator: equal, value: true }, otherwise: { offer: callback } }] }
`,
    `${header('DeliverySla', 'delivery')}appliesTo: { queues: [Cards] }
maxAgeSeconds: 20
deliveredWithin: 10s
readWithin: ${threshold * 50}s
`,
    `${header('DeliverySla', 'other')}appliesTo: { queues: [Loans] }
deliveredWithin: 5s
readWithin: 15s
`,
    `${header('Reactions', 'reactions')}reactions:
  - { name: breached, on: delivery.breached, do: [{ notify: { supervisor: s@example.com }, once: conversation }, { crm: upsert }] }
  - { name: kept, on: delivery.compliant, when: { fact: readSeconds, operator: lessThan, value: 5 }, do: [{ webhook: kept }] }
  - { name: missing, on: delivery.missingReceipt, do: [{ attributes: { missing: { fact: messageId } } }] }
  - { name: active, on: participant.active, when: { fact: participantPurpose, operator: equal, value: agent }, do: [{ webhook: active }] }
  - { name: left, on: participant.left, do: [{ webhook: left }] }
  - { name: handed, on: handoff.handedOff, do: [{ attributes: { queue: { fact: transferQueue } } }] }
  - { name: moved, on: transfer.ended, do: [{ webhook: handoff_evaluated }] }
  - { name: waits, on: conversation.queued, do: [{ webhook: waits }] }
  - { name: over, on: conversation.ended, when: { fact: priority, operator: equal, value: urgent }, do: [{ crm: upsert }] }
`,
  );

/** So that there is somebody to be ranked, and to be ranked for, from the start. */
const opening: readonly RoutingEvent[] = [
  ...['a', 'b', 'c'].map((agent): RoutingEvent => ({
    ...{ type: 'agent.updated', at: at(0), agent, status: 'IDLE' },
    ...{ queues: ['Cards', 'Loans'], skills: { Visa: 3, Care: 4 } },
  })),
  queued('c-8', 0),
  queued('c-9', 0, {}, 'Loans'),
  ...['c-8', 'c-9'].map((of): RoutingEvent => ({
    ...{ type: 'message.sent', at: at(0), conversation: of, message: 'm-0' },
    ...{ direction: 'outbound', attachments: 1 },
  })),
  { type: 'queue.observed', at: at(0), queue: 'Cards', facts: { queueOpen: true } },
  { type: 'bot.turn', at: at(0), conversation: 'c-1', facts: { sentiment: -1 } },
  { type: 'bot.turn', at: at(0), conversation: 'c-1', facts: { sentiment: -1, noMatch: true } },
];

const conversation = fc.constantFrom('c-1', 'c-2', 'c-3');
const message = fc.constantFrom('m-1', 'm-2', 'm-3', 'm-4');
const kinds = fc.oneof(
  { arbitrary: eventKinds, weight: 9 },
  {
    arbitrary: fc.record({
      type: fc.constant('bot.turn'),
      conversation,
      facts: fc.record(
        { sentiment: fc.constantFrom(-1, -0.3, 0.1, 1), noMatch: fc.boolean() },
        { requiredKeys: [] },
      ),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      type: fc.constant('queue.observed'),
      queue: fc.constantFrom('Cards', 'Loans'),
      facts: fc.constantFrom({ serviceLevel: 0.55 }, { serviceLevel: 0.75 }, { queueOpen: true }),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ type: fc.constantFrom('platform.unseen', 'platform.unseen', 'platform.seen') }),
    weight: 4,
  },
  {
    arbitrary: fc.record({ type: fc.constant('conversation.ended'), conversation }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      type: fc.constant('participant.changed'),
      conversation,
      participant: fc.constantFrom('p-1', 'p-2'),
      purpose: fc.constantFrom('agent', 'customer'),
      state: fc.constantFrom('joined', 'active', 'left', 'failed'),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      type: fc.constant('message.sent'),
      ...{ conversation, message, attachments: fc.constantFrom(0, 2) },
      direction: fc.constantFrom('outbound', 'outbound', 'inbound'),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      type: fc.constant('message.receipt'),
      ...{ conversation, message },
      receipt: fc.constantFrom('delivered', 'read', 'failed'),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(conversation, fc.constantFrom('done', 'failed')).map(([of, status]) => ({
      ...{ type: 'command.ended', conversation: of, command: 'do transfer' },
      ...{ decision: `${of}/handoff/1`, status, latencySeconds: 2 },
    })),
    weight: 2,
  },
  fc.record({
    type: fc.constant('conversation.transferred'),
    conversation,
    by: fc.constant('bot'),
    queue: fc.constant('Cards'),
  }),
);

function hasLine(made: readonly string[], ...texts: readonly string[]): boolean {
  return made.some((line) => texts.every((text) => line.includes(text)));
}

describe('what live decisions rest on', () => {
  it('can be written down as JSON at any moment and read back: all that follows is the same, to the byte', () => {
    const seen = { degraded: 0, shifted: 0, unknowable: 0, late: 0, once: 0, moved: 0 };
    const given = fc.record({
      policies: fc.constantFrom([policyWith(0.6)], [policyWith(0.6), policyWith(0.5)]),
      moments: fc.constantFrom(...allMoments),
      lacking: fc.constantFrom([], [], ['sentiment'], ['serviceLevel']),
    });
    fc.assert(
      fc.property(
        given,
        anyEvents(kinds),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (drawn, some, pick, late) => {
          // Some are told late.
          const told = some.map((one, n) => (n % 9 < late ? one : { ...one, at: one.at - 7000 }));
          const events = [...opening, ...told];
          const cut = pick % (events.length + 1);
          const [before, after] = [events.slice(0, cut), events.slice(cut)];
          const whole = new AtWork(drawn).take(events);
          const first = new AtWork(drawn).take(before);
          const state = first.state();
          const text = JSON.stringify(state);
          const second = new AtWork(drawn, JSON.parse(text) as State).take(after);
          expect([...first.made, ...second.made]).to.deep.equal(whole.made);
          expect(canonicalJson(second.state())).to.equal(canonicalJson(whole.state()));
          // Whoever writes it down may do so later, and who was asked for it goes on as if it had not been.
          first.take(after);
          expect(JSON.stringify(state)).to.equal(text);
          expect(first.made).to.deep.equal(whole.made);
          const log = second.made.join();
          if (log.includes('"by":"lastRanking"')) seen.degraded++;
          if (log.includes('"state":"applied"')) seen.shifted++;
          if (log.includes('notReplayable')) seen.unknowable++;
          // A deadline that was open at the cut; what was done once before it; a transfer that was wanted before it.
          if (hasLine(second.made, ' deadline"')) seen.late++;
          if (hasLine(first.made, '"do":"notify"') && hasLine(second.made, '"on":"delivery.breached"'))
            seen.once++;
          if (hasLine(second.made, '"on":"transfer.ended"', '"transferQueue":"Cards"')) seen.moved++;
        },
      ),
      { numRuns: Number(process.env['SIGNALBOX_RUNS'] ?? 1000) },
    );
    // What is remembered came to bear after the cut often enough to show something.
    for (const [what, times] of Object.entries(seen)) expect(times, what).to.be.above(20);
  });

  for (const moments of allMoments)
    it(`can be so every 250 events of the shipped day, each time going on from what was written: ${moments}`, async () => {
      const events: RoutingEvent[] = [];
      for await (const batch of recordedEvents(shippedDay).batches()) events.push(...batch);
      const given = { policies: [shippedPolicy], moments };
      const whole = new AtWork(given).take(events);
      let part = new AtWork(given);
      const made: string[] = [];
      for (let from = 0; from < events.length; from += 250) {
        part.take(events.slice(from, from + 250));
        made.push(...part.made);
        part = new AtWork(given, JSON.parse(JSON.stringify(part.state())) as State);
      }
      expect(made.length).to.be.above(5000);
      expect(made.join('\n') === whole.made.join('\n')).to.equal(true);
    });
});
