import { badRequest } from '../door/refusal.ts';
import type { Call } from './handler.ts';

const DEFAULT_PAGE_SIZE = 25;
const LARGEST_PAGE = 100;

/** A page of a listing; URIs are relative, as the platform's are. */
export interface Page {
  readonly entities: readonly unknown[];
  readonly pageSize: number;
  readonly pageNumber: number;
  readonly firstUri: string;
  readonly selfUri: string;
  readonly nextUri?: string;
  readonly previousUri?: string;
}

/** A page of listings of configuration, which also say how much there is. */
export interface CountedPage extends Page {
  readonly total: number;
  readonly pageCount: number;
  readonly lastUri: string;
}

/** @throws Refusal 400 for a page that cannot be. */
export function pageOf(call: Call, all: readonly unknown[]): Page {
  const pageSize = call.query.number('pageSize') ?? DEFAULT_PAGE_SIZE;
  const pageNumber = call.query.number('pageNumber') ?? 1;
  const isPage = Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= LARGEST_PAGE;
  if (!isPage || !Number.isInteger(pageNumber) || pageNumber < 1)
    throw badRequest('invalid.value', `pageSize is 1 to ${LARGEST_PAGE}, pageNumber from 1`);
  const from = (pageNumber - 1) * pageSize;
  const [hasNext, hasPrevious] = [from + pageSize < all.length, pageNumber > 1];
  return {
    entities: all.slice(from, from + pageSize),
    pageSize,
    pageNumber,
    firstUri: uriOf(call, 1),
    selfUri: uriOf(call, pageNumber),
    ...(hasNext ? { nextUri: uriOf(call, pageNumber + 1) } : {}),
    ...(hasPrevious ? { previousUri: uriOf(call, pageNumber - 1) } : {}),
  };
}

/** @throws Refusal 400 for a page that cannot be. */
export function countedPageOf(call: Call, all: readonly unknown[]): CountedPage {
  const page = pageOf(call, all);
  const pageCount = Math.max(1, Math.ceil(all.length / page.pageSize));
  return { ...page, total: all.length, pageCount, lastUri: uriOf(call, pageCount) };
}

function uriOf({ uri }: Call, pageNumber: number): string {
  const search = new URLSearchParams(uri.search);
  search.set('pageNumber', String(pageNumber));
  return `${uri.pathname}?${search.toString()}`;
}
