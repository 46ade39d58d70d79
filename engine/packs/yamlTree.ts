import { isAlias, isMap, isScalar, isSeq, type CST, type Node, type YAMLMap } from 'yaml';
import type { Problem } from '../problem.ts';

/** Levels of nesting in a document, far beyond what any pack needs. */
export const deepestDocument = 200;

/** Where a document first nests deeper than it may. */
export function tooDeepAt(root: CST.Token): number | undefined {
  const open: { token: CST.Token; depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepestDocument) return token.offset;
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      for (const part of [key, value])
        if (part !== null && part !== undefined) open.push({ token: part, depth: depth + 1 });
    }
  }
  return undefined;
}

/** Something wrong with a document's tree, and where in the text. */
interface TreeProblem extends Pick<Problem, 'code' | 'message' | 'hint'> {
  readonly offset: number;
}

/**
 * What the YAML library would find slowly or not at all: keys that are twice in one mapping (it compares every pair), and
 * aliases of nothing, of what they stand in, or of too much.
 * @param mostCharacters what the document may come to with its aliases written out.
 */
export function treeProblems(root: Node, mostCharacters: number): readonly TreeProblem[] {
  const problems: TreeProblem[] = [];
  const anchors = new Map<string, Node>();
  let expanded = 0;
  const open: unknown[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) anchors.set(anchor, node as Node);
    if (isMap(node)) {
      problems.push(...duplicateKeys(node));
      open.push(...present(node.items.map(({ value }) => value)));
    } else if (isSeq(node)) {
      open.push(...present(node.items));
    } else if (isAlias(node)) {
      const source = anchors.get(node.source);
      const offset = node.range![0];
      const [start, , end] = source?.range ?? [0, 0, 0];
      expanded += end - start;
      const wrong = aliasProblem(
        node.source,
        source !== undefined,
        start <= offset && offset < end,
        expanded > mostCharacters,
      );
      if (wrong !== undefined) problems.push({ code: 'aliases', offset, ...wrong });
      if (expanded > mostCharacters) return problems;
    }
  }
  return problems;
}

/** Children in the order that taking the last first reads them as they are written. */
function present(nodes: readonly unknown[]): unknown[] {
  return nodes.filter((node) => node !== null && node !== undefined).reverse();
}

function aliasProblem(
  name: string,
  isKnown: boolean,
  isWithin: boolean,
  isTooMuch: boolean,
): Pick<Problem, 'message' | 'hint'> | undefined {
  if (!isKnown) {
    return {
      message: `"*${name}" refers to no anchor above it`,
      hint: 'put text that begins with * into quotes',
    };
  }
  if (isWithin)
    return {
      message: `"*${name}" stands in what it refers to, which has no end`,
      hint: 'write the values out',
    };
  if (isTooMuch)
    return {
      message: 'with its aliases written out the document is too large',
      hint: 'write less of it, or split it',
    };
  return undefined;
}

function duplicateKeys({ items }: YAMLMap): TreeProblem[] {
  const seen = new Set<string>();
  const problems: TreeProblem[] = [];
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) {
      // The commonest way to write a key twice without meaning to: 0,4 in braces is 0 and then 4.
      const hint = /^\d+$/.test(name) ? 'decimals take a point: 0.4' : 'keep one of them';
      problems.push({ code: 'yaml', offset: key.range![0], message: 'this key is here twice', hint });
    }
    seen.add(name);
  }
  return problems;
}
