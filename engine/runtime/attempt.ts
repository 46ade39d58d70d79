import { commandKindOf } from '../decisions/record.ts';
import { withinDeadline } from '../deadline.ts';
import type { ActOutcome, CommandOutcome } from '../exchange.ts';
import { actStatuses } from '../facts/occurrence.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import { problemError } from '../problem.ts';
import type { Doer } from './doer.ts';
import type { Waiting } from './lanes.ts';
import type { RuntimeParts } from './parts.ts';

/** What became of a command: how it ended; or, when it is to be tried again, whether it may have been done. */
export type Answer = { readonly outcome: CommandOutcome['outcome'] } | { readonly isRepeated: boolean };

/** What an attempt came to. */
export interface Attempted {
  /** Of each command, in their order. */
  readonly answers: readonly Answer[];
  /** What the actor rejected with. */
  readonly failure?: unknown;
}

/**
 * Tries commands once, together.
 * @param isLast what fails now is given up.
 * @param over what is under way when it is aborted is left open.
 */
export async function attempt(
  doer: Doer,
  group: readonly Waiting[],
  isLast: boolean,
  parts: Pick<RuntimeParts, 'clock' | 'settings' | 'problem'>,
  over: AbortSignal,
): Promise<Attempted> {
  const { clock, settings, problem } = parts;
  const { attemptSeconds } = settings;
  const late = new Error(`no answer within ${attemptSeconds} s`);
  let asking: ReturnType<Doer['ask']> | undefined;
  const asked = (signal: AbortSignal) => (asking = doer.ask(group, signal));
  try {
    const outcomes = await withinDeadline(clock, attemptSeconds * 1000, asked, () => late, over).catch(
      (error: unknown) => {
        if (error !== late || asking === undefined) throw error;
        return ending(asking, late, group, parts, over);
      },
    );
    const answers = group.map((one, index) =>
      answerOf(outcomes[index], couldNot(doer, [one]), isLast, parts),
    );
    return { answers };
  } catch (error) {
    if (!isLast || over.aborted) {
      const again = group.map(({ isRepeated }) => ({
        isRepeated: isRepeated || error === late || over.aborted,
      }));
      return { answers: again, failure: error };
    }
    const problems = pluginFailure('command-failed', couldNot(doer, group), error);
    problems.forEach(problem);
    const why = problems[0]!.message;
    // Of what was late, now or before, nobody knows whether it was done.
    const answers = group.map(({ isRepeated }): Answer => ({
      outcome: { status: error === late || isRepeated ? 'unknown' : 'failed', why },
    }));
    return { answers, failure: error };
  }
}

/**
 * Waits for an attempt that was told to give up, as long again: no other is begun while it may still act.
 * @returns what it came to after all; `unknown` when it does not end.
 * @throws `late` when it gave up.
 */
async function ending(
  asking: ReturnType<Doer['ask']>,
  late: Error,
  group: readonly Waiting[],
  { clock, settings }: Pick<RuntimeParts, 'clock' | 'settings'>,
  over: AbortSignal,
): ReturnType<Doer['ask']> {
  const { attemptSeconds } = settings;
  const deaf = new Error('it goes on');
  try {
    return await withinDeadline(
      clock,
      attemptSeconds * 1000,
      () => asking,
      () => deaf,
      over,
    );
  } catch (error) {
    if (over.aborted) throw error;
    if (error !== deaf) throw late;
    const why = `it neither answers nor gives up within ${2 * attemptSeconds} s, and may still act`;
    return group.map(() => ({ status: 'unknown', why }));
  }
}

/** @param couldNot says, for messages, what was not done. */
function answerOf(
  said: ActOutcome | undefined,
  couldNot: string,
  isLast: boolean,
  { problem }: Pick<RuntimeParts, 'problem'>,
): Answer {
  const outcome = outcomeOf(said);
  const { status, why } = outcome;
  if (status === 'notDone' && !isLast) return { isRepeated: true };
  const tell = (code: string, message: string, hint: string): void =>
    problemError(code, `${couldNot}: ${message}`, { hint }).problems.forEach(problem);
  if (status === 'notDone' || status === 'unknown')
    tell('command-unsettled', why ?? 'it is not known whether it was done', 'see whether it was done');
  if (status === 'refused')
    tell(
      'command-refused',
      why ?? 'it is refused',
      'it is kept among the dead; mend what is wrong, then redo it',
    );
  return { outcome };
}

/** What an actor says that is no outcome leaves open whether anything was done. */
function outcomeOf(outcome: ActOutcome | undefined): ActOutcome {
  const status = outcome?.status;
  if (status !== undefined && actStatuses.includes(status)) return outcome!;
  return { status: 'unknown', why: 'it does not say what became of it' };
}

function couldNot({ name }: Doer, group: readonly Waiting[]): string {
  const [{ entry }] = group as readonly [Waiting];
  const { conversation } = entry.command;
  const isOfOne = group.every((one) => one.entry.command.conversation === conversation);
  const what = isOfOne
    ? `${commandKindOf(entry.command)} for ${conversation}`
    : `do ${group.length} commands together`;
  return `"${name}" could not ${what}`;
}
