import { operations, type OperationId } from '../contract/operations.ts';
import type { Operation, Paging } from '../contract/operation.ts';
import { GenesysError } from '../genesysError.ts';
import { isOwnPage } from './address.ts';
import type { Answer, CallInput, CallManner, CallOutput, GenesysClient } from './client.ts';

/** The operations whose answers come in pages. */
export type PagedOperationId = {
  [Id in OperationId]: (typeof operations)[Id] extends { readonly paging: Paging } ? Id : never;
}[OperationId];

interface AnyInput {
  readonly params?: { readonly query?: Readonly<Record<string, unknown>> };
  readonly body?: { readonly paging?: { readonly pageSize?: number; readonly pageNumber?: number } };
}

interface AnyPage {
  readonly nextUri?: string;
  readonly cursor?: string;
  readonly totalHits?: number;
}

/** Most pages of one listing: a loop that never comes round to a page that was read ends here. Ours. */
const mostPages = 5_000;

/** The platform's own, where a query of conversation details names none. */
const defaultPageSize = 25;

/**
 * Every page of a listing, one call each, as they are asked for. A listing that changes meanwhile may tell something
 * twice or not at all: who needs it whole dedupes by id, and reads it again.
 * @param manner of each call; its deadline is for one page.
 * @throws GenesysError as `call` does, `genesys-paging-circle` when a page leads back to one that was read, or there is no
 *   end of them, and `genesys-foreign-address` when one leads to another host.
 */
export async function* pages<Id extends PagedOperationId>(
  genesys: GenesysClient,
  id: Id,
  input: CallInput<Id>,
  manner: CallManner,
): AsyncGenerator<Answer<CallOutput<Id>>, void, undefined> {
  const { paging, purpose }: Operation = operations[id];
  const read = new Set<string>();
  let next: CallInput<Id> | undefined = input;
  while (next !== undefined) {
    const key = JSON.stringify(next);
    if (read.has(key) || read.size >= mostPages) {
      const why = read.has(key) ? 'a page leads back to one that was read' : `${mostPages} pages and more`;
      throw new GenesysError(
        'genesys-paging-circle',
        `Genesys Cloud does not ${purpose} to an end: ${why}`,
        'read it again; if it stays so, tell Genesys’ support',
        { operation: id },
      );
    }
    read.add(key);
    const page: Answer<CallOutput<Id>> = await genesys.call(id, next, manner);
    yield page;
    const { nextUri = '' } = page.data as AnyPage;
    if (!isOwnPage(genesys.address, nextUri)) {
      throw new GenesysError(
        'genesys-foreign-address',
        `Genesys Cloud does not ${purpose} to an end: the next page is at another host`,
        'see what answers at the address of Genesys Cloud that is configured',
        { operation: id },
      );
    }
    next = following[paging](next as AnyInput, page.data as AnyPage) as CallInput<Id> | undefined;
  }
}

/** The input of the next page, by how an operation pages; undefined after the last. */
const following: Readonly<Record<Paging, (input: AnyInput, page: AnyPage) => AnyInput | undefined>> = {
  // Only its query is followed, so that an answer cannot lead the token to another call.
  nextUri: (input, { nextUri = '' }) => {
    if (nextUri === '') return undefined;
    const query = new URL(nextUri, 'http://relative').searchParams;
    return withQuery(
      input,
      Object.fromEntries(
        [...new Set(query.keys())].map((name) => {
          const values = query.getAll(name);
          return [name, values.length === 1 ? values[0] : values];
        }),
      ),
    );
  },
  cursor: (input, { cursor = '' }) => (cursor === '' ? undefined : withQuery(input, { cursor })),
  bodyPaging: (input, { totalHits = 0 }) => {
    const { pageSize = defaultPageSize, pageNumber = 1 } = input.body?.paging ?? {};
    if (pageNumber * pageSize >= totalHits) return undefined;
    return { ...input, body: { ...input.body, paging: { pageSize, pageNumber: pageNumber + 1 } } };
  },
};

function withQuery(input: AnyInput, query: Readonly<Record<string, unknown>>): AnyInput {
  return { ...input, params: { ...input.params, query: { ...input.params?.query, ...query } } };
}
