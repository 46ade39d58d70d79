import { commandKindOf, type Command, type CommandKind } from '../../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../../engine/exchange.ts';
import type { Actor, BatchActor } from '../../../../engine/ports.ts';
import type { Instance } from './instance.ts';

/** What a call comes to. What is `applied` counts at the receiver, whatever it answers. */
export const behaviours = [
  'reject',
  'retryLater',
  'appliedSlowly',
  'hang',
  'appliedHang',
  'deaf',
  'appliedDeaf',
  'refused',
  'notDone',
  'appliedNotDone',
  'unknown',
  'appliedUnknown',
  'appliedNonsense',
  'partlyRefused',
  'partlyNotDone',
] as const;

export type Behaviour = (typeof behaviours)[number];

interface Asked {
  readonly command: Command;
  readonly isRepeated: boolean;
}

/** Whoever is beyond a plugin: it does a one-shot command once, by its id, and keeps the state that was set last. */
export class Outsider {
  /** What it did, in order; of states each that was set. */
  readonly effects: Command[] = [];
  /** What should not have been asked. */
  readonly violations: string[] = [];
  readonly #ids = new Set<string>();
  /** Ids of commands that have ended. */
  readonly #ended: ReadonlySet<string>;
  #coming: readonly Behaviour[] = [];

  /** @param ended ids of commands whose end is written: they are never asked for again. */
  constructor(ended: ReadonlySet<string>) {
    this.#ended = ended;
  }

  /** Its next calls come to these; all after them are done. */
  behave(coming: readonly Behaviour[]): void {
    this.#coming = coming;
  }

  /** As one instance speaks to it, command by command. */
  actor(instance: Instance, does: readonly CommandKind[], pausesSeconds?: readonly number[]): Actor {
    const calls = new Set<string>();
    return {
      does,
      ...(pausesSeconds === undefined ? {} : { pausesSeconds }),
      act: async (commands, { isRepeated }, signal) => {
        await instance.gate();
        const asked = commands.map((command) => ({ command, isRepeated }));
        // Of states that are set together, the later counts.
        const counting = asked.slice(-1);
        const outcomes = await this.#ask(asked, counting, calls, does, instance, signal);
        return outcomes[0]!;
      },
    };
  }

  /** As one instance speaks to it, in batches. */
  batchActor(instance: Instance, does: readonly CommandKind[]): BatchActor {
    const calls = new Set<string>();
    return {
      ...{ does, batch: { most: 3, withinSeconds: 1, atOnce: 2 } },
      actTogether: async (asked, signal) => {
        await instance.gate();
        return this.#ask(asked, asked, calls, does, instance, signal);
      },
    };
  }

  async #ask(
    asked: readonly Asked[],
    counting: readonly Asked[],
    calls: Set<string>,
    does: readonly CommandKind[],
    instance: Instance,
    signal: AbortSignal,
  ): Promise<readonly ActOutcome[]> {
    this.#check(asked, calls, does, instance);
    const [how, ...coming] = this.#coming;
    this.#coming = coming;
    const conversations = [...new Set(asked.map(({ command }) => command.conversation))];
    const isDeaf = how === 'deaf' || how === 'appliedDeaf';
    if (!isDeaf) for (const conversation of conversations) calls.add(conversation);
    try {
      return await this.#answer(how, counting, instance, signal);
    } finally {
      for (const conversation of conversations) calls.delete(conversation);
    }
  }

  #check(
    asked: readonly Asked[],
    calls: ReadonlySet<string>,
    does: readonly CommandKind[],
    instance: Instance,
  ): void {
    for (const { command, isRepeated } of asked) {
      const name = JSON.stringify(command);
      if (!does.includes(commandKindOf(command))) this.violations.push(`${name} is none of its own`);
      if (calls.has(command.conversation)) this.violations.push(`${name} while another is under way`);
      // One that was paused, and taken over from, cannot know: it says it once more when it wakes.
      if (!('id' in command) || instance.isSuperseded) continue;
      if (this.#ids.has(command.id) && !isRepeated) this.violations.push(`${name} was done, as if new`);
      if (this.#ended.has(command.id)) this.violations.push(`${name} had ended`);
    }
  }

  #apply(asked: readonly Asked[]): void {
    for (const { command } of asked) {
      if ('id' in command && this.#ids.has(command.id)) continue;
      if ('id' in command) this.#ids.add(command.id);
      this.effects.push(command);
    }
  }

  async #answer(
    how: Behaviour | undefined,
    asked: readonly Asked[],
    { clock }: Instance,
    signal: AbortSignal,
  ): Promise<readonly ActOutcome[]> {
    const each = (status: ActOutcome['status']): readonly ActOutcome[] => asked.map(() => ({ status }));
    if (how === undefined || how.startsWith('applied')) this.#apply(asked);
    switch (how) {
      case 'reject':
        throw new Error('down');
      case 'retryLater':
        throw Object.assign(new Error('not now'), { retryAfterSeconds: 20 });
      case 'appliedSlowly':
        await clock.sleep(1500);
        return each('done');
      case 'hang':
      case 'appliedHang':
        await clock.sleep(1e9, signal);
        return each('done');
      case 'deaf':
      case 'appliedDeaf':
        return new Promise(() => undefined);
      case 'refused':
        return each('refused');
      case 'notDone':
      case 'appliedNotDone':
        return each('notDone');
      case 'unknown':
      case 'appliedUnknown':
        return each('unknown');
      case 'appliedNonsense':
        return [{ status: 'well' as never }];
      case 'partlyRefused':
        this.#apply(asked.slice(1));
        return asked.map((_, index) => ({ status: index === 0 ? 'refused' : 'done' }));
      case 'partlyNotDone': {
        const left = asked.at(-1)!.command.conversation;
        this.#apply(asked.filter(({ command }) => command.conversation !== left));
        return asked.map(({ command }) => ({ status: command.conversation === left ? 'notDone' : 'done' }));
      }
      case undefined:
        return each('done');
    }
  }
}
