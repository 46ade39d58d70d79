import { CauseGroups, type Causes } from './causes/causeGroups.ts';
import { ChangeLog, type ComparedChanges } from './changes.ts';
import { OrderAgreementCount, type OrderAgreement } from './orderAgreement.ts';
import { Tally, type DecisionTally } from './tally.ts';

/** What was found of one policy. */
export interface SideFindings {
  readonly tally: DecisionTally;
  readonly orderAgreement: OrderAgreement;
}

/** What a replay, or one share of it, found. Plain values, so that a worker can hand them over. */
export interface Findings {
  readonly new: SideFindings;
  readonly old?: SideFindings;
  readonly changes?: ComparedChanges;
  /** Why they changed, once that was found. */
  readonly causes?: Causes;
  /** By service-level target that no shift names, how often it came up. */
  readonly unnamedTargets: Readonly<Record<string, number>>;
  /** Steps of participants that were refused. */
  readonly refusedSteps: number;
}

/** What all shares of a replay found together: the same however many there were. @param parts at least one. */
export function joinFindings(parts: readonly Findings[]): Findings {
  const unnamedTargets: Record<string, number> = {};
  for (const part of parts) {
    for (const [target, count] of Object.entries(part.unnamedTargets))
      unnamedTargets[target] = (unnamedTargets[target] ?? 0) + count;
  }
  return {
    new: joinSides(parts.map((part) => part.new)),
    unnamedTargets,
    refusedSteps: parts.reduce((sum, part) => sum + part.refusedSteps, 0),
    ...(parts[0]!.old === undefined
      ? {}
      : {
          old: joinSides(parts.map((part) => part.old!)),
          changes: joinChanges(parts.map((part) => part.changes!)),
        }),
    ...(parts[0]!.causes === undefined ? {} : { causes: joinCauses(parts.map((part) => part.causes!)) }),
  };
}

function joinSides(parts: readonly SideFindings[]): SideFindings {
  const [tally, agreement] = [new Tally(), new OrderAgreementCount()];
  for (const part of parts) {
    tally.join(part.tally);
    agreement.join(part.orderAgreement);
  }
  return { tally: tally.result(), orderAgreement: agreement.result() };
}

function joinChanges(parts: readonly ComparedChanges[]): ComparedChanges {
  const log = new ChangeLog();
  for (const part of parts) log.join(part);
  return log.result();
}

function joinCauses(parts: readonly Causes[]): Causes {
  const { edits } = parts[0]!;
  const groups = new CauseGroups(edits);
  for (const part of parts) groups.join(part.groups);
  return { edits, groups: groups.result() };
}
