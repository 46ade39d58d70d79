import { canonicalJson } from '../../../../engine/canonical.ts';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import type { Told } from '../../../../engine/exchange.ts';
import type { ReadPolicy } from '../../../../engine/decisions/loadPolicy.ts';
import type { PolicyFolder } from '../../../../engine/runtime/oversight.ts';
import type { Sink } from '../../../../engine/ports.ts';
import type { Changes, InboxEntry, Store } from '../../../../engine/store.ts';
import { settled, VirtualClock } from '../../../../harness/lockStep/virtualClock.ts';
import { Feed } from './feed.ts';
import { heldStore } from './heldStore.ts';
import { Instance, settings, type Made } from './instance.ts';
import { Outsider } from './outsider.ts';
import { policies } from './policies.ts';

/** A store as a process opens it, and gives it back. */
export interface OpenStore {
  readonly store: Store;
  close(): void;
}

/** What may be broken on purpose, to show that it is noticed. */
export interface Breaking {
  readonly store?: (store: Store) => Store;
  readonly parts?: (made: Made) => Made;
}

/** More steps of time than any stop takes. */
const mostSteps = 5_000;

/** A process at a time on one store, all that is outside of it, and what can happen to either. */
export class Deployment {
  readonly clock = new VirtualClock();
  readonly feed = new Feed();
  /** Every event that was accepted. */
  readonly accepted: InboxEntry[] = [];
  readonly heard: (readonly Told[])[] = [];
  /** What the sink refused to hear alone as often as it is asked; as canonical JSON. */
  readonly passedOver = new Set<string>();
  readonly #ended = new Set<string>();
  readonly outsiders = {
    platform: new Outsider(this.#ended),
    mail: new Outsider(this.#ended),
    webhook: new Outsider(this.#ended),
    crm: new Outsider(this.#ended),
  };
  /** How often each thing happened to it, for who wants to know whether enough did. */
  readonly happened = { kills: 0, takeovers: 0, fenced: 0, full: 0, stops: 0 };
  #files = policies[0];
  #edits = 0;
  readonly #open: (clock: VirtualClock) => OpenStore;
  readonly #breaking: Breaking;
  #current: { readonly instance: Instance; readonly store: OpenStore } | undefined;
  readonly #paused: { readonly instance: Instance; readonly store: OpenStore }[] = [];
  #sinkFails: ('reject' | 'hang')[] = [];
  /** How often the sink refused what it was to hear alone. */
  readonly #refusals = new Map<string, number>();
  #fullFor = 0;
  /** How often stores were asked for anything. */
  #asked = 0;
  #killAt: 'before' | 'after' | undefined;

  constructor(open: (clock: VirtualClock) => OpenStore, breaking: Breaking = {}) {
    this.#open = open;
    this.#breaking = breaking;
  }

  /** The store as whoever is at work has it. */
  get store(): Store {
    return this.#current!.store.store;
  }

  async tell(...events: readonly RoutingEvent[]): Promise<void> {
    this.feed.tell(...events);
    await this.pass(0);
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.clock.now() + milliseconds;
    for (;;) {
      await this.#quiet();
      if ((this.clock.nextAt ?? Infinity) > end) break;
      this.clock.next();
    }
    this.clock.jump(end);
  }

  failSink(how: readonly ('reject' | 'hang')[]): void {
    this.#sinkFails = [...how];
  }

  /** So many commits that come next are refused. */
  fillStore(times: number): void {
    this.#fullFor = times;
  }

  /** At once, or before or after what is next written. */
  kill(at: 'now' | 'before' | 'after'): void {
    if (at === 'now') this.#end();
    else this.#killAt = at;
  }

  async start(): Promise<void> {
    if (this.#current !== undefined) return;
    const { clock } = this;
    const instance = new Instance(clock);
    const opened = this.#open(clock);
    const store = heldStore(this.#breaking.store?.(opened.store) ?? opened.store, {
      gate: () => {
        this.#asked++;
        return instance.gate();
      },
      writing: () => this.#writing(instance),
      written: (changes) => this.#written(instance, changes),
    });
    const current = { instance, store: opened };
    this.#current = current;
    const { platform, mail, webhook, crm } = this.outsiders;
    const made: Made = {
      sources: [{ name: 'spec', part: this.feed.source(instance.clock, () => instance.gate()) }],
      providers: [],
      actors: [
        { name: 'platform', part: platform.actor(instance, ['set skills', 'do transfer']) },
        { name: 'mail', part: mail.actor(instance, ['do notify']) },
        { name: 'webhook', part: webhook.actor(instance, ['do webhook'], [0, 3, 7]) },
      ],
      batchActors: [{ name: 'crm', part: crm.batchActor(instance, ['do crm']) }],
      sinks: [{ name: 'sink', part: this.#sink(instance) }],
      store,
    };
    const failed = (): void => {
      if (instance.isSuperseded) this.happened.fenced++;
      this.#drop(current);
    };
    const starting = instance
      .start(this.#folder(), this.#breaking.parts?.(made) ?? made, failed)
      .catch(failed);
    // One that is killed as it starts comes to no end.
    await Promise.race([starting, this.pass(0)]);
  }

  async stop(): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    this.happened.stops++;
    let isOver = false;
    const stopping = current.instance
      .stop()
      .catch(() => undefined)
      .finally(() => (isOver = true));
    for (let step = 0; !isOver && this.#current === current; step++) {
      if (step === mostSteps) throw new Error('it does not stop');
      await this.#quiet();
      if (!isOver) this.clock.next();
    }
    if (this.#current !== current) return;
    await stopping;
    this.#drop(current);
  }

  /** Nobody hears of it for so long that another takes over. */
  async takeOver(): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    this.happened.takeovers++;
    current.instance.pause();
    this.#paused.push(current);
    this.#current = undefined;
    await this.pass(16_000);
    current.instance.isSuperseded = true;
    await this.start();
  }

  async wake(): Promise<void> {
    for (const { instance } of this.#paused) instance.wake();
    await this.pass(0);
  }

  /** Nothing fails any more: all that is to be done is done. */
  async settle(): Promise<void> {
    this.#fullFor = 0;
    this.#killAt = undefined;
    this.#sinkFails = [];
    for (const outsider of Object.values(this.outsiders)) outsider.behave([]);
    await this.pass(0);
    await this.start();
    await this.wake();
    await this.pass(120_000);
  }

  /** The policy's files are others: whoever runs takes them in, as does who starts later. */
  edit(files: ReadPolicy): void {
    this.#files = files;
    this.#edits++;
  }

  #folder(): PolicyFolder {
    return {
      ...{ name: 'spec', readAt: String(this.#edits) },
      stamp: () => Promise.resolve(String(this.#edits)),
      read: () => Promise.resolve(this.#files),
    };
  }

  /** Gives everything back. */
  close(): void {
    this.#end();
    for (const paused of [...this.#paused]) this.#drop(paused);
  }

  /** Lets everything come about that waits for no clock: as long as stores are asked, more may follow. */
  async #quiet(): Promise<void> {
    for (let before = -1; before !== this.#asked;) {
      before = this.#asked;
      for (let turn = 0; turn < 4; turn++) await settled();
    }
  }

  #end(): void {
    if (this.#current === undefined) return;
    this.happened.kills++;
    this.#drop(this.#current);
  }

  #drop(one: { readonly instance: Instance; readonly store: OpenStore }): void {
    one.instance.kill();
    const isPaused = this.#paused.includes(one);
    if (isPaused) this.#paused.splice(this.#paused.indexOf(one), 1);
    else if (this.#current === one) this.#current = undefined;
    else return;
    one.store.close();
  }

  #writing(instance: Instance): void {
    if (this.#fullFor > 0) {
      this.#fullFor--;
      this.happened.full++;
      throw new Error('the disk is full');
    }
    this.#killIf('before', instance);
  }

  #written(instance: Instance, { accepted = [], ended = [] }: Changes): void {
    this.accepted.push(...accepted);
    for (const { command } of ended.map((one) => one.ended)) if ('id' in command) this.#ended.add(command.id);
    this.#killIf('after', instance);
  }

  #killIf(at: 'before' | 'after', instance: Instance): void {
    if (this.#killAt !== at || this.#current?.instance !== instance) return;
    this.#killAt = undefined;
    this.#end();
  }

  #refusedAlone(told: Told): void {
    const key = canonicalJson(told);
    const times = (this.#refusals.get(key) ?? 0) + 1;
    this.#refusals.set(key, times);
    if (times >= settings.attempts) this.passedOver.add(key);
  }

  #sink(instance: Instance): Sink {
    return {
      hear: async (told, signal) => {
        await instance.gate();
        const how = this.#sinkFails.shift();
        if (how !== 'reject') this.heard.push(told);
        if (how === undefined) return;
        if (told.length === 1) this.#refusedAlone(told[0]!);
        if (how === 'reject') throw new Error('not heard');
        await instance.clock.sleep(1e9, signal);
      },
    };
  }
}
