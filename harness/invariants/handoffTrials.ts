import fc from 'fast-check';
import type { PrepareDecidingRules } from '../../engine/conditions/evaluator.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { HandoffDecision } from '../../engine/decisions/handoff/decide.ts';
import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { MediaType } from '../../engine/facts/conversation.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { decidingBy, onlyKinds } from './deciding.ts';
import { factSource } from './factValues.ts';
import { factsInWords } from './factsInWords.ts';
import { morning } from './ranking/situations.ts';
import { trial, type Judged, type Trial } from './trial.ts';

/** A customer's time with the bot. */
interface Session {
  /** What is known of each turn, one after the other. */
  readonly turns: readonly FactValues[];
  readonly queueFacts: FactValues;
  /** From one turn to the next. */
  readonly pauseSeconds: number;
}

/** A way in which the last turn could have gone worse for the customer. */
interface Worse {
  readonly what: string;
  /** Undefined where it cannot go worse in this way. */
  readonly of: (turn: FactValues) => FactValues | undefined;
}

const conversation = 'conversation-1';

function lower(fact: string, what: string): Worse {
  const of = (turn: FactValues): FactValues | undefined => {
    const value = turn[fact];
    return typeof value === 'number' && value > 0 ? { ...turn, [fact]: 0 } : undefined;
  };
  return { what, of };
}

const worse: readonly Worse[] = [
  lower('intentConfidence', 'the bot not sure of the intent at all'),
  lower('sentiment', 'the customer in the worst of moods'),
  {
    what: 'the bot understanding nothing',
    of: (turn) => (turn['noMatch'] === true ? undefined : { ...turn, noMatch: true }),
  },
];

/** The invariants of a handoff, ready to be tried. @param mostHandoffs the bound of handoffs. */
export function handoffTrials(
  policy: Policy,
  pack: Handoff,
  prepare: PrepareDecidingRules,
  mostHandoffs: number,
) {
  const deciding = onlyKinds(policy, ['Handoff']);
  const conditions = [...pack.triggers, ...pack.guards].map(({ when }) => when);
  const { phrases, intents } = pack.personRequest;
  const further = { utterance: phrases, intent: intents, noMatch: [], sentiment: [], intentConfidence: [] };
  const turn = factSource(conditions, ['conversation', 'bot'], further).facts;
  const mediaType = (pack.appliesTo.mediaTypes?.[0] ?? 'message') as MediaType;
  const own: FactValues = pack.appliesTo.queues === undefined ? {} : { queue: pack.appliesTo.queues[0]! };
  const known = turn.map((facts): FactValues => ({ ...facts, ...own }));
  const queueFacts = mostlyOpen(pack, factSource(conditions, ['queue']).facts, prepare);
  const sessions = (turns: fc.Arbitrary<readonly FactValues[]>): fc.Arbitrary<Session> =>
    fc.record({
      turns,
      queueFacts,
      pauseSeconds: fc.constantFrom(pack.cooldownSeconds + 1, 20, Math.max(1, pack.cooldownSeconds)),
    });
  const cases = sessions(fc.array(known, { minLength: 1, maxLength: 4 }));

  const decided = ({ turns, queueFacts, pauseSeconds }: Session): readonly HandoffDecision[] => {
    const run = decidingBy(deciding, prepare);
    const { queue } = pack.target;
    run.take({ type: 'queue.observed', at: morning, queue, facts: queueFacts });
    run.take({ type: 'conversation.started', at: morning, conversation, mediaType });
    return turns.flatMap((facts, index) => {
      const at = morning + (index + 1) * pauseSeconds * 1000;
      const made = run.take({ type: 'bot.turn', at, conversation, facts });
      const handoffs = made.filter((one): one is HandoffDecision => one.point === 'handoff');
      for (const command of handoffs.flatMap(({ commands }) => commands)) {
        if (!('do' in command) || command.do !== 'transfer') continue;
        const event: RoutingEvent = {
          type: 'conversation.transferred',
          at,
          conversation,
          by: 'bot',
          queue: command.queue,
        };
        run.take(event);
      }
      return handoffs;
    });
  };

  return {
    handoffMonotonicity: trial(
      fc.tuple(cases, fc.constantFrom(...worse)),
      ([session, { of, what }]): Judged => {
        const last = of(session.turns.at(-1)!);
        const before = decided(session).at(-1);
        if (last === undefined || before?.verdict !== 'handoff') return 'notApplicable';
        const after = decided({ ...session, turns: [...session.turns.slice(0, -1), last] }).at(-1)!;
        if (after.verdict === 'handoff') return 'holds';
        // A guard that reads how the turn went is the pack's own word against a handoff.
        if (after.verdict === 'answer') return 'notApplicable';
        return [
          ...sessionInWords(session, pack),
          `As it went, the customer gets a person (${before.decidedBy}). With ${what} in the last turn, the verdict is ${after.verdict} (${after.decidedBy}).`,
          'What makes things worse should not keep a person away: the customer should still get one.',
        ];
      },
    ),
    alwaysAnAnswer: trial(cases, (session): Judged => {
      const decisions = decided(session);
      let applies = false;
      for (const { answer, commands, guards, triggers, verdict } of decisions) {
        const isDue = triggers.some(({ fired }) => fired) && verdict !== 'coolingDown';
        if (!isDue || guards.every(({ holds }) => holds)) continue;
        applies = true;
        if (verdict === 'answer' && answer !== undefined && commands.length > 0) continue;
        const stopped = guards.find(({ holds }) => !holds)!.name;
        return [
          ...sessionInWords(session, pack),
          `${stopped} stops the handoff, and the customer hears nothing.`,
        ];
      }
      return applies ? 'holds' : 'notApplicable';
    }),
    handoffBound: trial(
      sessions(fc.array(known, { minLength: 1, maxLength: 3 }).map((turns) => repeated(turns, mostHandoffs))),
      (session): Judged => {
        const handoffs = decided(session).filter(({ verdict }) => verdict === 'handoff').length;
        if (handoffs === 0) return 'notApplicable';
        if (handoffs <= mostHandoffs) return 'holds';
        return [
          ...sessionInWords({ ...session, turns: session.turns.slice(0, 3) }, pack),
          `It goes on like this: in ${session.turns.length} turns the bot hands over ${handoffs} times; at most ${mostHandoffs} are claimed (limits.handoffs).`,
        ];
      },
      0.2,
    ),
  } satisfies Readonly<Record<string, Trial>>;
}

/** What is known of the queue, more often than not such that no guard stops a first handoff. */
function mostlyOpen(
  { guards, missing }: Handoff,
  any: fc.Arbitrary<FactValues>,
  prepare: PrepareDecidingRules,
): fc.Arbitrary<FactValues> {
  const rules = prepare(guards, missing);
  const open = fc.sample(any, { seed: 1, numRuns: 300 }).filter((facts) => {
    const outcomes = rules.judge((fact) => (fact === 'handoffDepth' ? 0 : facts[fact]), new Set());
    return guards.every((_, index) => outcomes.holds(index));
  });
  if (open.length === 0) return any;
  return fc.oneof({ weight: 1, arbitrary: any }, { weight: 3, arbitrary: fc.constantFrom(...open) });
}

/** Turns over and over, often enough to go beyond the bound. */
function repeated(turns: readonly FactValues[], bound: number): readonly FactValues[] {
  const times = Math.ceil((3 * (bound + 2)) / turns.length);
  return Array.from({ length: times }, () => turns).flat();
}

function sessionInWords({ turns, queueFacts, pauseSeconds }: Session, pack: Handoff): readonly string[] {
  return [
    `With a bot that hands over to ${pack.target.queue} (${factsInWords(queueFacts)}), a turn every ${pauseSeconds} s:`,
    ...turns.map((facts, index) => `  turn ${index + 1}: ${factsInWords(facts)}`),
  ];
}
