import { canonicalJson } from '../../engine/canonical.ts';
import type { Pack } from '../../engine/packs/packKind.ts';

/** A part of a pack that can change by itself: a rule of one of its lists, or a setting. */
export interface PackPart {
  /** The field of the pack. */
  readonly field: string;
  /** The rule's name, where the field is a list of rules. */
  readonly rule?: string;
}

/** How a part of the old pack compares with the new one's. */
export type PartStatus = 'is new' | 'was removed' | 'changed' | 'same';

/** Compares one part of two packs. */
export function compareParts(part: PackPart, oldPack: Pack, newPack: Pack): PartStatus {
  const [was, is] = [partOf(oldPack, part), partOf(newPack, part)];
  if (was === is) return 'same';
  if (was === undefined) return 'is new';
  return is === undefined ? 'was removed' : 'changed';
}

/** The fields in which two packs differ, by the names an analyst knows them by. */
export function fieldsChanged(oldPack: Pack, newPack: Pack): readonly string[] {
  const fields = new Set([...Object.keys(oldPack), ...Object.keys(newPack)]);
  fields.delete('name');
  return [...fields]
    .filter((field) => compareParts({ field }, oldPack, newPack) !== 'same')
    .map(fieldInWords);
}

/** Packs hold fractions as basis points; the file calls the field by its plain name. */
function fieldInWords(field: string): string {
  return field.replace(/Bp$/, '');
}

function partOf(pack: Pack, { field, rule }: PackPart): string | undefined {
  const value = (pack as unknown as Readonly<Record<string, unknown>>)[field];
  if (value === undefined) return undefined;
  if (rule === undefined) return canonicalJson(value);
  const found = (value as readonly { readonly name: string }[]).find(({ name }) => name === rule);
  return found === undefined ? undefined : canonicalJson(found);
}
