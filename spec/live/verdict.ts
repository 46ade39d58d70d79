import { canonicalJson } from '../../engine/canonical.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { doneTwice, misplaced } from '../commands/storm.ts';
import { judgedAudit } from './judgedAudit.ts';
import { endsNotTold, judgedMail, judgedReceiver, underTwoIds } from './judgedEffects.ts';
import type { KilledDay } from './killedDay.ts';

/** What was found that must not be, by what it is. */
export type Verdict = Readonly<Record<string, readonly unknown[]>>;

/** Holds a day to what the engine promises. @returns what it did not keep; nothing, when it kept all. */
export async function verdict(day: KilledDay): Promise<Verdict> {
  const { sandbox, store, startedAt, receivers } = day;
  const commands = store.commands();
  const found: Verdict = {
    'accepted and lost': lost(day),
    'decided on twice': store.decidedTwice,
    'not where the platform has them': misplaced(
      { directory: sandbox.directory, conversations: () => day.atStop },
      store.conversations,
      startedAt,
    ),
    'otherwise in the store than in its journal': store.otherwise(),
    'left waiting': Object.entries(store.waiting()).filter(([, count]) => count > 0),
    'not told, or not in order': untold(day),
    'done twice on the platform': doneTwice(sandbox),
    'under two ids': underTwoIds(commands),
    'over, and not told once': endsNotTold(store, commands),
    ...judgedReceiver('crm', receivers.crm, commands),
    ...judgedReceiver('webhook', receivers.webhook, commands),
    ...judgedMail(day, commands),
    ...(await judgedAudit(day)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, all]) => all.length > 0));
}

/** Positions of events that the store said were safe, and that were not decided on as they were; and gaps. */
function lost({ safe, store, lastSafeDecision }: KilledDay): readonly unknown[] {
  const { journal } = store;
  const { position, decision } = store.counters();
  const gaps = Array.from({ length: position }, (_, index) => index + 1).filter((one) => !journal.has(one));
  const altered = [...safe].filter(([one, event]) => !journal.get(one)?.some((kept) => isOf(kept, event)));
  return [
    ...gaps,
    ...altered.map(([one]) => one),
    ...(decision < lastSafeDecision ? [`decision ${lastSafeDecision}`] : []),
  ];
}

/** Whether an event is this one, with what was looked up for it or without. */
function isOf(kept: RoutingEvent, event: RoutingEvent): boolean {
  const facts = (one: RoutingEvent): object => ('facts' in one ? (one.facts ?? {}) : {});
  const looked = { ...event, facts: facts(kept) };
  const heldAll = { ...facts(kept), ...facts(event) };
  return (
    canonicalJson(looked) === canonicalJson({ ...kept, facts: facts(kept) }) &&
    canonicalJson(heldAll) === canonicalJson(facts(kept))
  );
}

/** Decisions that the console was not told, or not alike, or for the first time before one that came before. */
function untold({ told, store }: KilledDay): readonly string[] {
  const outcome = '';
  const kept = store
    .told((one) => ('decision' in one ? one.decision.body.id : outcome))
    .filter((id) => id !== outcome);
  const first = new Map<string, string>();
  const unlike: string[] = [];
  for (const { id, hash } of told) {
    const before = first.get(id);
    if (before === undefined) first.set(id, hash);
    else if (before !== hash) unlike.push(id);
  }
  const inOrder = [...first.keys()];
  return [...unlike, ...kept.filter((id, index) => inOrder[index] !== id)];
}
