import type { Stage } from './stages/stage.ts';

/** A policy is to go to a stage. */
export interface StageInstruction {
  readonly stage: {
    readonly policy: string;
    readonly stage: Stage;
    /** Of a canary. */
    readonly sharePercent?: number;
  };
}

/** Dead commands are to be done after all. */
export interface RedoInstruction {
  readonly redo: { readonly commands: readonly number[] };
}

/** Dead commands are to be given up for good. */
export interface DropInstruction {
  readonly drop: { readonly commands: readonly number[] };
}

/** What an operator tells the engine, whether it runs or not. */
export type Instruction = StageInstruction | RedoInstruction | DropInstruction;

/** An instruction that waits for its answer. */
export interface GivenInstruction {
  /** From 1, in the order they were given. */
  readonly number: number;
  readonly instruction: Instruction;
  /** Milliseconds since 1970, of the clock of whoever gave it. */
  readonly givenAt: number;
}

/** What came of an instruction. What is accepted has come about in the same commit. */
export interface InstructionAnswer {
  readonly number: number;
  readonly outcome: 'accepted' | 'refused';
  /** Why it was refused, in a sentence. */
  readonly why?: string;
}
