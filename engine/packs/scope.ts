/** Which conversations a pack is for. Sorted lists; an absent one means all. */
export interface Scope {
  readonly queues?: readonly string[];
  readonly mediaTypes?: readonly string[];
}

/** Whether a conversation in this queue, of this media type, is one of the scope's. */
export function covers(scope: Scope, queue: string | undefined, mediaType: string | undefined): boolean {
  return includes(scope.queues, queue) && includes(scope.mediaTypes, mediaType);
}

/** Whether some conversation could be in both scopes. */
export function overlap(a: Scope, b: Scope): boolean {
  return meet(a.queues, b.queues) && meet(a.mediaTypes, b.mediaTypes);
}

function includes(list: readonly string[] | undefined, value: string | undefined): boolean {
  return list === undefined || (value !== undefined && list.includes(value));
}

function meet(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === undefined || b === undefined || a.some((value) => b.includes(value));
}
