import fc from 'fast-check';
import { canonicalJson } from '../../engine/canonical.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { courses } from './courses.ts';
import { readAnew } from './deciding.ts';
import { packMetamorphics } from './packMetamorphics.ts';
import { trial, type Judged, type Trial } from './trial.ts';

/** One course is a dozen decisions or so. */
const share = 0.25;

/** Events that say something of one conversation and take nothing from another. */
const ownBusiness: ReadonlySet<RoutingEvent['type']> = new Set([
  'conversation.started',
  'conversation.facts',
  'conversation.queued',
  'bot.turn',
  'message.sent',
]);

/** Every decision of a policy on some events. */
export type Decide = (events: readonly RoutingEvent[], by: Policy) => readonly Decision[];

/** The invariants of a whole policy at work on a course of events, ready to be tried. */
export function courseTrials(policy: Policy, decideBy: Decide) {
  const cases = courses(policy);
  const again = readAnew(policy);
  const decide = (events: readonly RoutingEvent[], by = policy): readonly Decision[] => decideBy(events, by);

  return {
    determinism: trial(
      cases,
      (events): Judged => {
        const [once, twice] = [decide(events), decide(events, again)];
        if (once.length === 0 && twice.length === 0) return 'notApplicable';
        return compared(events, once, twice, 'decided again, with the packs read anew');
      },
      share,
    ),
    prefixStability: trial(
      fc.tuple(cases, fc.nat(13)),
      ([events, cut]): Judged => {
        const [whole, first] = [decide(events), decide(events.slice(0, cut))];
        if (first.length === 0) return 'notApplicable';
        return compared(events, first, whole.slice(0, first.length), 'knowing what comes later');
      },
      share,
    ),
    idempotence: trial(
      cases,
      (events): Judged => {
        const [once, twice] = [
          effectsOf(decide(events)),
          effectsOf(decide(events.flatMap((one) => [one, one]))),
        ];
        if (once.length === 0 && twice.length === 0) return 'notApplicable';
        if (canonicalJson(once) === canonicalJson(twice)) return 'holds';
        return [
          ...eventsInWords(events),
          `Told once: ${once.join('; ') || 'nothing is done'}.`,
          `Each told twice: ${twice.join('; ') || 'nothing is done'}.`,
        ];
      },
      share,
    ),
    commuting: trial(
      fc.tuple(cases, fc.nat(13)),
      ([events, pick]): Judged => {
        const pairs = events.flatMap((_, index) => (mayComeFirst(events, index) ? [index] : []));
        if (pairs.length === 0) return 'notApplicable';
        const index = pairs[pick % pairs.length]!;
        const swapped = [
          ...events.slice(0, index),
          events[index + 1]!,
          events[index]!,
          ...events.slice(index + 2),
        ];
        const byConversation = (made: readonly Decision[]): readonly Decision[] =>
          made.toSorted((a, b) =>
            a.conversation < b.conversation ? -1 : a.conversation > b.conversation ? 1 : 0,
          );
        const [before, after] = [byConversation(decide(events)), byConversation(decide(swapped))];
        return compared(events, before, after, `with event ${index + 2} heard of before event ${index + 1}`);
      },
      share,
    ),
    packMetamorphics: packMetamorphics(policy, cases, decideBy, share),
  } satisfies Readonly<Record<string, Trial>>;
}

function mayComeFirst(events: readonly RoutingEvent[], index: number): boolean {
  const [one, other] = [events[index]!, events[index + 1]];
  return (
    other !== undefined &&
    one.at === other.at &&
    ownBusiness.has(one.type) &&
    ownBusiness.has(other.type) &&
    conversationOf(one) !== conversationOf(other)
  );
}

function conversationOf(event: RoutingEvent): string | undefined {
  return 'conversation' in event ? event.conversation : undefined;
}

/** What is done in the end: each one-shot once, and the last of each state that is set. */
function effectsOf(decisions: readonly Decision[]): readonly string[] {
  const done = new Map<string, string>();
  for (const command of decisions.flatMap(({ commands }) => commands)) {
    const told = canonicalJson(command);
    if ('do' in command) done.set(command.id, told);
    else done.set(`${command.set} ${command.conversation}`, told);
  }
  return [...done.values()].sort();
}

function compared(
  events: readonly RoutingEvent[],
  before: readonly Decision[],
  after: readonly Decision[],
  how: string,
): Judged {
  const index = before.findIndex((one, place) => canonicalJson(one) !== canonicalJson(after[place] ?? null));
  if (index === -1 && before.length === after.length) return 'holds';
  const [was, is] = index === -1 ? [undefined, after[before.length]] : [before[index], after[index]];
  return [
    ...eventsInWords(events),
    `${(was ?? is)!.id}: ${decisionInWords(was)}; ${how}: ${decisionInWords(is)}.`,
  ];
}

function decisionInWords(decision: Decision | undefined): string {
  return decision === undefined ? 'no such decision' : canonicalJson(decision);
}

export function eventsInWords(events: readonly RoutingEvent[]): readonly string[] {
  return events.map(({ at, type, ...fields }, index) => {
    return `  ${index + 1}. ${new Date(at).toISOString().slice(11, 19)} ${type} ${canonicalJson(fields)}`;
  });
}
