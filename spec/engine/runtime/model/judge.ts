import { expect } from 'chai';
import { canonicalJson } from '../../../../engine/canonical.ts';
import { decisionLine } from '../../../../engine/decisions/decisionLog.ts';
import { commandKindOf, type Command } from '../../../../engine/decisions/record.ts';
import type { CommandOutcome, Told } from '../../../../engine/exchange.ts';
import type { InboxEntry, Store } from '../../../../engine/store.ts';
import type { Deployment } from './deployment.ts';
import { Ideal, type Decided } from './ideal.ts';
import type { Outsider } from './outsider.ts';
import { policies } from './policies.ts';

/** Who does what. */
const lanes = {
  platform: ['set skills', 'do transfer'],
  mail: ['do notify'],
  webhook: ['do webhook'],
  crm: ['do crm'],
} as const;

/**
 * Holds what a deployment came to against the ideal: the same decisions, and so the same effects in the same order of each
 * conversation and plugin; nothing lost, nothing twice.
 * @throws AssertionError that says what differs.
 */
export async function judge(deployment: Deployment): Promise<void> {
  const { accepted, feed, outsiders, store } = deployment;
  const told = (await store.told(0, 1e6)).map((one) => one.told);
  const outcomes = told.flatMap((one) => ('outcome' in one ? [one.outcome] : []));
  expect(accepted.map(({ position }) => position)).to.deep.equal(accepted.map((_, index) => index + 1));
  expect(eventsOf(accepted, 'spec'), 'what was told').to.deep.equal(feed.log);
  expect(await store.inbox(), 'undecided').to.deep.equal([]);
  expect((await store.depths()).outbox, 'not done').to.equal(0);
  const ideal = await idealOf(store, accepted);
  const decided = told.flatMap((one) => ('decision' in one ? [decisionLine(one.decision.body)] : []));
  expect(decided, 'decisions').to.deep.equal(ideal.decided.map(({ decision }) => decisionLine(decision)));
  expectMessagesSettled(accepted, told);
  expectEndsTold(accepted, outcomes);
  const wanted = wantedOf(ideal.decided);
  for (const [name, kinds] of Object.entries(lanes)) {
    const outsider = outsiders[name as keyof typeof outsiders];
    expect(outsider.violations, name).to.deep.equal([]);
    const isOwn = (command: Command): boolean =>
      (kinds as readonly string[]).includes(commandKindOf(command));
    for (const conversation of new Set(wanted.map((one) => one.conversation))) {
      const isOfLane = (command: Command): boolean => command.conversation === conversation && isOwn(command);
      expectLane(
        wanted.filter(isOfLane),
        outcomes.filter(({ command }) => isOfLane(command)),
        outsider,
        isOfLane,
        deployment.happened.takeovers > 0,
      );
    }
  }
  expectHeard(deployment, told);
}

function eventsOf(accepted: readonly InboxEntry[], from: string) {
  return accepted.filter((entry) => entry.from === from).map(({ observed }) => observed.event);
}

/**
 * The order of acceptance is the journal's. Every deadline is an event of its own as soon as it has passed, before anything
 * else that comes later.
 */
async function idealOf(store: Store, accepted: readonly InboxEntry[]): Promise<Ideal> {
  const ideal = new Ideal();
  for await (const { position, events, policies: edited } of store.journal(0)) {
    const hash = edited?.policies[0]?.hash;
    if (hash !== undefined) {
      ideal.decideBy(policies.find(({ policy }) => policy.hash === hash)!.policy);
      continue;
    }
    const { from, observed, receivedAt } = accepted[position - 1]!;
    const { event } = observed;
    expect(events, 'decided on as it was told').to.deep.equal([event]);
    if (from === 'signalbox/timers') expect(ideal.due(receivedAt), 'a deadline').to.deep.equal(event);
    if (from === 'spec')
      expect(ideal.due(Math.min(event.at, receivedAt)), 'a deadline before it').to.equal(undefined);
    ideal.take(event);
  }
  expect(ideal.due(Infinity), 'a deadline at the end').to.equal(undefined);
  return ideal;
}

/** Whatever was edited, stopped or killed: of every message that we sent it is known in the end whether it came in time. */
function expectMessagesSettled(accepted: readonly InboxEntry[], told: readonly Told[]): void {
  const settled = new Set<string>();
  for (const one of told) {
    if (!('decision' in one) || one.decision.body.point !== 'delivery') continue;
    const { conversation, message, delivered } = one.decision.body;
    if (delivered !== 'pending') settled.add(`${conversation} ${message}`);
  }
  const begun = new Set<string>();
  for (const { observed } of accepted) {
    const { event } = observed;
    if (!('conversation' in event)) continue;
    if (openings.has(event.type)) begun.add(event.conversation);
    if (event.type !== 'message.sent' || !begun.has(event.conversation)) continue;
    expect(settled.has(`${event.conversation} ${event.message}`), `${event.message} settled`).to.equal(true);
  }
}

/** What may begin a conversation; of what comes before nothing is known. */
const openings: ReadonlySet<string> = new Set(['conversation.started', 'conversation.queued', 'bot.turn']);

/** What is reacted to by rule is told the engine once: that it ended, and how. */
function expectEndsTold(accepted: readonly InboxEntry[], outcomes: readonly CommandOutcome[]): void {
  const ends = outcomes
    .filter(({ command }) => commandKindOf(command) === 'do transfer')
    .map(({ command, decision, outcome, endedAt }) =>
      [command.conversation, decision, outcome.status, endedAt].join(' '),
    );
  const told = eventsOf(accepted, 'signalbox/commands').map((event) =>
    event.type === 'command.ended'
      ? [event.conversation, event.decision, event.status, event.at].join(' ')
      : event.type,
  );
  expect(told, 'ends of transfers').to.deep.equal(ends);
}

/** One-shots once by their ids; states as they were wanted. */
function wantedOf(decided: readonly Decided[]): readonly Command[] {
  const commands = decided.flatMap(({ decision, isRenewed }) =>
    isRenewed ? decision.commands.filter((one) => 'set' in one) : decision.commands,
  );
  const ids = new Set<string>();
  return commands.filter((command) => {
    if (!('id' in command)) return true;
    const isNew = !ids.has(command.id);
    ids.add(command.id);
    return isNew;
  });
}

function expectLane(
  wanted: readonly Command[],
  outcomes: readonly CommandOutcome[],
  outsider: Outsider,
  isOfLane: (command: Command) => boolean,
  wasTakenOver: boolean,
): void {
  const ids = idsOf(wanted);
  expect(idsOf(outcomes.map(({ command }) => command)), 'each ends once, in order').to.deep.equal(ids);
  const effects = outsider.effects.filter(isOfLane);
  const did = idsOf(effects);
  expect(did, 'effects, in order').to.deep.equal(ids.filter((id) => did.includes(id)));
  const endedAs = (status: string): readonly string[] =>
    idsOf(outcomes.filter(({ outcome }) => outcome.status === status).map(({ command }) => command));
  expect(did, 'what is said to be done').to.include.members(endedAs('done'));
  // One that was paused in the midst of a call goes on with it when it wakes: of a state no receiver can tell.
  if (wasTakenOver) return;
  const failed = endedAs('failed');
  expect(
    did.filter((id) => failed.includes(id)),
    'done, and said to have failed',
  ).to.deep.equal([]);
  const states = wanted.filter((one) => 'set' in one);
  expectWithin(changesOf(effects.filter((one) => 'set' in one)), changesOf(states));
  const last = outcomes.findLast(({ command }) => 'set' in command);
  if (last?.outcome.status !== 'done') return;
  expect(effects.findLast((one) => 'set' in one)).to.deep.equal(last.command);
  expect(states.at(-1)).to.deep.equal(last.command);
}

function idsOf(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => ('id' in command ? [command.id] : []));
}

/** Without those that set what is so already. */
function changesOf(states: readonly Command[]): readonly string[] {
  return states.map(canonicalJson).filter((state, index, all) => state !== all[index - 1]);
}

/** Nothing but what was wanted, in that order; some may have been left out. */
function expectWithin(set: readonly string[], wanted: readonly string[]): void {
  let next = 0;
  for (const state of set) {
    const found = wanted.indexOf(state, next);
    expect(found, `${state} out of turn`).to.be.at.least(0);
    next = found;
  }
}

/** All that there is to hear, in order; again only what came before. */
function expectHeard({ heard, passedOver }: Deployment, told: readonly Told[]): void {
  const all = told.map((one) => canonicalJson(one));
  let next = 0;
  for (const call of heard) {
    const texts = call.map((one) => canonicalJson(one));
    while (next < all.length && passedOver.has(all[next]!) && texts[0] !== all[next]) next++;
    const from = all.lastIndexOf(texts[0]!, next);
    expect(from, `${texts[0]} before its turn`).to.be.at.least(0);
    expect(texts, 'heard in order').to.deep.equal(all.slice(from, from + texts.length));
    next = Math.max(next, from + texts.length);
  }
  while (next < all.length && passedOver.has(all[next]!)) next++;
  expect(next, 'heard of all').to.equal(all.length);
}
