import { operations, type Operation } from '../contract/contract.ts';

/** An operation that a request's method and path name, and the parts of the path that vary. */
export interface Route {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly operation: Operation;
  readonly segments: readonly string[];
  readonly fixed: number;
}

/** By method and number of segments; the more of the path is fixed, the sooner: `/messages/x` before `/{id}/x`. */
const patterns = new Map<string, Pattern[]>();

for (const operation of operations) {
  const segments = operation.path.split('/');
  const fixed = segments.filter((segment) => !segment.startsWith('{')).length;
  const key = `${operation.method} ${segments.length}`;
  const alike = patterns.get(key) ?? [];
  patterns.set(key, alike);
  alike.push({ operation, segments, fixed });
  alike.sort((a, b) => b.fixed - a.fixed);
}

/** @returns undefined when the contract has no such operation. */
export function findRoute(method: string, pathname: string): Route | undefined {
  const segments = pathname.split('/');
  for (const pattern of patterns.get(`${method} ${segments.length}`) ?? []) {
    const path = match(pattern.segments, segments);
    if (path !== undefined) return { operation: pattern.operation, path };
  }
  return undefined;
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const path: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index]!;
    if (expected.startsWith('{')) {
      if (segment === '') return undefined;
      const decoded = decode(segment);
      if (decoded === undefined) return undefined;
      path[expected.slice(1, -1)] = decoded;
    } else if (expected !== segment) return undefined;
  }
  return path;
}

/** @returns undefined when it is not written as a part of a path is. */
function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
