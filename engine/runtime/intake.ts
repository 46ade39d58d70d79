import { canonicalJson } from '../canonical.ts';
import type { CommandEnded, RoutingEvent } from '../conversation/events.ts';
import type { Asked } from '../decisions/record.ts';
import { Undecided } from '../decisions/undecided.ts';
import { stagesAtStart } from '../stages/staging.ts';
import type { StagedPolicy } from '../stages/stage.ts';
import type { EventBatch } from '../ports.ts';
import type { Changes, InboxEntry, JournalEntry, Store, UndecidedPoint } from '../store.ts';
import { engineVersion } from '../version.ts';
import { Collector } from './collector.ts';
import { requireEvents } from './badEvent.ts';
import type { Committer } from './committer.ts';
import { newDraft, type Draft } from './draft.ts';
import { toldFault } from './fault.ts';
import { GatheringLanes, type Gathered } from './gatheringLanes.ts';
import { Live, type Deciding, type LiveParts } from './live.ts';
import type { RuntimeParts } from './parts.ts';
import { PolicyVersions, type PolicyVersion } from './policyVersions.ts';
import { Snapshots } from './snapshots.ts';

/** Who tells what the runtime tells itself, as the inbox names them; no plugin is called so. */
const own = { timers: 'signalbox/timers', commands: 'signalbox/commands' } as const;

/** What is written together with a change of policies. */
export interface ChangeOfPolicies extends Pick<Changes, 'answered'> {
  readonly policies: readonly StagedPolicy[];
  /** Those that were not known before. */
  readonly versions?: readonly PolicyVersion[];
}

/**
 * Takes events in, has facts gathered where decisions need them, and decides. Events of one conversation are decided in
 * the order they came; one that waits for facts keeps no other conversation waiting.
 */
export class Intake {
  readonly #parts: RuntimeParts;
  readonly #committer: Committer;
  readonly #deciding: Deciding;
  readonly #versions: PolicyVersions;
  readonly #snapshots: Snapshots;
  /** Whether deadlines come with the events of sources, and not by the clock. */
  readonly isOfThePast: boolean;
  readonly #liveParts: LiveParts;
  #live: Live;
  readonly #collector = new Collector(() => this.#live.course.runs);
  readonly #lanes: GatheringLanes;
  #undecided = 0;
  #refusedSteps = 0;
  #position = 0;
  #decision = 0;

  constructor(deciding: Deciding, parts: RuntimeParts, committer: Committer) {
    this.#parts = parts;
    this.#committer = committer;
    this.#deciding = deciding;
    this.#versions = new PolicyVersions(parts.problem);
    this.#snapshots = new Snapshots(parts);
    this.isOfThePast = parts.sources.some(({ part }) => part.isOfThePast === true);
    this.#liveParts = { deciding, versions: this.#versions, collector: this.#collector, parts };
    this.#live = new Live(this.#liveParts);
    this.#lanes = new GatheringLanes({
      isNeeded: (event) => this.#isOwn(event) && this.#live.isGatheringNeeded(event),
      gather: (event) => this.#live.gatherer.gather(event),
      decide: (entry, gathered) => {
        const draft = newDraft();
        this.#decide(entry, gathered, draft);
        return this.#commit(draft);
      },
      fail: (reason) => committer.fail(reason),
    });
  }

  /** Every policy that is listed, with its stage and the version that is at work. */
  get policies(): readonly StagedPolicy[] {
    return this.#live.atWork.policies;
  }

  /**
   * Goes on where the store stands: from a snapshot, what was decided on since is folded again, by the versions that decided
   * it, and what was taken in and not decided on is decided now, by those there are now.
   * @throws ProblemError when the store has no longer all that would have to be folded.
   */
  async resume(store: Store): Promise<void> {
    ({ position: this.#position, decision: this.#decision } = await store.counters());
    const { policies: listed } = this.#deciding;
    const kept = listed.map((one) => this.#versions.add(one));
    const names = listed.map(({ policy }) => policy.name);
    const staged = stagesAtStart(names, (await store.policies())?.policies ?? []);
    const now = staged.map((one, index): StagedPolicy => ({ ...one, hash: kept[index]!.hash }));
    const { after, state } = await this.#snapshots.resume(store);
    await this.#versions.restore(state?.policies.staged ?? [], store);
    this.#live = new Live(this.#liveParts, state);
    const { freshness } = this.#live.gatherer;
    for await (const { position, events, policies } of store.journal(after)) {
      if (policies !== undefined) {
        await this.#versions.restore(policies.policies, store);
        this.#live.replace(policies.policies);
        continue;
      }
      // Before stages were kept there was one policy, and nobody knows what it was then.
      if (this.policies.length === 0) this.#live.replace(now);
      for (const event of events) {
        this.#live.fold(event);
        // When a source observed it is not known any more: it is looked up anew.
        freshness.told(event, -Infinity);
      }
      if (events.length > 1) freshness.lookedUp(await store.gathered(position));
    }
    this.#collector.take();
    const draft = newDraft();
    if (!isSame(now, this.policies)) this.#change(now, draft);
    for (const entry of await store.inbox()) this.#admit(entry, draft);
    await this.#commit(draft, { policies: kept });
  }

  /**
   * From now on these policies are at work. Conversations that wait are decided anew by versions that are new, and by
   * those that have the say about them from now on; what is to be done once is not done for that.
   * @returns once it is safe.
   */
  async change({ policies, versions = [], answered = [] }: ChangeOfPolicies): Promise<void> {
    const kept = versions.map((one) => this.#versions.add(one));
    const draft = newDraft();
    if (!isSame(policies, this.policies)) this.#change(policies, draft);
    await this.#commit(draft, { policies: kept, answered });
  }

  /**
   * Resolves once the events are safe, decided on or not.
   * @param from the plugin that tells them.
   * @throws ProblemError when one of them is no event: then none is taken in.
   */
  async take(from: string, { events, cursor }: EventBatch): Promise<void> {
    requireEvents(from, events);
    const draft = newDraft();
    const receivedAt = this.#parts.clock.now();
    for (const observed of events) {
      observed.problems?.forEach(this.#parts.problem);
      const { at } = observed.event;
      // What a platform says of the future makes nothing due before its time.
      this.#due(this.isOfThePast ? at : Math.min(at, receivedAt), draft);
      this.#accept({ from, observed, receivedAt }, draft);
    }
    if (cursor !== undefined) draft.cursors.set(from, cursor);
    await this.#commit(draft);
  }

  /** When the next deadline is, in milliseconds since 1970; undefined when none is open. */
  get nextDueAt(): number | undefined {
    return this.#live.course.nextDueAt;
  }

  /** Takes in the deadlines that passed before a moment, each as an event. Resolves once they are safe. */
  async takeDue(before: number): Promise<void> {
    const draft = newDraft();
    this.#due(before, draft);
    await this.#commit(draft);
  }

  /**
   * Takes in that a command ended.
   * @returns what is to be handed over at once, to be written together with that end.
   */
  commandEnded(event: CommandEnded): Changes {
    if (!this.#live.course.runs.some((run) => run.hears(event))) return {};
    const draft = newDraft();
    this.#tellOwn(event, own.commands, draft);
    return this.#withSnapshot(draft);
  }

  #due(before: number, draft: Draft): void {
    const { course } = this.#live;
    for (let due = course.takeDue(before); due !== undefined; due = course.takeDue(before))
      this.#tellOwn(due, own.timers, draft);
  }

  #tellOwn(event: RoutingEvent, from: string, draft: Draft): void {
    const receivedAt = this.#parts.clock.now();
    this.#accept({ from, observed: { event, observedAt: receivedAt, source: from }, receivedAt }, draft);
  }

  #accept(told: Omit<InboxEntry, 'position'>, draft: Draft): void {
    const entry: InboxEntry = { position: ++this.#position, ...told };
    draft.accepted.push(entry);
    this.#admit(entry, draft);
  }

  /** Decisions that could not be made, for a fault in the code that decides, since this was made. */
  get undecided(): number {
    return this.#undecided;
  }

  /** Steps of participants that were refused since this was made. */
  get refusedSteps(): number {
    return this.#refusedSteps;
  }

  /** Resolves once all that was taken in is decided on and safe; rejects when it cannot be written. */
  async idle(): Promise<void> {
    await this.#lanes.idle();
    this.#committer.failed.throwIfAborted();
    await this.#committer.idle();
  }

  #admit(entry: InboxEntry, draft: Draft): void {
    if (!this.#lanes.takes(entry)) this.#decide(entry, { events: [entry.observed.event], facts: [] }, draft);
  }

  /** Steps are handed over in the order they were decided, so that a snapshot taken between two is of all before it. */
  #commit(draft: Draft, more: Pick<Changes, 'policies' | 'answered'> = {}): Promise<void> {
    return this.#committer.commit({ ...this.#withSnapshot(draft), ...more });
  }

  #withSnapshot(draft: Draft): Changes {
    const snapshot = this.#snapshots.due(draft.journal.length, () => this.#live.state());
    return snapshot === undefined ? draft : { ...draft, snapshot };
  }

  #decide({ position, observed }: InboxEntry, { events, facts }: Gathered, draft: Draft): void {
    for (const event of events) this.#live.fold(event);
    const { freshness } = this.#live.gatherer;
    freshness.lookedUp(facts);
    freshness.told(observed.event, observed.observedAt);
    draft.gathered.push(...facts.map((fact) => ({ ...fact, position })));
    this.#write({ position, events }, draft, observed.asked);
  }

  #change(policies: readonly StagedPolicy[], draft: Draft): void {
    this.#live.replace(policies);
    const since = this.#parts.clock.now();
    this.#write({ position: this.#position, events: [], policies: { since, policies } }, draft);
  }

  /** What an entry of the journal brought about. @param request the question that its event was told to ask. */
  #write(entry: JournalEntry, draft: Draft, request?: Asked): void {
    const collected = this.#collector.take();
    const owns = this.#parts.owns ?? everybodys;
    const rulings = collected.rulings.filter(({ ruling }) => owns(ruling.context.conversation));
    const refused = collected.refused.filter(({ conversation }) => owns(conversation));
    const faults = collected.faults.filter(
      (fault) => !(fault instanceof Undecided) || owns(fault.conversation),
    );
    draft.conversations.push(...collected.changed.filter(({ id }) => owns(id)));
    const decidedAt = this.#parts.clock.now();
    const isRenewed = entry.policies !== undefined;
    const question = request === undefined ? {} : { asked: request };
    for (const { run, ruling } of rulings) {
      const { point, context } = ruling;
      const { conversation } = context;
      try {
        const staged = this.#live.atWork.envelope(run, conversation, isRenewed);
        const envelope = { engineVersion, ...staged, decidedAt, ...question };
        const record = { body: ruling.record(), envelope };
        draft.decisions.push({ number: ++this.#decision, record });
      } catch (fault) {
        faults.push(new Undecided(point, conversation, fault));
      }
    }
    const last = entry.events.at(-1);
    const undecided = faults.map((fault) => this.#tell(fault, last));
    this.#refusedSteps += refused.length;
    draft.journal.push({
      ...entry,
      ...(undecided.length === 0 ? {} : { undecided }),
      ...(refused.length === 0 ? {} : { refused }),
    });
  }

  #isOwn(event: RoutingEvent): boolean {
    return !('conversation' in event) || (this.#parts.owns ?? everybodys)(event.conversation);
  }

  #tell(fault: unknown, event?: RoutingEvent): UndecidedPoint {
    this.#undecided++;
    const { undecided, problem } = toldFault(fault, event);
    this.#parts.problem(problem);
    return undecided;
  }
}

const everybodys = (): boolean => true;

/** Whether the same versions are at the same stages. */
function isSame(one: readonly StagedPolicy[], other: readonly StagedPolicy[]): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
