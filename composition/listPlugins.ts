import type { Configuration, ConfiguredPlugin } from '../engine/plugins/configuration.ts';
import { planPlugins } from '../engine/plugins/plan.ts';
import { ProblemError, type Problem } from '../engine/problem.ts';
import type { ReadyPlugin } from './container.ts';
import { findPlugin } from './findPlugin.ts';
import { pluginValidator } from './pluginValidator.ts';

/**
 * Finds the plugins that are listed, checks their configurations and puts them in the order they start.
 * @param given tokens that are there without a plugin.
 * @throws ProblemError with everything that is wrong, each with its place.
 */
export async function listPlugins(
  { plugins }: Configuration,
  given: ReadonlySet<symbol>,
  folder: string,
): Promise<readonly ReadyPlugin[]> {
  const problems: Problem[] = [];
  const ready: ReadyPlugin[] = [];
  for (const configured of plugins) {
    try {
      const plugin = await findPlugin(configured.plugin, folder);
      ready.push({ name: configured.name, plugin, configured, where: configured.place() });
      problems.push(...configured.misfits(await pluginValidator(plugin, configured.name)));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...placed(error, configured));
    }
  }
  const plan = planPlugins(ready, given);
  // What one that could not be found provides, nobody knows.
  if (ready.length === plugins.length) problems.push(...plan.problems);
  if (problems.length > 0) throw new ProblemError(problems);
  return plan.order;
}

function placed({ problems }: ProblemError, { place }: ConfiguredPlugin): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, ...place(['plugin']) }));
}
