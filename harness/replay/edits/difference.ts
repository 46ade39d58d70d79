import type { Path } from '../../../engine/conditions/check.ts';
import { canonicalJson } from '../../../engine/canonical.ts';
import { longestRising } from './longestRising.ts';

/** What can be told of one spot in which two documents differ. */
export interface SingleEdit {
  readonly kind: 'changed' | 'added' | 'removed' | 'moved';
  /** Where it is: in the new document, of what was removed in the old one. */
  readonly path: Path;
  /** The same, with the names of rules for their places in a list: alike in both documents. */
  readonly trail: readonly string[];
  /** Undefined where it was not there. */
  readonly before: unknown;
  readonly after: unknown;
  /** The mapping it is an entry of, as it was before. */
  readonly within: unknown;
}

/** Two documents as one tree, from which any document between them can be read: with some of the edits made, not others. */
export type Difference =
  | { readonly kind: 'same'; readonly value: unknown }
  | { readonly kind: 'change'; readonly edit: number; readonly before: unknown; readonly after: unknown }
  | { readonly kind: 'mapping'; readonly entries: readonly (readonly [key: string, Difference])[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] };

interface ListItem {
  readonly difference: Difference;
  /** Its places; undefined where it is not there. */
  readonly before?: number;
  readonly after?: number;
  /** That it is added, removed or moved; undefined when it stays. */
  readonly edit?: number;
}

/** Where two parts stand that are compared. */
interface Place {
  readonly oldPath: Path;
  readonly newPath: Path;
  readonly trail: readonly string[];
  readonly within: unknown;
}

/** Compares two documents. @param edits each single edit is added to them; its number is its place there. */
export function differenceOf(before: unknown, after: unknown, edits: SingleEdit[]): Difference {
  const add = (edit: SingleEdit): number => edits.push(edit) - 1;
  const compare = (was: unknown, is: unknown, place: Place): Difference => {
    if (was !== undefined && is !== undefined) {
      if (canonicalJson(was) === canonicalJson(is)) return { kind: 'same', value: was };
      if (Array.isArray(was) && Array.isArray(is)) return compareLists(was, is, place);
      if (isMapping(was) && isMapping(is) && isComparable(was, is)) return compareMappings(was, is, place);
    }
    const { oldPath, newPath, trail, within } = place;
    const kind = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    const path = is === undefined ? oldPath : newPath;
    const edit = add({ kind, path, trail, before: was, after: is, within });
    return { kind: 'change', edit, before: was, after: is };
  };
  const compareMappings = (was: Mapping, is: Mapping, place: Place): Difference => {
    const keys = [...new Set([...Object.keys(is), ...Object.keys(was)])];
    const entries = keys.map(
      (key) => [key, compare(was[key], is[key], below(place, key, key, key, was))] as const,
    );
    return { kind: 'mapping', entries };
  };
  const compareLists = (was: readonly unknown[], is: readonly unknown[], place: Place): Difference => {
    const pairs = pairsOf(was, is);
    const common = pairs.filter(isCommon).sort((a, b) => a.before - b.before);
    const still = new Set(longestRising(common.map(({ after }) => after)).map((index) => common[index]));
    const items = pairs.map((pair): ListItem => {
      const { before: old, after: now } = pair;
      const here = below(
        place,
        old ?? now!,
        now ?? old!,
        nameAt(is, now) ?? nameAt(was, old) ?? String(now ?? old),
        undefined,
      );
      const [one, other] = [
        old === undefined ? undefined : was[old],
        now === undefined ? undefined : is[now],
      ];
      const told = {
        path: now === undefined ? here.oldPath : here.newPath,
        trail: here.trail,
        within: undefined,
      };
      if (old === undefined || now === undefined) {
        const kind = old === undefined ? 'added' : 'removed';
        const edit = add({ ...told, kind, before: one, after: other });
        return { ...pair, difference: { kind: 'same', value: one ?? other }, edit };
      }
      const difference = compare(one, other, here);
      if (still.has(pair as CommonPair)) return { ...pair, difference };
      return { ...pair, difference, edit: add({ ...told, kind: 'moved', before: old, after: now }) };
    });
    return { kind: 'list', items };
  };
  return compare(before, after, { oldPath: [], newPath: [], trail: [], within: undefined });
}

/** The document in which those edits are made and the others are not. */
export function documentBetween(difference: Difference, isMade: (edit: number) => boolean): unknown {
  switch (difference.kind) {
    case 'same':
      return difference.value;
    case 'change':
      return isMade(difference.edit) ? difference.after : difference.before;
    case 'mapping': {
      const entries = difference.entries.map(([key, part]) => [key, documentBetween(part, isMade)] as const);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    }
    case 'list':
      return listBetween(difference.items, isMade).map((item) => documentBetween(item.difference, isMade));
  }
}

/** What stays keeps its old order; what was added or moved comes right after what stands before it in the new list. */
function listBetween(items: readonly ListItem[], isMade: (edit: number) => boolean): readonly ListItem[] {
  const isDone = ({ edit }: ListItem): boolean => edit !== undefined && isMade(edit);
  const list = items
    .filter((item) => item.before !== undefined && !isDone(item))
    .sort((a, b) => a.before! - b.before!);
  const inNewOrder = items.filter(({ after }) => after !== undefined).sort((a, b) => a.after! - b.after!);
  // Whatever was to be moved and is not stays where it was: nothing is put after it.
  const placed = new Set(inNewOrder.filter(({ edit }) => edit === undefined));
  let last: ListItem | undefined;
  for (const item of inNewOrder) {
    if (isDone(item)) {
      list.splice(last === undefined ? 0 : list.indexOf(last) + 1, 0, item);
      placed.add(item);
    }
    if (placed.has(item)) last = item;
  }
  return list;
}

interface Pair {
  readonly before?: number;
  readonly after?: number;
}
type CommonPair = Required<Pair>;

function isCommon(pair: Pair): pair is CommonPair {
  return pair.before !== undefined && pair.after !== undefined;
}

/** Items of the two lists that are the same one: by name, by being equal, or both being the next condition without a name. */
function pairsOf(was: readonly unknown[], is: readonly unknown[]): readonly Pair[] {
  const places = new Map<string, number[]>();
  for (const [place, item] of was.entries()) {
    const key = keyOf(item);
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  }
  const before = is.map((item) => places.get(keyOf(item))?.shift());
  const left = [...places.values()]
    .flat()
    .sort((a, b) => a - b)
    .filter((place) => isNameless(was[place]));
  for (const [place, item] of is.entries())
    if (before[place] === undefined && isNameless(item)) before[place] = left.shift();
  const taken = new Set(before);
  return [
    ...before.map((place, after) => (place === undefined ? { after } : { before: place, after })),
    ...[...was.keys()].filter((place) => !taken.has(place)).map((place) => ({ before: place })),
  ];
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two comparisons of different facts, or forms that share nothing, are one thing in place of another. */
function isComparable(was: Mapping, is: Mapping): boolean {
  return was['fact'] === is['fact'] && Object.keys(was).some((key) => key in is);
}

function isNameless(item: unknown): boolean {
  return isMapping(item) && typeof item['name'] !== 'string';
}

function keyOf(item: unknown): string {
  return isMapping(item) && typeof item['name'] === 'string'
    ? `name ${item['name']}`
    : `= ${canonicalJson(item)}`;
}

function nameAt(list: readonly unknown[], place: number | undefined): string | undefined {
  const name = place === undefined ? undefined : (list[place] as Mapping | null)?.['name'];
  return typeof name === 'string' ? name : undefined;
}

function below(
  { oldPath, newPath, trail }: Place,
  oldKey: string | number,
  newKey: string | number,
  name: string,
  within: unknown,
): Place {
  return { oldPath: [...oldPath, oldKey], newPath: [...newPath, newKey], trail: [...trail, name], within };
}
