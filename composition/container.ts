import 'reflect-metadata';
import { container, instanceCachingFactory, type DependencyContainer } from 'tsyringe';
import type { ConfiguredPlugin } from '../engine/plugins/configuration.ts';
import { pluginFailure, type MadePlugin } from '../engine/plugins/lifecycle.ts';
import { partProblem } from '../engine/plugins/partForm.ts';
import { manifold, tokenName, type ListedPlugin } from '../engine/plugins/plan.ts';
import type { Dependencies, PluginInstance } from '../engine/plugins/plugin.ts';
import type { Token } from '../engine/ports.ts';
import { problemError, ProblemError } from '../engine/problem.ts';

/** A plugin that is to be made, with its configuration, which fits its schema. */
export interface ReadyPlugin extends ListedPlugin {
  readonly configured: ConfiguredPlugin;
}

/** What there is without any plugin, by token. */
export type Given = ReadonlyMap<symbol, unknown>;

/** Plugins that have been made, and what they provide. */
export interface Composition {
  /** In the order they start. */
  readonly made: readonly (MadePlugin & ReadyPlugin)[];
  /** The one part there is for a token. */
  readonly get: <Part>(token: Token<Part>) => Part;
}

/**
 * Makes plugins in one container, the only place that knows it.
 * @param order each after all it needs.
 * @param folder that of signalbox.yaml.
 * @throws ProblemError where a plugin cannot be made, with its place.
 */
export function compose(order: readonly ReadyPlugin[], given: Given, folder: string): Composition {
  const own = container.createChildContainer();
  for (const [token, part] of given) own.register(token, { useValue: part });
  const registered = order.map((one) => register(own, one, folder));
  const made = registered.map(({ one, key }) => ({ ...one, instance: own.resolve<PluginInstance>(key) }));
  return { made, get: <Part>(token: Token<Part>): Part => own.resolve<Part>(token) };
}

function register(own: DependencyContainer, one: ReadyPlugin, folder: string) {
  const key = Symbol(one.name);
  own.register(key, { useFactory: instanceCachingFactory((from) => create(from, one, folder)) });
  for (const token of one.plugin.provides) {
    if (manifold.has(token)) continue;
    own.register(token, { useFactory: (from) => from.resolve<PluginInstance>(key).parts[token] });
  }
  return { one, key };
}

function create(from: DependencyContainer, one: ReadyPlugin, folder: string): PluginInstance {
  const { name, plugin, configured, where } = one;
  const dependencies: Dependencies = {
    name,
    configuration: configured.configuration,
    folder,
    place: (path) => configured.place(['configuration', ...path]),
    get<Part>(token: Token<Part>): Part {
      if (plugin.needs.includes(token)) return from.resolve<Part>(token);
      throw new Error(`it asks for ${tokenName(token)}, which is not in its "needs"`);
    },
  };
  try {
    const instance = plugin.create(dependencies);
    const lacking = plugin.provides.find((token) => instance.parts[token] === undefined);
    if (lacking !== undefined)
      throw problemError('bad-plugin', `it says it provides ${tokenName(lacking)}, and does not`);
    for (const token of plugin.provides) {
      const wrong = partProblem(token, instance.parts[token]);
      if (wrong === undefined) continue;
      const hint = 'docs/plugins.md says what each part must have';
      throw problemError('bad-plugin', `what it provides as ${tokenName(token)} is none: ${wrong}`, { hint });
    }
    return instance;
  } catch (error) {
    const problems = pluginFailure('plugin-not-made', `plugin "${name}" cannot be made`, error);
    throw new ProblemError(problems.map((problem) => ({ ...where, ...problem })));
  }
}
