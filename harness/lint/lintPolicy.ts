import type { Path } from '../../engine/conditions/check.ts';
import type { Handoff } from '../../engine/decisions/handoff/handoff.ts';
import type { QueueOrder } from '../../engine/decisions/order/queueOrder.ts';
import type { Scoring } from '../../engine/decisions/ranking/scoring.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import type { Reactions } from '../../engine/decisions/reactions/reactions.ts';
import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { overlap } from '../../engine/packs/scope.ts';
import type { SourceDocument } from '../../engine/packs/yamlDocuments.ts';
import type { Finding, Found } from './finding.ts';
import { lintHandoff } from './kinds/handoff.ts';
import { lintQueueOrder } from './kinds/queueOrder.ts';
import { lintReactions } from './kinds/reactions.ts';
import { lintSkillMapping } from './kinds/skillMapping.ts';
import { lintSlaPolicy } from './kinds/slaPolicy.ts';
import { onlyWarns } from './lintRules.ts';
import { withoutAllowed, type PlacedFinding } from './silences.ts';

/** What lint may know beside the policy. */
export interface LintOptions {
  /** The skills that agents have; without them nothing is said of a skill that nobody has. */
  readonly skills?: ReadonlySet<string>;
}

/**
 * What is wrong, or looks wrong, with the rules of a policy that loads: exact, and each finding with an input that shows
 * it. What comments in the files allow is left out.
 * @returns in the order of files and lines; the same every time.
 */
export function lintPolicy(policy: Policy, options: LintOptions = {}): readonly Finding[] {
  const found = policy.packs.flatMap((pack, index) => {
    const document = policy.sources[index]!;
    const site = { pack, content: document.content };
    return [...findIn(site, policy, options)].map((one) => inFile(one, pack, document));
  });
  return withoutAllowed(found, policy.sources).toSorted(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

function findIn(
  { pack, content }: { readonly pack: Pack; readonly content: unknown },
  policy: Policy,
  { skills }: LintOptions,
): Iterable<Found> {
  switch (pack.kind) {
    case 'SkillMapping':
      return lintSkillMapping({ pack: pack as SkillMapping, content }, skills);
    case 'QueueOrder':
      return lintQueueOrder({ pack: pack as QueueOrder, content });
    case 'SlaPolicy': {
      const scorings = policy.packs.filter(
        (other): other is Scoring => other.kind === 'Scoring' && overlap(other.appliesTo, pack.appliesTo),
      );
      return lintSlaPolicy({ pack: pack as SlaPolicy, content }, scorings);
    }
    case 'Handoff':
      return lintHandoff({ pack: pack as Handoff, content });
    case 'Reactions':
      return lintReactions({ pack: pack as Reactions, content });
    default:
      return [];
  }
}

function inFile(
  { path, rule, ...found }: Found,
  { name }: Pack,
  { file, where }: SourceDocument,
): PlacedFinding {
  const finding: Finding = {
    ...found,
    severity: onlyWarns.has(found.code) ? 'warning' : 'error',
    file,
    ...where(path),
    rule: rule === undefined ? name : `${name} / ${rule}`,
  };
  return { finding, lines: [finding.line, where(ruleAround(path)).line] };
}

/** The rule a path leads into: where it first goes into a list, or a named condition. */
function ruleAround(path: Path): Path {
  const place = path.findIndex((step) => typeof step === 'number');
  return place === -1 ? path.slice(0, 2) : path.slice(0, place + 1);
}
