import type { Plugin } from '../engine/plugins/plugin.ts';
import type { Validator } from '../engine/packs/validator.ts';
import { problemError } from '../engine/problem.ts';

/**
 * The validator of a plugin's configuration: its own, made ahead, or one that AJV compiles now. The second makes code
 * from text, and cannot be had where the process forbids that.
 * @throws ProblemError when the schema is none, or no code may be made from it.
 */
export async function pluginValidator(plugin: Plugin, name: string): Promise<Validator> {
  if (plugin.validator !== undefined) return plugin.validator;
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  try {
    const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, logger: false });
    return ajv.compile(plugin.configSchema);
  } catch (error) {
    if (error instanceof EvalError) {
      const message = `the configuration of "${name}" cannot be checked where code from strings is forbidden`;
      const hint =
        'let the plugin bring a "validator" made ahead (AJV standalone), or allow code from strings';
      throw problemError('no-code-from-strings', message, { hint });
    }
    const message = `the configSchema of "${name}" is no JSON Schema: ${(error as Error).message}`;
    throw problemError('bad-plugin', message, { hint: 'tell who makes the plugin' });
  }
}
