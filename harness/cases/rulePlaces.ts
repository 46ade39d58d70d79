import type { Path } from '../../engine/conditions/check.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { SourceDocument } from '../../engine/packs/yamlDocuments.ts';
import { writtenRules } from '../coverage/writtenRules.ts';
import { partAt } from '../lint/places.ts';
import { listed, type Case, type Place } from './case.ts';
import { firedIn } from './fired.ts';

/** Where a rule, or a named condition it uses, is written in the packs. */
export interface RulePlace extends Place {
  readonly name: string;
  /** The last line it takes; `line` is the first. */
  readonly lastLine: number;
}

/** The kind of pack whose rules a decision goes by. */
const kindOf: Readonly<Record<DecisionPoint, string | undefined>> = {
  skills: 'SkillMapping',
  order: 'QueueOrder',
  ranking: 'SlaPolicy',
  handoff: 'Handoff',
  reaction: 'Reactions',
  delivery: undefined,
};

/**
 * Where the rules are written that a case is about: those it expects to take effect, and those that did. In the
 * order of the packs; nothing for a decision that no rule makes.
 * @param decision what was decided; undefined where nothing was.
 */
export function rulePlaces(
  { expect }: Case,
  decision: Decision | undefined,
  { packs, sources }: Policy,
): readonly RulePlace[] {
  const fired = decision === undefined ? [] : [decision.decidedBy, ...firedIn(decision)];
  const expected = [...listed(expect.fires), expect.decision?.['decidedBy']];
  const names = new Set<unknown>([...expected, ...fired]);
  return packs.flatMap((pack, index) => {
    if (pack.kind !== kindOf[expect.point]) return [];
    const document = sources[index]!;
    const rules = writtenRules(pack, document.content).filter(({ name }) => names.has(name));
    return rules.flatMap(({ name, path }) => [
      placeOf(name, path, document),
      ...conditionsIn(partAt(document.content, path)).map((condition) =>
        placeOf(condition, ['conditions', condition], document),
      ),
    ]);
  });
}

/** `“fraud” is at rules/retail-bank/skill-mapping.yaml:13:5, to line 18`. */
export function placeInWords({ name, file, line, column, lastLine }: RulePlace): string {
  return `“${name}” is at ${file}:${line}:${column}${lastLine === line ? '' : `, to line ${lastLine}`}`;
}

function placeOf(name: string, path: Path, { file, content, where }: SourceDocument): RulePlace {
  const lines = pathsBelow(path, partAt(content, path)).map((below) => where(below).line);
  return { name, file, ...where(path), lastLine: Math.max(...lines) };
}

function pathsBelow(path: Path, node: unknown): readonly Path[] {
  if (typeof node !== 'object' || node === null) return [path];
  const keys = Array.isArray(node) ? [...node.keys()] : Object.keys(node);
  return [
    path,
    ...keys.flatMap((key) => pathsBelow([...path, key], (node as Record<string | number, unknown>)[key])),
  ];
}

/** The named conditions that a rule refers to. */
function conditionsIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, part]) =>
    key === 'condition' && typeof part === 'string' ? [part] : conditionsIn(part),
  );
}
