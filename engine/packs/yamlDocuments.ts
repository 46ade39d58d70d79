import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type Document,
  type YAMLError,
  type YAMLWarning,
} from 'yaml';
import type { Path } from '../conditions/check.ts';
import type { Problem } from '../problem.ts';
import { commentsIn, type Comment } from './yamlComments.ts';
import { deepestDocument, tooDeepAt, treeProblems } from './yamlTree.ts';

/** A rule file is written by hand; more than this, in bytes, is something else. */
export const largestFile = 1_000_000;
/** How many nodes aliases may add: enough to reuse a list, too few for a bomb. */
const mostAliases = 100;
/** Documents in one file. */
const mostDocuments = 1_000;
/** Syntax errors told of one document: what follows is mostly their consequence. */
const mostSyntaxErrors = 20;

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
  readonly where: (path: Path) => { readonly line: number; readonly column: number };
  /** The comments of the whole file, read when they are asked for. */
  readonly comments: () => readonly Comment[];
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
  // The parser keeps its own stack; the composer recurses, so depth is checked between the two.
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const documents = tokens.filter(({ type }) => type === 'document');
  if (documents.length > mostDocuments) {
    const message = `the file holds ${documents.length} documents; at most ${mostDocuments} may be in one`;
    const hint = 'split the policy into several files';
    return refuse({ code: 'too-large', message, hint, ...placeOf(documents[mostDocuments]!.offset, lines) });
  }
  const deep = tokens.map(tooDeepAt).find((offset) => offset !== undefined);
  if (deep !== undefined) return refuse({ ...tooDeep, ...placeOf(deep, lines) });
  const composer = new Composer({
    version: '1.2',
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false, // checked below, in less than quadratic time
    logLevel: 'error',
  });
  const read = [...composer.compose(tokens)].map((document) => readDocument(file, text, document, lines));
  return { documents: read.flatMap((one) => one.documents), problems: read.flatMap((one) => one.problems) };
}

function placeOf(offset: number, lines: LineCounter): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** What is said of a file over the limit; folders are told so before such a file is read. */
export function tooLarge(bytes: number): Omit<Problem, 'severity' | 'file'> {
  return {
    line: 1,
    column: 1,
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
  text: string,
  document: Document.Parsed,
  lines: LineCounter,
): { documents: SourceDocument[]; problems: Problem[] } {
  const at = (offset: number) => placeOf(offset, lines);
  const problems = worthTelling(document).map((error): Problem => {
    const { message, hint } = inPlainWords(error.code, firstLine(error.message));
    const advice = hint === undefined ? {} : { hint };
    return { code: 'yaml', severity: 'error', file, ...at(error.pos[0]), message, ...advice };
  });
  if (document.directives.yaml.version !== '1.2') {
    const message = `this is YAML ${document.directives.yaml.version}; rule files are YAML 1.2`;
    problems.push({
      code: 'yaml',
      severity: 'error',
      file,
      line: 1,
      column: 1,
      message,
      hint: 'leave the %YAML line out',
    });
  }
  const tree = document.contents === null ? [] : treeProblems(document.contents, largestFile);
  for (const { offset, ...found } of tree.slice(0, mostSyntaxErrors)) {
    problems.push({ severity: 'error', file, ...at(offset), ...found });
  }
  if (problems.length > 0 || document.contents === null) return { documents: [], problems };
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
  const comments = (): readonly Comment[] => commentsIn(text);
  return { documents: [{ file, content, where, comments }], problems: [] };
}

/**
 * The first mistake of syntax: what the parser says of the lines after it is mostly what came of it. Mistakes that leave
 * the reading of other lines alone are all told.
 */
function worthTelling({ errors, warnings }: Document.Parsed): readonly (YAMLError | YAMLWarning)[] {
  const inOrder = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const misleads = inOrder.findIndex(({ code }) => !harmless.has(code));
  const told = misleads === -1 ? inOrder : inOrder.slice(0, misleads + 1);
  return [...told, ...warnings].slice(0, mostSyntaxErrors);
}

const harmless: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED', 'BAD_SCALAR_START']);

/** The parser's own words are for people who know YAML's grammar; an analyst wants to know what to write. */
function inPlainWords(code: string, message: string): { message: string; hint?: string } {
  switch (code) {
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used for indentation, which YAML does not allow', hint: 'use spaces' };
    case 'TAG_RESOLVE_FAILED':
      return { message, hint: 'rule files hold plain data: leave the tag out' };
    case 'MISSING_CHAR':
      return message.startsWith('Missing closing')
        ? { message: 'a quote is opened above and not closed', hint: 'close it where the text ends' }
        : { message, hint: 'a key is followed by a colon and a space: `bucket: 0.1`' };
    case 'MULTILINE_IMPLICIT_KEY':
      return { message: 'there is no colon after this key', hint: 'write `key: value`' };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return message.startsWith('A block')
        ? {
            message: 'this line is indented otherwise than those beside it',
            hint: 'begin it in their column',
          }
        : { message, hint: 'text that holds ": " needs quotes' };
    case 'BAD_SCALAR_START':
      return { message, hint: 'put text that begins with such a character into quotes' };
    case 'BAD_INDENT':
      return message.startsWith('All')
        ? {
            message: 'this line is indented otherwise than those beside it',
            hint: 'begin it in their column',
          }
        : {
            message: 'a { or [ is opened above and not closed',
            hint: 'close it; lines within it are indented',
          };
    default:
      return { message };
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0]!;
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
