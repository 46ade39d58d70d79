import type { OpenAPI3 } from 'openapi-typescript';

/** An operation to keep, and what is to be said of it. */
export interface Reference {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** Replaces the `2XX` of a document that does not know the status. */
  readonly success?: number;
  readonly permissions?: object;
}

type Node = Readonly<Record<string, unknown>>;

/**
 * The document with these operations, the components they reach and nothing else, in a fixed order. Pruning what is
 * pruned changes nothing.
 * @throws Error when an operation is not in the document, or is there under another id.
 */
export function pruned(document: OpenAPI3, kept: readonly Reference[]): OpenAPI3 {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const reference of [...kept].sort((a, b) => byText(a.path, b.path) || byText(a.method, b.method))) {
    (paths[reference.path] ??= {})[reference.method] = keptOperation(document, reference);
  }
  const { securitySchemes } = (document.components ?? {}) as Node;
  const components = { securitySchemes, ...componentsReached(document, paths) };
  return { ...document, paths, components } as OpenAPI3;
}

/** The components a value of the document refers to, and those these refer to in turn, in a fixed order. */
export function componentsReached(
  document: OpenAPI3,
  value: unknown,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const reached = new Set<string>();
  reach(document, value, reached);
  const components: Record<string, Record<string, unknown>> = {};
  for (const pointer of [...reached].sort(byText)) {
    const [kind, name] = pointer.split('/').slice(2) as [string, string];
    (components[kind] ??= {})[name] = componentAt(document, pointer);
  }
  return components;
}

function keptOperation(document: OpenAPI3, { id, method, path, ...said }: Reference): Node {
  const found = (document.paths?.[path] as Readonly<Record<string, Node>> | undefined)?.[method];
  if (found === undefined) {
    throw new Error(
      `${method.toUpperCase()} ${path} is not in the document: give one that has it with --openapi <file>`,
    );
  }
  if (found['operationId'] !== id) {
    throw new Error(`${method.toUpperCase()} ${path} is ${String(found['operationId'])}, not ${id}`);
  }
  const responses = Object.entries(found['responses'] as Node).map(([status, response]) => [
    status.startsWith('2') ? String(said.success ?? '2XX') : status,
    response,
  ]);
  const replaced = new Set(['operationId', 'tags', 'summary', 'x-permissions', 'x-product-use', 'responses']);
  return {
    ...{ operationId: id, tags: found['tags'], summary: said.summary },
    ...(said.permissions === undefined ? {} : { 'x-permissions': said.permissions }),
    ...Object.fromEntries(Object.entries(found).filter(([key]) => !replaced.has(key))),
    responses: Object.fromEntries(responses) as Node,
  };
}

/** Adds the pointer of every component that a value refers to, and that these refer to in turn. */
function reach(document: OpenAPI3, value: unknown, reached: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, held] of Object.entries(value)) {
    if (key !== '$ref' || typeof held !== 'string') reach(document, held, reached);
    else if (!reached.has(held)) {
      reached.add(held);
      reach(document, componentAt(document, held), reached);
    }
  }
}

function componentAt(document: OpenAPI3, pointer: string): unknown {
  const steps = pointer.replace(/^#\//, '').split('/');
  const found = steps.reduce<unknown>((node, step) => (node as Node | undefined)?.[step], document);
  if (found === undefined) throw new Error(`${pointer} leads nowhere`);
  return found;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
