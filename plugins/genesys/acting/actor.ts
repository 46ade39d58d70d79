import type { Command, StateCommand } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import { commandKinds, type Actor, type Occasion } from '../../../engine/ports.ts';
import type { Door } from '../door.ts';
import { act } from './act.ts';
import type { Acting } from './acting.ts';
import { setRouting } from './setRouting.ts';

/** Does every kind of command on Genesys Cloud. */
export class GenesysActor implements Actor {
  readonly does = commandKinds;
  readonly #acting: () => Acting;
  readonly #door: Door;

  /** @param acting what acts are made with; asked for when the plugin has started. */
  constructor(acting: () => Acting, door: Door) {
    this.#acting = acting;
    this.#door = door;
  }

  async act(commands: readonly Command[], occasion: Occasion, signal: AbortSignal): Promise<ActOutcome> {
    signal.throwIfAborted();
    const acting = { ...this.#acting(), signal };
    const wanted = commands.map((command) => this.#door.in(command));
    const states = wanted.filter((command): command is StateCommand => 'set' in command);
    const [first] = wanted;
    try {
      if (first !== undefined && 'do' in first) return await act(acting, first, occasion);
      return await setRouting(acting, states[0]!.conversation, states);
    } catch (error) {
      // The platform's own words may name the conversation, or the agent.
      throw this.#door.outError(error);
    }
  }
}
