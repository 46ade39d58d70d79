import { policyName } from '../engine/packs/folder.ts';
import type { Instruction, InstructionAnswer } from '../engine/instruction.ts';
import { tokens } from '../engine/ports.ts';
import type { EndedCommand, StoreControl, StoreView } from '../engine/store.ts';
import { stagesAtStart } from '../engine/stages/staging.ts';
import type { StagedPolicy } from '../engine/stages/stage.ts';
import type { ConfigurationFile } from './configurationFile.ts';
import { storePart } from './storePart.ts';
import { systemClock } from './systemClock.ts';

/** How long to wait for an engine to answer, and between two looks, in milliseconds. */
const mostMs = 5_000;
const lookMs = 100;

/** Dead commands that are read at a time. */
const page = 500;

/** A policy that signalbox.yaml lists, as it stands. */
export interface PolicyStanding extends Omit<StagedPolicy, 'hash'> {
  /** Of the version at work; absent before an engine has had the policy. */
  readonly hash?: string;
  /** By that version so far, at any stage. */
  readonly decisions: number;
}

/** What came of an instruction, as far as is known. `waiting`: it is kept, and nobody has answered it yet. */
export interface Instructed {
  readonly number: number;
  readonly outcome: InstructionAnswer['outcome'] | 'waiting';
  readonly why?: string;
  /** Whether an engine runs on the store. */
  readonly isRunning: boolean;
}

/** An engine, running or not, as an operator speaks to it through its store. */
export interface Operating {
  /** Names of the policies that are listed. */
  readonly policies: readonly string[];
  standings(): Promise<{ readonly isRunning: boolean; readonly policies: readonly PolicyStanding[] }>;
  /** All of them, in order. */
  dead(): Promise<readonly EndedCommand[]>;
  /** Gives an instruction, and waits a few seconds for its answer where an engine runs. */
  instruct(instruction: Instruction): Promise<Instructed>;
}

/**
 * Speaks to the engine of a configuration through its store; nothing is started.
 * @throws ProblemError when the configuration is wrong, or its store cannot be spoken to.
 */
export async function operate(options: ConfigurationFile): Promise<Operating> {
  const message = 'the store is in memory, or nobody but its engine can speak to it';
  const { configuration, use } = await storePart(options, tokens.storeControl, {
    code: 'no-control',
    message,
  });
  const policies = configuration.policies.map(policyName);
  return {
    policies,
    standings: () => use(async (control) => standingsIn(policies, await control.view())),
    dead: () => use(deadIn),
    instruct: (instruction) =>
      use(async (control) => {
        const number = await control.instruct(instruction, systemClock.now());
        const { isRunning } = await control.view();
        const until = performance.now() + mostMs;
        for (let answer; ; await systemClock.sleep(lookMs)) {
          answer = await control.answer(number);
          if (answer !== undefined) return { ...answer, isRunning };
          if (!isRunning || performance.now() >= until) return { number, outcome: 'waiting', isRunning };
        }
      }),
  };
}

async function deadIn(control: StoreControl): Promise<readonly EndedCommand[]> {
  const dead: EndedCommand[] = [];
  for (;;) {
    const some = await control.dead(dead.at(-1)?.number ?? 0, page);
    dead.push(...some);
    if (some.length < page) return dead;
  }
}

function standingsIn(names: readonly string[], { isRunning, policies, tallies }: StoreView) {
  const kept = policies?.policies ?? [];
  const standings = stagesAtStart(names, kept).map((one): PolicyStanding => {
    const hash = kept.find(({ name }) => name === one.name)?.hash;
    const own = tallies.filter((tally) => tally.name === one.name && tally.hash === hash);
    const decisions = own.reduce((sum, tally) => sum + tally.decisions, 0);
    return { ...one, ...(hash === undefined ? {} : { hash }), decisions };
  });
  return { isRunning, policies: standings };
}
