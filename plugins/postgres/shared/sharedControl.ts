import { canonicalJson } from '../../../engine/canonical.ts';
import type { Instruction, InstructionAnswer } from '../../../engine/instruction.ts';
import { problemError } from '../../../engine/problem.ts';
import type { PolicyTally } from '../../../engine/stages/stage.ts';
import type { EndedCommand, StoreControl, StoreView } from '../../../engine/store.ts';
import { PostgresControl, placeOf } from '../control.ts';
import type { SessionOpening } from '../session.ts';

/**
 * Speaks to a store that several workers share, as to one. A command's number is that of its shard's store, times the number
 * of shards, plus the shard's; an instruction's likewise.
 */
export class SharedControl implements StoreControl {
  readonly file: string;
  readonly #shards: readonly StoreControl[];

  constructor(opening: SessionOpening, shards: number) {
    this.file = `${placeOf(opening)}, ${shards} shards`;
    this.#shards = Array.from(
      { length: shards },
      (_, shard) => new PostgresControl({ ...opening, schema: `${opening.schema}_${shard}` }),
    );
  }

  async view(): Promise<StoreView> {
    const views = await this.#each((shard) => shard.view());
    const tallies = new Map<string, PolicyTally>();
    for (const tally of views.flatMap((view) => view.tallies)) {
      const key = canonicalJson([tally.name, tally.hash, tally.stage]);
      const decisions = (tallies.get(key)?.decisions ?? 0) + tally.decisions;
      tallies.set(key, { ...tally, decisions });
    }
    const policies = views.find((view) => view.policies !== undefined)?.policies;
    return { isRunning: views.some((view) => view.isRunning), policies, tallies: [...tallies.values()] };
  }

  /** A stage is for every shard, and answered by the first; commands are told those that have them. */
  async instruct(instruction: Instruction, givenAt: number): Promise<number> {
    const given = await Promise.all(
      this.#shards.map(async (control, shard) => {
        const own = this.#ofShard(instruction, shard);
        return own && (await control.instruct(own, givenAt)) * this.#shards.length + shard;
      }),
    );
    const first = given.find((number) => number !== undefined);
    if (first !== undefined) return first;
    throw problemError('no-such-command', 'no command is named', { hint: 'give its number' });
  }

  answer(number: number): Promise<InstructionAnswer | undefined> {
    const [own, shard] = this.#placeOf(number);
    return this.#shards[shard]!.answer(own).then((answer) => answer && { ...answer, number });
  }

  async dead(after: number, most: number): Promise<readonly EndedCommand[]> {
    const count = this.#shards.length;
    const each = await this.#each(async (control, shard) => {
      const from = Math.floor((after - shard) / count);
      const dead = await control.dead(Math.max(0, from), most);
      return dead.map((one) => ({ ...one, number: one.number * count + shard }));
    });
    return each
      .flat()
      .sort((one, other) => one.number - other.number)
      .slice(0, most);
  }

  #ofShard(instruction: Instruction, shard: number): Instruction | undefined {
    if ('stage' in instruction) return instruction;
    const own = (numbers: readonly number[]): readonly number[] =>
      numbers.map((number) => this.#placeOf(number)).flatMap(([one, at]) => (at === shard ? [one] : []));
    const commands = own('redo' in instruction ? instruction.redo.commands : instruction.drop.commands);
    if (commands.length === 0) return undefined;
    return 'redo' in instruction ? { redo: { commands } } : { drop: { commands } };
  }

  #placeOf(number: number): readonly [own: number, shard: number] {
    const count = this.#shards.length;
    return [Math.floor(number / count), number % count];
  }

  #each<Result>(ask: (control: StoreControl, shard: number) => Promise<Result>): Promise<Result[]> {
    return Promise.all(this.#shards.map(ask));
  }
}
