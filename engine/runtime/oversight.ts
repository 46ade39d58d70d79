import { withinDeadline } from '../deadline.ts';
import type { ReadPolicy } from '../decisions/loadPolicy.ts';
import type { GivenInstruction, Instruction, InstructionAnswer, StageInstruction } from '../instruction.ts';
import type { Policy } from '../packs/policy.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import type { Clock } from '../ports.ts';
import { hasErrors, problemError, ProblemError, type Problem } from '../problem.ts';
import { stageText, type StagedPolicy } from '../stages/stage.ts';
import { noActivePolicy, restaged } from '../stages/staging.ts';
import type { Changes } from '../store.ts';
import type { Committer } from './committer.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { Intake } from './intake.ts';
import type { RuntimeParts } from './parts.ts';
import { versionOf } from './policyVersions.ts';

/** Where a policy that is listed is read from. */
export interface PolicyFolder {
  /** The policy's. */
  readonly name: string;
  /** The stamp when it was first read. */
  readonly readAt: string;
  /** Another whenever a file of it is another. Never rejects. */
  stamp(): Promise<string>;
  /** @throws ProblemError when no policy is there. */
  read(): Promise<ReadPolicy>;
}

/** What is looked after while a runtime runs. */
export interface Overseen {
  readonly folders: readonly PolicyFolder[];
  /** What plugins find wrong with a policy. */
  readonly check: (policy: Policy, signal: AbortSignal) => Promise<readonly Problem[]>;
  /** Told of what was taken in. Must not throw. */
  readonly taken?: (change: Taken) => void;
}

/** A policy as it is from now on: at another stage, of another version, or right again after an edit that was refused. */
export interface Taken {
  readonly what: 'stage' | 'edit' | 'mended';
  readonly policy: StagedPolicy;
}

/** What instructions and edits are about. */
export interface Overseeable {
  readonly intake: Intake;
  readonly deadLetters: DeadLetters;
  readonly committer: Committer;
}

/** What oversight needs of the runtime. */
type OversightParts = Pick<RuntimeParts, 'store' | 'problem' | 'clock'> & {
  readonly settings: Pick<RuntimeParts['settings'], 'startSeconds'>;
};

/** Time between two looks, in milliseconds. */
const lookMs = 1_000;

/** What was last seen of a folder. */
interface Seen {
  /** The stamp of what was read. */
  read: string;
  /** Another stamp that was seen since, once. */
  changed?: string | undefined;
  /** What was read was refused, and nothing right was read since. */
  isRefused?: boolean;
}

/** Takes in the operator's instructions and edits of rule files, between events, while a runtime runs. */
export class Oversight {
  readonly #intake: Intake;
  readonly #deadLetters: DeadLetters;
  readonly #committer: Committer;
  readonly #parts: OversightParts;
  readonly #overseen: Overseen;
  readonly #seen: ReadonlyMap<PolicyFolder, Seen>;

  constructor({ intake, deadLetters, committer }: Overseeable, parts: OversightParts, overseen: Overseen) {
    this.#intake = intake;
    this.#deadLetters = deadLetters;
    this.#committer = committer;
    this.#parts = parts;
    this.#overseen = overseen;
    this.#seen = new Map(overseen.folders.map((one) => [one, { read: one.readAt }]));
  }

  /** Looks now and then, until the signal is aborted or the store refuses. Never rejects. */
  async keepLooking(clock: Clock, signal: AbortSignal): Promise<void> {
    const until = AbortSignal.any([signal, this.#committer.failed]);
    while (!until.aborted) {
      await clock.sleep(lookMs, until).catch(() => undefined);
      if (!until.aborted) await this.look(until).catch((error: unknown) => this.#fail(error));
    }
  }

  #fail(error: unknown): void {
    this.#committer.fail(new ProblemError(pluginFailure('store-failed', 'the store refuses', error)));
  }

  /** Looks once. @throws what the store refuses with. */
  async look(signal: AbortSignal): Promise<void> {
    await this.heed();
    for (const [folder, seen] of this.#seen) await this.#lookAt(folder, seen, signal);
  }

  /** Takes in the instructions that wait: what comes of one is safe with its answer. @throws as `look`. */
  async heed(): Promise<void> {
    const given = await this.#parts.store.instructions();
    for (const one of given) await this.#obey(one);
  }

  async #obey({ number, instruction }: GivenInstruction): Promise<void> {
    const accepted: readonly InstructionAnswer[] = [{ number, outcome: 'accepted' }];
    const why = await this.#follow(instruction, { answered: accepted });
    if (why === undefined) return;
    await this.#committer.commit({ answered: [{ number, outcome: 'refused', why }] });
  }

  /** @returns why not, in a sentence; undefined once it is done, and safe with its answer. */
  async #follow(instruction: Instruction, answer: Pick<Changes, 'answered'>): Promise<string | undefined> {
    if ('stage' in instruction) return this.#restage(instruction, answer);
    try {
      if ('redo' in instruction) await this.#deadLetters.redo(instruction.redo.commands, answer);
      else if ('drop' in instruction)
        await this.#deadLetters.drop(instruction.drop.commands, 'the operator dropped it', answer);
      // Another release may have given it.
      else return 'this release knows no such instruction';
    } catch (error) {
      if (!(error instanceof ProblemError) || this.#committer.failed.aborted) throw error;
      return error.problems.map(({ message }) => message).join('; ');
    }
    return undefined;
  }

  async #restage(
    { stage }: StageInstruction,
    { answered = [] }: Pick<Changes, 'answered'>,
  ): Promise<string | undefined> {
    const before = this.#intake.policies;
    const policies = restaged(before, stage);
    if (typeof policies === 'string') return policies;
    await this.#intake.change({ policies, answered });
    policies
      .filter((one, place) => stageText(one) !== stageText(before[place]!))
      .forEach((policy) => this.#overseen.taken?.({ what: 'stage', policy }));
    this.warnOfNoActive();
    return undefined;
  }

  /** Told where nothing that is decided is done. */
  warnOfNoActive(): void {
    if (this.#intake.policies.some(({ stage }) => stage === 'active')) return;
    this.#parts.problem(noActivePolicy);
  }

  /** A folder is read when it has another stamp at two looks in a row: files are written one after the other. */
  async #lookAt(folder: PolicyFolder, seen: Seen, signal: AbortSignal): Promise<void> {
    const stamp = await folder.stamp();
    const isSettled = stamp === seen.changed;
    seen.changed = stamp === seen.read ? undefined : stamp;
    if (stamp === seen.read || !isSettled) return;
    seen.read = stamp;
    seen.changed = undefined;
    await this.#reload(folder, seen, signal);
  }

  async #reload(folder: PolicyFolder, seen: Seen, signal: AbortSignal): Promise<void> {
    const { name } = folder;
    const { read, problems } = await this.#read(folder, signal);
    if (signal.aborted) return;
    problems.forEach(this.#parts.problem);
    const wasRefused = seen.isRefused === true;
    seen.isRefused = read === undefined || hasErrors(problems);
    if (read === undefined || seen.isRefused) return this.#refuse(name);
    const { hash } = read.policy;
    const before = this.#intake.policies.find((one) => one.name === name)!;
    const policy = { ...before, hash };
    const policies = this.#intake.policies.map((one) => (one === before ? policy : one));
    await this.#intake.change({ policies, versions: [versionOf(read)] });
    if (before.hash !== hash) this.#overseen.taken?.({ what: 'edit', policy });
    else if (wasRefused) this.#overseen.taken?.({ what: 'mended', policy });
  }

  /** What is there now, and all that is wrong with it, or that it took too long to find out. Never rejects. */
  async #read(
    folder: PolicyFolder,
    signal: AbortSignal,
  ): Promise<{ readonly read?: ReadPolicy; readonly problems: readonly Problem[] }> {
    try {
      const { clock, settings } = this.#parts;
      const { startSeconds } = settings;
      const late = (): Error =>
        problemError('policy-not-checked', `it takes longer than ${startSeconds} s`, {
          hint: 'see what it waits for, or raise runtime.startSeconds; then save the file again',
        });
      const reading = async (over: AbortSignal) => {
        const read = await folder.read();
        const { policy, problems } = read;
        if (hasErrors(problems)) return { read, problems };
        return { read, problems: [...problems, ...(await this.#overseen.check(policy, over))] };
      };
      // Who hangs must keep neither the operator's instructions waiting nor the end.
      return await withinDeadline(clock, startSeconds * 1000, reading, late, signal);
    } catch (error) {
      return {
        problems: pluginFailure('policy-not-read', `${folder.name} could not be read and checked`, error),
      };
    }
  }

  #refuse(name: string): void {
    const { hash } = this.#intake.policies.find((one) => one.name === name)!;
    this.#parts.problem({
      code: 'edit-refused',
      severity: 'error',
      message: `${name} was edited and is wrong: its last good version, ${hash.slice(0, 12)}, goes on`,
      hint: 'mend it, and it is read again; while it is wrong the engine does not start anew',
    });
  }
}
