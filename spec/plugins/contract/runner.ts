import { it as itOfNode } from 'node:test';

type It = (title: string, test: () => void | Promise<void>) => void;

/**
 * A test of a contract suite, by whichever runner is at work: the one whose `it` is global (mocha, vitest, jest), or else
 * Node's own. Looked up at each call, since mocha has another `it` for each file.
 */
export const it: It = (title, test) => {
  const { it: global } = globalThis as { readonly it?: It };
  (global ?? (itOfNode as It))(title, test);
};
