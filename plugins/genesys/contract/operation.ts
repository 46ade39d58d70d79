import type { paths } from './paths.d.ts';

type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';

/** How a listing goes on after its first page: see client/pages.ts. */
export type Paging = 'nextUri' | 'cursor' | 'bodyPaging';

/** Permissions an OAuth client needs for a call: any one of them, or all. Its roles grant them, per division. */
type Permissions = { readonly any: readonly string[] } | { readonly all: readonly string[] };

/** The paths of the contract that know a method. */
type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends undefined ? never : P;
}[keyof paths];

interface OperationOf<M extends Method> {
  readonly method: M;
  readonly path: PathWith<M>;
  /** Completes "Genesys Cloud refuses to …". */
  readonly purpose: string;
  /** None documented where left out. Source: the SDK packages' documentation. */
  readonly permissions?: Permissions;
  /** The documented status of success; left out where none is. Any other 2xx is taken as well. */
  readonly success?: 200 | 202;
  /**
   * Whether a call whose outcome is unknown may simply be made again: it reads, or asked twice it leaves what it leaves
   * asked once. GET, HEAD, PUT and DELETE are so by definition.
   */
  readonly repeatable?: true;
  readonly paging?: Paging;
}

/** One call of the Genesys Cloud Platform API that Signalbox makes, or answers in its sandbox. */
export type Operation = { readonly [M in Method]: OperationOf<M> }[Method];

/** A list of calls by operation id: those of the official SDK's methods. */
export type OperationList = Readonly<Record<string, Operation>>;

const idempotentMethods: ReadonlySet<string> = new Set(['get', 'head', 'put', 'delete']);

/** @returns whether the call may be made again while it is not known what the first time did. */
export function isRepeatable({ method, repeatable }: Operation): boolean {
  return repeatable === true || idempotentMethods.has(method);
}
