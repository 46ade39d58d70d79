import type { Policy } from '../packs/policy.ts';
import type { Validator } from '../packs/validator.ts';
import type { Token } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { Finding } from './finding.ts';

/** What a plugin is made with. */
export interface Dependencies<Configuration = unknown> {
  /** What signalbox.yaml calls it: for messages. */
  readonly name: string;
  /** Fits the plugin's schema; environment variables are filled in. */
  readonly configuration: Configuration;
  /** The folder of signalbox.yaml, from which its paths are meant. */
  readonly folder: string;
  /** Where a part of its configuration is written, for its problems. @param path such as `['queues', 0]`. */
  readonly place: (path: readonly (string | number)[]) => Pick<Problem, 'file' | 'line' | 'column'>;
  /** What another plugin, or Signalbox itself, provides. @throws Error for a token that is not in `needs`. */
  readonly get: <Part>(token: Token<Part>) => Part;
}

/**
 * A plugin at work.
 * - `start`s are called one after the other, a plugin's after those of all it needs, and all before any other hook.
 * - `stop`s are called in the reverse order, once each, after every other hook has ended or been given up; also after a
 *   `start` that failed or took too long, so that nothing stays open.
 * - Both may reject. A `start` that does stops everything that has started; a `stop` that does is told, and the others
 *   are stopped all the same. Each has a deadline; its signal is aborted when that has passed.
 * - `checkPolicy` says what is wrong with a policy that was edited while the plugin is at work, as `start` does of the one
 *   it is given: an error keeps the last good version at work. What it rejects with counts as one.
 * - `diagnose` says what is there of what it needs, and what is missing. Neither `start` nor `stop` is called before or
 *   after it: it opens and closes what it needs itself. It changes nothing anywhere; what cannot be tried without is told
 *   as `unverified`. What it rejects with is told as missing.
 */
export interface PluginInstance {
  /** One for each token of `provides`. */
  readonly parts: Readonly<Record<symbol, unknown>>;
  start?(signal: AbortSignal): Promise<void>;
  stop?(signal: AbortSignal): Promise<void>;
  checkPolicy?(policy: Policy, signal: AbortSignal): Promise<readonly Problem[]>;
  diagnose?(signal: AbortSignal): Promise<readonly Finding[]>;
}

/** What a plugin's module exports, as its default or name by name. It need import nothing of Signalbox's. */
export interface Plugin<Configuration = unknown> {
  /** For messages, when signalbox.yaml gives none. */
  readonly name: string;
  /** JSON Schema (2020-12) of its configuration, which is a mapping; left out in signalbox.yaml, it is an empty one. */
  readonly configSchema: object;
  /** The schema's validator, when it was generated ahead; AJV makes one at start otherwise. */
  readonly validator?: Validator;
  readonly provides: readonly symbol[];
  readonly needs: readonly symbol[];
  /** Opens nothing and asks nobody: that is for `start`. What it throws is told as a bad configuration. */
  create(dependencies: Dependencies<Configuration>): PluginInstance;
}

/** What a module lacks to be a plugin, in words; undefined when it is one. */
export function pluginProblem(exported: unknown): string | undefined {
  if (typeof exported !== 'object' || exported === null) return 'it exports no plugin';
  const plugin = exported as Readonly<Record<keyof Plugin, unknown>>;
  const areSymbols = (list: unknown): boolean =>
    Array.isArray(list) && list.every((one) => typeof one === 'symbol');
  if (typeof plugin.name !== 'string' || plugin.name === '') return 'its "name" is not text';
  if (typeof plugin.configSchema !== 'object' || plugin.configSchema === null)
    return 'its "configSchema" is not a JSON Schema';
  for (const list of ['provides', 'needs'] as const)
    if (!areSymbols(plugin[list])) return `its "${list}" is not a list of symbols`;
  return typeof plugin.create === 'function' ? undefined : 'its "create" is not a function';
}
