import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';
import type { Path } from '../conditions/check.ts';
import type { Problem } from '../problem.ts';

/** A rule file is written by hand; more than this, in bytes, is something else. */
export const largestFile = 1_000_000;
/** Levels of nesting in a document, far beyond what any pack needs. */
const deepestDocument = 200;
/** How many nodes aliases may add: enough to reuse a list, too few for a bomb. */
const mostAliases = 100;

/** A file as it is found: its bytes, so that what is not text can be told. */
export interface SourceFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** One YAML or JSON document as plain data, with a way back to where each part of it is written. */
export interface SourceDocument {
  readonly file: string;
  readonly content: unknown;
  /** Line and column of what stands at a path, or of the nearest thing above it that exists. */
  where(path: Path): { readonly line: number; readonly column: number };
}

/** Reads YAML 1.2, of which JSON is a part: one or more documents. */
export function readDocuments(source: SourceFile): { documents: SourceDocument[]; problems: Problem[] } {
  const { file } = source;
  const refuse = (problem: Omit<Problem, 'severity' | 'file'>) => ({
    documents: [],
    problems: [{ severity: 'error' as const, file, ...problem }],
  });
  if (source.bytes.length > largestFile) return refuse(tooLarge(source.bytes.length));
  const text = decode(source.bytes);
  if (text === undefined) {
    return refuse({ code: 'not-text', message: 'the file is not UTF-8 text', line: 1, column: 1 });
  }
  const lines = new LineCounter();
  try {
    const parsed = [...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' })];
    const read = parsed.map((document) => readDocument(file, document, lines));
    return { documents: read.flatMap((one) => one.documents), problems: read.flatMap((one) => one.problems) };
  } catch (error) {
    if (error instanceof RangeError) return refuse({ ...tooDeep, line: 1, column: 1 });
    throw error;
  }
}

/** What is said of a file over the limit; folders are told so before such a file is read. */
export function tooLarge(bytes: number): Pick<Problem, 'code' | 'message' | 'hint'> {
  return {
    code: 'too-large',
    message: `the file is ${(bytes / 1e6).toFixed(1)} MB; a rule file is at most ${largestFile / 1e6} MB`,
    hint: 'split the policy into several files',
  };
}

const tooDeep = { code: 'too-deep', message: `the document is nested more than ${deepestDocument} deep` };

function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function readDocument(
  file: string,
  document: Document.Parsed,
  lines: LineCounter,
): { documents: SourceDocument[]; problems: Problem[] } {
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = [...document.errors, ...document.warnings].map((error): Problem => {
    const { message, hint } = inPlainWords(error.code, error.message);
    const advice = hint === undefined ? {} : { hint };
    return { code: 'yaml', severity: 'error', file, ...at(error.pos[0]), message, ...advice };
  });
  if (problems.length > 0 || document.contents === null) return { documents: [], problems };
  if (depthOf(document.contents) > deepestDocument) {
    return {
      documents: [],
      problems: [{ severity: 'error', file, ...at(document.contents.range[0]), ...tooDeep }],
    };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    const message = `the document's aliases cannot be expanded: ${(error as Error).message}`;
    const hint = 'write the values out';
    return {
      documents: [],
      problems: [{ code: 'aliases', severity: 'error', file, line: 1, column: 1, message, hint }],
    };
  }
  const where: SourceDocument['where'] = (path) => at(offsetOf(document, path));
  return { documents: [{ file, content, where }], problems: [] };
}

function inPlainWords(code: string, message: string): { message: string; hint?: string } {
  switch (code) {
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used for indentation, which YAML does not allow', hint: 'use spaces' };
    case 'DUPLICATE_KEY':
      return { message: 'this key is here twice', hint: 'keep one of them' };
    case 'TAG_RESOLVE_FAILED':
      return { message, hint: 'rule files hold plain data: leave the tag out' };
    default:
      return { message: message.split('\n')[0]! };
  }
}

function depthOf(root: Node): number {
  let deepest = 0;
  const open: { node: unknown; depth: number }[] = [{ node: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    deepest = Math.max(deepest, depth);
    if (isMap(node)) for (const pair of node.items) open.push({ node: pair.value, depth: depth + 1 });
    if (isSeq(node)) for (const item of node.items) open.push({ node: item, depth: depth + 1 });
  }
  return deepest;
}

/** A path's last key is where the eye should land, so a mapping's entry is placed at its key. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly [number, number, number] } | null | undefined)?.range?.[0];
}
