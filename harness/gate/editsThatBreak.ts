import type { Pack } from '../../engine/packs/packKind.ts';
import type { Claim, Policy } from '../../engine/packs/policy.ts';
import type { SourceDocument } from '../../engine/packs/yamlDocuments.ts';
import { policyCard, type CardLine } from '../invariants/policyCard.ts';
import type { Effort } from '../invariants/effort.ts';
import { policyBetween, policyDifference, type PolicyEdit } from '../replay/edits/policyDifference.ts';

/** An invariant that the new of two policies breaks. */
interface BrokenClaim {
  readonly before: Policy;
  readonly after: Policy;
  /** By whose limits. */
  readonly claims: readonly Claim[];
  readonly line: Pick<CardLine, 'invariant' | 'pack'>;
  readonly effort: Partial<Effort>;
}

/**
 * Which of the single edits between two policies break an invariant: each that does so alone, made in the policy before; if
 * none does, those without any one of which it holds. Empty where the policy before breaks it as well.
 */
export function editsThatBreak({ before, after, claims, line, effort }: BrokenClaim): readonly PolicyEdit[] {
  const { invariant, pack } = line;
  const difference = policyDifference(before, after);
  const documents = new Map<Pack, SourceDocument>(
    [before, after].flatMap(({ packs, sources }) =>
      packs.map((one, index) => [one, sources[index]!] as const),
    ),
  );
  const breaks = (isMade: (edit: number) => boolean): boolean => {
    const between = policyBetween(difference, isMade);
    if (between === undefined) return false;
    const sources = between.packs.map((one, index) => documents.get(one) ?? between.sources[index]!);
    const { lines } = policyCard({ ...between, sources, claims }, { ...effort, only: [invariant] });
    return lines.some(({ verdict, pack: of }) => verdict === 'broken' && of?.kind === pack?.kind);
  };
  if (breaks(() => false)) return [];
  const alone = difference.edits.filter((_, edit) => breaks((one) => one === edit));
  return alone.length > 0 ? alone : difference.edits.filter((_, edit) => !breaks((one) => one !== edit));
}
