import { canonicalJson } from '../../../engine/canonical.ts';
import { loadPack, policyOf } from '../../../engine/decisions/loadPolicy.ts';
import type { LoadedPack } from '../../../engine/packs/load.ts';
import type { Pack } from '../../../engine/packs/packKind.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import type { SourceDocument } from '../../../engine/packs/yamlDocuments.ts';
import { hasErrors } from '../../../engine/problem.ts';
import { differenceOf, documentBetween, type Difference, type SingleEdit } from './difference.ts';
import { editInWords, ruleOf } from './inWords.ts';

/** Edits tried one by one; where there are more, those of one rule, list or pack are taken together. */
export const mostEdits = 32;

/** One step from a policy to another: the smallest that is a policy by itself, where there are not too many. */
export interface PolicyEdit {
  /** In words: the pack, the rule, what changed. */
  readonly text: string;
  readonly pack: string;
  readonly rule?: string;
  /** Where it is written: in the new policy, what was removed in the old one. Absent where that is not known. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A pack that differs, as both policies have it. */
interface PackDifference {
  readonly before?: Pack;
  readonly after?: Pack;
  /** Undefined where the one stands for the other as a whole: then `whole` is the edit. */
  readonly difference?: Difference;
  readonly whole?: number;
}

/** Two policies, and all that lies between them. Plain values, so that a worker can take them. */
export interface PolicyDifference {
  readonly before: readonly Pack[];
  readonly after: readonly Pack[];
  readonly packs: readonly PackDifference[];
  readonly edits: readonly PolicyEdit[];
  /** Whether policies between the two may find data too old, or look at data, where neither of the two does. */
  readonly changesAge: boolean;
  /** For each single edit the number of the edit it belongs to. */
  readonly editOf: readonly number[];
}

/** A single edit, and whose it is. */
interface Found extends SingleEdit {
  readonly pack: Pack;
  readonly document: SourceDocument | undefined;
}

/** Splits what distinguishes two policies into single edits. Edits that change no meaning are none. */
export function policyDifference(before: Policy, after: Policy): PolicyDifference {
  const found: Found[] = [];
  const packs = pairsOf(before, after).map(([was, is]) => packDifference(was, is, before, after, found));
  const plain = { before: before.packs, after: after.packs, packs };
  const groups = workableGroups(plain, coarse(found), found);
  const editOf = found.map((_, single) => groups.findIndex((group) => group.includes(single)));
  const edits = groups.map((group) => editOfSingles(group.map((single) => found[single]!)));
  const changesAge = found.some(({ trail: [field] }) => ageFields.has(field));
  return { ...plain, edits, changesAge, editOf };
}

/** Of a pack as a whole, undefined. */
const ageFields: ReadonlySet<string | undefined> = new Set([undefined, 'appliesTo', 'maxAgeSeconds']);

/** The policy in which those edits are made and the others are not; undefined when that is no policy. */
export function policyBetween(
  { before, packs, editOf }: Pick<PolicyDifference, 'before' | 'packs' | 'editOf'>,
  isMade: (edit: number) => boolean,
): Policy | undefined {
  const isDone = (single: number): boolean => isMade(editOf[single]!);
  const different = new Set(packs.map((one) => one.before));
  const loaded: LoadedPack[] = before.filter((pack) => !different.has(pack)).map(asLoaded);
  for (const { before: was, after: is, difference, whole } of packs) {
    if (difference === undefined) {
      const pack = isDone(whole!) ? is : was;
      if (pack !== undefined) loaded.push(asLoaded(pack));
      continue;
    }
    const content = documentBetween(difference, isDone);
    const pack = loadPack({ ...noDocument, content });
    if (pack === undefined) return undefined;
    loaded.push(pack);
  }
  const { policy, problems } = policyOf('between', loaded);
  return hasErrors(problems) ? undefined : policy;
}

/** Of a pack that nobody wrote. */
const noDocument: SourceDocument = {
  file: '',
  content: undefined,
  where: () => ({ line: 1, column: 1 }),
  comments: () => [],
};

function asLoaded(pack: Pack): LoadedPack {
  return { pack, document: noDocument, isClaim: false };
}

type Side = Pack | undefined;

/** Packs that differ in meaning: by kind and name, and those of a kind that are left over when it is one on each side. */
function pairsOf(before: Policy, after: Policy): readonly (readonly [Side, Side])[] {
  const keyOf = ({ kind, name }: Pack): string => `${kind}\0${name}`;
  const known = new Map(after.packs.map((pack) => [keyOf(pack), pack]));
  const paired = new Map(before.packs.map((pack) => [pack, known.get(keyOf(pack))]));
  const taken = new Set(paired.values());
  const added = after.packs.filter((pack) => !taken.has(pack));
  const removed = before.packs.filter((pack) => paired.get(pack) === undefined);
  const alone = (packs: readonly Pack[], kind: string): Pack | undefined => {
    const all = packs.filter((pack) => pack.kind === kind);
    return all.length === 1 ? all[0] : undefined;
  };
  const renamed = new Map(
    removed.flatMap((was) => {
      const is = alone(added, was.kind);
      return is === undefined || alone(removed, was.kind) === undefined ? [] : [[was, is] as const];
    }),
  );
  const isRenamed = new Set(renamed.values());
  return [
    ...before.packs.map((was) => [was, paired.get(was) ?? renamed.get(was)] as const),
    ...added.filter((is) => !isRenamed.has(is)).map((is) => [undefined, is] as const),
  ].filter(([was, is]) => was === undefined || is === undefined || canonicalJson(was) !== canonicalJson(is));
}

function packDifference(was: Side, is: Side, before: Policy, after: Policy, found: Found[]): PackDifference {
  const [old, now] = [documentOf(was, before), documentOf(is, after)];
  const pack = (is ?? was)!;
  const both = { ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) };
  if (was !== undefined && is !== undefined && old !== undefined && now !== undefined) {
    const singles: SingleEdit[] = [];
    const difference = differenceOf(old.content, now.content, singles);
    const from = found.length;
    found.push(...singles.map((edit) => ({ ...edit, pack, document: edit.kind === 'removed' ? old : now })));
    return { ...both, difference: renumbered(difference, from) };
  }
  const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
  const nothing = { path: [], trail: [], before: undefined, after: undefined, within: undefined };
  const document = kind === 'removed' ? old : now;
  return { ...both, whole: found.push({ ...nothing, kind, pack, document }) - 1 };
}

function documentOf(pack: Side, { packs, sources }: Policy): SourceDocument | undefined {
  return pack === undefined ? undefined : sources[packs.indexOf(pack)];
}

function renumbered(difference: Difference, from: number): Difference {
  switch (difference.kind) {
    case 'same':
      return difference;
    case 'change':
      return { ...difference, edit: difference.edit + from };
    case 'mapping':
      return {
        kind: 'mapping',
        entries: difference.entries.map(([key, part]) => [key, renumbered(part, from)]),
      };
    case 'list':
      return {
        kind: 'list',
        items: difference.items.map((item) => ({
          ...item,
          difference: renumbered(item.difference, from),
          ...(item.edit === undefined ? {} : { edit: item.edit + from }),
        })),
      };
  }
}

/** Singles, or where there are too many those of one rule, of one list, of one pack, of all. */
function coarse(found: readonly Found[]): readonly (readonly number[])[] {
  for (const depth of [Infinity, 4, 3, 2, 1, 0]) {
    const groups = grouped(
      found.map((_, single) => [single]),
      ([single]) => `${packKey(found[single!]!)}\0${found[single!]!.trail.slice(0, depth).join('\0')}`,
      depth === Infinity,
    );
    if (groups.length <= mostEdits) return groups;
  }
  return [[...found.keys()]];
}

function packKey({ pack }: Found): string {
  return `${pack.kind}\0${pack.name}`;
}

/** Joins those of one key. @param isApart leaves all as they are. */
function grouped(
  groups: readonly (readonly number[])[],
  keyOf: (group: readonly number[]) => string,
  isApart: boolean,
): readonly (readonly number[])[] {
  if (isApart) return groups;
  const byKey = new Map<string, number[]>();
  for (const group of groups) {
    const key = keyOf(group);
    byKey.set(key, [...(byKey.get(key) ?? []), ...group]);
  }
  return [...byKey.values()];
}

/**
 * Joins what cannot be taken apart: weights that must sum to one, a rule and what it refers to. Alone and left out alone,
 * each group makes a policy. Those that make none of a difference in meaning are left out.
 */
function workableGroups(
  difference: Pick<PolicyDifference, 'before' | 'after' | 'packs'>,
  from: readonly (readonly number[])[],
  found: readonly Found[],
): readonly (readonly number[])[] {
  const between = (isMade: (single: number) => boolean): Policy | undefined =>
    policyBetween({ ...difference, editOf: [...found.keys()] }, isMade);
  let groups = from;
  for (;;) {
    const wrong = groups.find((group) => {
      const isMine = new Set(group);
      return (
        between((single) => isMine.has(single)) === undefined ||
        between((single) => !isMine.has(single)) === undefined
      );
    });
    if (wrong === undefined || groups.length === 1) break;
    groups = joinedWithNearest(groups, wrong, found);
  }
  const [none, all] = [between(() => false)?.hash, between(() => true)?.hash];
  return groups.filter((group) => {
    const isMine = new Set(group);
    return (
      between((single) => isMine.has(single))?.hash !== none ||
      between((single) => !isMine.has(single))?.hash !== all
    );
  });
}

/** Joins a group with all that share the most of its path. */
function joinedWithNearest(
  groups: readonly (readonly number[])[],
  wrong: readonly number[],
  found: readonly Found[],
): readonly (readonly number[])[] {
  const path = (group: readonly number[]): readonly string[] => {
    const paths = group.map((single) => [packKey(found[single]!), ...found[single]!.trail]);
    return paths.reduce((shared, one) => shared.slice(0, sharedLength(shared, one)));
  };
  const mine = path(wrong);
  const others = groups.filter((group) => group !== wrong);
  const near = Math.max(...others.map((group) => sharedLength(mine, path(group))));
  const joined = others.filter((group) => sharedLength(mine, path(group)) === near);
  const all = [wrong, ...joined].flat().sort((a, b) => a - b);
  return [...others.filter((group) => !joined.includes(group)), all].sort((a, b) => a[0]! - b[0]!);
}

function sharedLength(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length++;
  return length;
}

/** Told of an edit of several: the first three, and how many more. */
const mostTold = 3;

function editOfSingles(singles: readonly Found[]): PolicyEdit {
  const [first] = singles as [Found, ...Found[]];
  const pack = `${first.pack.kind} ${first.pack.name}`;
  const rules = new Set(singles.map(({ trail }) => ruleOf(trail)?.rule));
  const rule = rules.size === 1 ? [...rules][0] : undefined;
  const told = singles.slice(0, mostTold).map((single) => wordsOf(single, pack, rule));
  const more = singles.length > mostTold ? `, and ${singles.length - mostTold} more` : '';
  const named = rule === undefined ? '' : `“${rule}” `;
  return {
    text: `${pack}: ${named}${told.join(', ')}${more}`,
    pack,
    ...(rule === undefined ? {} : { rule }),
    ...placeOf(first),
  };
}

/** @param pack the pack that is named already. @param named the rule that is. */
function wordsOf(single: Found, pack: string, named: string | undefined): string {
  const own = `${single.pack.kind} ${single.pack.name}`;
  const rule = ruleOf(single.trail)?.rule;
  const inPack = own === pack ? '' : `${own}: `;
  const inRule = rule === undefined || rule === named ? '' : `“${rule}” `;
  if (single.trail.length > 0) return `${inPack}${inRule}${editInWords(single)}`;
  const words = { added: 'is new', removed: 'was removed', changed: 'changed', moved: 'moved' };
  return `${inPack}${words[single.kind]}`;
}

function placeOf({ document, path }: Found): Pick<PolicyEdit, 'file' | 'line' | 'column'> {
  return document === undefined ? {} : { file: document.file, ...document.where(path) };
}
