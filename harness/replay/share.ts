/** The part of the conversations that one worker decides about; all workers follow all of them. */
export interface Share {
  /** From 0 up to `of`. */
  readonly index: number;
  readonly of: number;
}

/** Everything, decided by one. */
export const wholeShare: Share = { index: 0, of: 1 };

/** Whether a conversation is in a share. Every conversation is in exactly one of `of` shares. */
export function isInShare({ index, of }: Share, conversation: string): boolean {
  if (of === 1) return true;
  // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0x811c9dc5;
  for (let k = 0; k < conversation.length; k++)
    hash = Math.imul(hash ^ conversation.charCodeAt(k), 0x01000193);
  return (hash >>> 0) % of === index;
}
