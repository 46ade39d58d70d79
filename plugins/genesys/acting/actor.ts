import type { Command, CommandKind, StateCommand } from '../../../engine/decisions/record.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import type { Actor, Occasion } from '../../../engine/ports.ts';
import { ProblemError } from '../../../engine/problem.ts';
import type { Door } from '../door.ts';
import { act } from './act.ts';
import type { Acting } from './acting.ts';
import { setExternalTag } from './externalTag.ts';
import { setStates } from './setStates.ts';

/** Conversations whose tag is known to be set, at most; then it is looked at again. */
const mostTagged = 10_000;

/** Outcomes after which a conversation goes on as the commands want it. */
const acted: ReadonlySet<ActOutcome['status']> = new Set(['done', 'alreadySo', 'accepted']);

/** What Genesys Cloud can be made to do. */
const does = [
  'set skills',
  'set priority',
  'set scoredAgents',
  'set attributes',
  'do assign',
  'do notify',
  'do transfer',
  'do offer',
  'do say',
] as const satisfies readonly CommandKind[];

/** Does commands on Genesys Cloud. */
export class GenesysActor implements Actor {
  readonly does: readonly CommandKind[];
  readonly #acting: () => Acting;
  readonly #door: Door;
  /** Pseudonyms of conversations whose tag is set, or must not be. */
  readonly #tagged = new Set<string>();

  /**
   * @param acting what acts are made with; asked for when the plugin has started.
   * @param mails whether supervisors are told by it; another plugin may, otherwise.
   */
  constructor(acting: () => Acting, door: Door, mails: boolean) {
    this.does = mails ? does : does.filter((kind) => kind !== 'do notify');
    this.#acting = acting;
    this.#door = door;
  }

  async act(commands: readonly Command[], occasion: Occasion, signal: AbortSignal): Promise<ActOutcome> {
    signal.throwIfAborted();
    const acting = { ...this.#acting(), signal };
    const wanted = commands.map((command) => this.#door.in(command));
    const states = wanted.filter((command): command is StateCommand => 'set' in command);
    const first = wanted[0]!;
    try {
      const outcome = 'do' in first ? await act(acting, first, occasion) : await setStates(acting, states);
      if (acted.has(outcome.status)) await this.#tag(acting, first.conversation, commands[0]!.conversation);
      return outcome;
    } catch (error) {
      // The platform's own words may name the conversation, or the agent.
      throw this.#door.outError(error);
    }
  }

  /** What was done stands, whatever becomes of the tag. */
  async #tag(acting: Acting, conversation: string, pseudonym: string): Promise<void> {
    if (acting.settings.externalTag !== 'pseudonym' || this.#tagged.has(pseudonym)) return;
    if (this.#tagged.size >= mostTagged) this.#tagged.clear();
    this.#tagged.add(pseudonym);
    try {
      await setExternalTag(acting, conversation, pseudonym);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      for (const problem of error.problems) acting.problem({ ...problem, severity: 'warning' }, conversation);
    }
  }
}
