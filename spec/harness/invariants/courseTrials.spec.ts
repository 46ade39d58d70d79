import { expect } from 'chai';
import type { InvariantName } from '../../../engine/decisions/fairness/invariants.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import { courseTrials, type Decide } from '../../../harness/invariants/courseTrials.ts';
import { decisionsOn, keepsPrepared } from '../../../harness/invariants/deciding.ts';

const { policy } = await requirePolicy('rules/retail-bank');
const prepare = keepsPrepared();
const right: Decide = (events, by) => decisionsOn(events, by, prepare);

/** A right decision, told otherwise. */
function otherwise(decision: Decision, by: unknown): Decision {
  return { ...decision, decidedBy: `${decision.decidedBy} ${String(by)}` };
}

let asked = 0;

/** Ways to decide that are wrong in one respect each. */
const wrong: Partial<Record<InvariantName, Decide>> = {
  determinism: (events, by) => right(events, by).map((one) => otherwise(one, asked++ % 2)),
  prefixStability: (events, by) => right(events, by).map((one) => otherwise(one, events.length)),
  idempotence: (events, by) =>
    right(events, by).map((one) => ({
      ...one,
      commands: one.commands.map((command) =>
        'do' in command ? { ...command, id: `${command.id} ${events.length}` } : command,
      ),
    })),
  commuting: (events, by) => {
    const first = events.find((event) => 'conversation' in event)!;
    return right(events, by).map((one) => otherwise(one, first.type));
  },
  packMetamorphics: (events, by) =>
    right(events, by).map((one) => otherwise(one, by.sources.map(({ file }) => file).join(' '))),
};

describe('the invariants of a course of events', () => {
  const effort = { seed: 1, runs: 1000 };
  for (const [name, decide] of Object.entries(wrong)) {
    const invariant = name as keyof ReturnType<typeof courseTrials>;
    it(`${invariant} holds of the engine, and is found broken where it is`, () => {
      expect(courseTrials(policy, right)[invariant]({ ...effort, runs: 40 }).counterexample).to.equal(
        undefined,
      );
      const { counterexample } = courseTrials(policy, decide)[invariant](effort);
      expect(counterexample).to.not.equal(undefined);
      // As few events as it takes, and what came out otherwise.
      expect(counterexample!.length).to.be.at.most(5);
    });
  }
});
