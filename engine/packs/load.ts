import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Path } from '../conditions/check.ts';
import { deepFreeze } from '../canonical.ts';
import type { Problem } from '../problem.ts';
import { show } from '../facts/values.ts';
import { didYouMean } from '../suggest.ts';
import { PackBuilder, type Pack, type PackKind } from './packKind.ts';
import { schemaProblems } from './schemaProblems.ts';
import type { Scope } from './scope.ts';
import type { Validator } from './validator.ts';
import { readDocuments, type SourceDocument, type SourceFile } from './yamlDocuments.ts';

/** How far below the root a pack's rules and their conditions begin, at most. */
const deepestRule = 8;
/** Problems of one file that are told; whoever mends these will see the rest. */
const mostProblems = 1_000;

/** A pack that was loaded, and where from. */
export interface LoadedPack {
  readonly pack: Pack;
  readonly document: SourceDocument;
  /** Whether it is of a kind that decides nothing. */
  readonly isClaim: boolean;
}

/** Checks and builds packs of the kinds it knows. */
export class PackLoader {
  readonly #kinds: ReadonlyMap<string, PackKind>;
  readonly #validators: ReadonlyMap<string, Validator>;

  /** @param validators that of every kind, by the kind's name. */
  constructor(kinds: readonly PackKind[], validators: ReadonlyMap<string, Validator>) {
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.#validators = validators;
    for (const kind of this.#kinds.keys()) {
      if (!validators.has(kind)) throw new Error(`there is no validator of ${kind} packs`);
    }
  }

  /** Every pack that is right, and every problem of those that are not. */
  load(sources: readonly SourceFile[]): { packs: LoadedPack[]; problems: Problem[] } {
    const packs: LoadedPack[] = [];
    const problems: Problem[] = [];
    for (const source of sources) {
      const read = readDocuments(source);
      problems.push(...read.problems);
      if (read.problems.length === 0 && read.documents.length === 0) {
        problems.push({
          code: 'empty-file',
          severity: 'error',
          file: source.file,
          line: 1,
          column: 1,
          message: 'the file holds no pack',
        });
      }
      const found: Problem[] = [];
      for (const document of read.documents) {
        const loaded = this.#load(document, found);
        if (loaded !== undefined) packs.push(loaded);
      }
      found.sort((a, b) => a.line! - b.line! || a.column! - b.column!);
      problems.push(...found.slice(0, mostProblems));
      if (found.length > mostProblems) problems.push(andMore(found));
    }
    return { packs, problems };
  }

  /** The pack a document holds; undefined when it is not right. */
  loadOne(document: SourceDocument): LoadedPack | undefined {
    return this.#load(document, []);
  }

  #load(document: SourceDocument, problems: Problem[]): LoadedPack | undefined {
    const pack = this.#loadDocument(document, problems);
    return pack && { pack, document, isClaim: this.#kinds.get(pack.kind)!.isClaim ?? false };
  }

  #loadDocument(document: SourceDocument, problems: Problem[]): Pack | undefined {
    const before = problems.length;
    const source = document.content as Record<string, unknown>;
    const named = typeof source?.['name'] === 'string' ? source['name'] : undefined;
    const told = new Set<string>();
    const report = (path: Path, code: string, message: string, hint?: string): void => {
      // A mistake in a named condition is found again wherever the condition is used.
      const key = JSON.stringify([path, code, message]);
      if (told.has(key)) return;
      told.add(key);
      const rule = [named, ruleAt(source, path)].filter((part) => part !== undefined).join(' / ');
      problems.push({
        code,
        severity: 'error',
        file: document.file,
        ...document.where(path),
        message,
        ...(rule === '' ? {} : { rule }),
        ...(hint === undefined ? {} : { hint }),
      });
    };
    const kind = this.#kindOf(source, report);
    if (kind === undefined) return undefined;
    const builder = new PackBuilder(kind, source, report);
    const misfits = this.#misfits(kind, source);
    for (const { path, code, message, hint } of schemaProblems(
      misfits.filter((error) => !inCondition(error)),
    )) {
      report(path, code, message, hint);
    }
    reportRepeatedNames(source, [], report);
    const missing = builder.missing(mappingIn(source, 'missing'));
    if (problems.length > before) {
      // The pack cannot be built, but its conditions can be checked, so that one round shows every mistake.
      for (const { condition, path } of conditionsIn(source, [])) builder.condition(condition, path);
      return undefined;
    }
    const pack = {
      kind: kind.kind,
      name: source['name'] as string,
      appliesTo: sortedScope(source['appliesTo'] ?? {}),
      missing,
      ...(source['maxAgeSeconds'] === undefined ? {} : { maxAgeSeconds: source['maxAgeSeconds'] as number }),
      ...kind.build(source as never, builder),
    };
    if (problems.length === before && misfits.length > 0) {
      for (const { path, code, message, hint } of schemaProblems(misfits)) report(path, code, message, hint);
    }
    return problems.length > before ? undefined : deepFreeze(pack);
  }

  #kindOf(
    source: unknown,
    report: (path: Path, code: string, message: string, hint?: string) => void,
  ): PackKind | undefined {
    if (typeof source !== 'object' || source === null || Array.isArray(source)) {
      report([], 'not-a-pack', 'a pack is a mapping that begins with apiVersion, kind and name');
      return undefined;
    }
    const { kind } = source as Record<string, unknown>;
    if (kind === undefined) {
      report(
        [],
        'missing-key',
        '"kind" is missing here',
        `known kinds: ${[...this.#kinds.keys()].join(', ')}`,
      );
      return undefined;
    }
    const known = this.#kinds.get(kind as string);
    if (known === undefined) {
      const hint = didYouMean(typeof kind === 'string' ? kind : '', this.#kinds.keys());
      report(['kind'], 'unknown-kind', `unknown kind of pack ${show(kind)}`, hint);
    }
    return known;
  }

  #misfits(kind: PackKind, source: unknown): readonly ErrorObject[] {
    const validate = this.#validators.get(kind.kind)!;
    return validate(source) ? [] : validate.errors!;
  }
}

/** AJV can only say that a condition fits no form; the condition's own check says which and why. */
function inCondition({ instancePath }: ErrorObject): boolean {
  return /\/(when|until)(\/|$)|^\/conditions\//.test(instancePath);
}

function* conditionsIn(source: unknown, path: Path): Generator<{ condition: unknown; path: Path }> {
  if (typeof source !== 'object' || source === null || path.length > deepestRule) return;
  for (const [key, value] of Object.entries(source)) {
    const here = [...path, Array.isArray(source) ? Number(key) : key];
    if (key === 'when' || key === 'until') yield { condition: value, path: here };
    else if (path.length > 0 || key !== 'conditions') yield* conditionsIn(value, here);
  }
}

/** Reports every name that two rules of one list share: a record must say which rule it means. */
function reportRepeatedNames(
  source: unknown,
  path: Path,
  report: (path: Path, code: string, message: string, hint: string) => void,
): void {
  if (typeof source !== 'object' || source === null || path.length > deepestRule) return;
  const seen = new Set<string>();
  for (const [key, value] of Object.entries(source)) {
    const here = [...path, Array.isArray(source) ? Number(key) : key];
    reportRepeatedNames(value, here, report);
    const name = Array.isArray(source) ? (value as { name?: unknown } | null)?.name : undefined;
    if (typeof name !== 'string') continue;
    if (seen.has(name)) {
      const message = `there are two rules named "${name}" here`;
      report([...here, 'name'], 'same-name', message, 'give each a name of its own');
    }
    seen.add(name);
  }
}

function mappingIn(
  source: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  const value = source[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The name of the innermost named rule around a path. */
function ruleAt(source: unknown, path: Path): string | undefined {
  let node = source;
  let rule: string | undefined;
  for (const step of path) {
    node = (node as Record<string | number, unknown> | null | undefined)?.[step];
    const name = (node as Record<string, unknown> | null | undefined)?.['name'];
    if (typeof name === 'string') rule = name;
  }
  return rule;
}

function sortedScope(scope: Scope): Scope {
  return {
    ...(scope.queues === undefined ? {} : { queues: [...scope.queues].sort() }),
    ...(scope.mediaTypes === undefined ? {} : { mediaTypes: [...scope.mediaTypes].sort() }),
  };
}

function andMore(found: readonly Problem[]): Problem {
  const message = `${found.length - mostProblems} more problems are in this file`;
  return { ...found[mostProblems]!, code: 'more', message, hint: 'mend those above first' };
}
