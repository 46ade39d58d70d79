/** How many told things are known again: twenty times what a sink hears at a time. */
export const mostRecent = 10_000;

/** The last digests there were, so that what is told again is not written again. */
export class Recent {
  /** In the order they came. */
  readonly #digests = new Set<string>();

  has(digest: string): boolean {
    return this.#digests.has(digest);
  }

  add(digest: string): void {
    this.#digests.add(digest);
    if (this.#digests.size <= mostRecent) return;
    const [oldest] = this.#digests;
    this.#digests.delete(oldest!);
  }
}
