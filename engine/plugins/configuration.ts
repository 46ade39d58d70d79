import type { Path } from '../conditions/check.ts';
import { schemaProblems, type SchemaProblem } from '../packs/schemaProblems.ts';
import { readDocuments, type SourceFile } from '../packs/yamlDocuments.ts';
import type { Validator } from '../packs/validator.ts';
import { hasErrors, problemError, ProblemError, type Problem } from '../problem.ts';
import validate from './configuration.validator.js';
import { runtimeDefaults, type RuntimeSettings } from './configurationSchema.ts';
import { fillIn, type Environment, type Secrets } from './environment.ts';

/** A plugin as signalbox.yaml lists it. */
export interface ConfiguredPlugin {
  /** A bundled plugin, an npm package, or a file. */
  readonly plugin: string;
  /** Given, or else the same as `plugin`; one of a kind. */
  readonly name: string;
  /** With the environment's variables filled in. */
  readonly configuration: unknown;
  /** Where a part of its entry is written. @param path below the entry. */
  readonly place: (path?: Path) => Pick<Problem, 'file' | 'line' | 'column'>;
  /** What its configuration has wrong by the plugin's schema; a value from the environment is not in it. */
  readonly misfits: (validator: Validator) => readonly Problem[];
}

/** What signalbox.yaml says. */
export interface Configuration {
  /** The policy's folder, as written. */
  readonly policy: string;
  readonly seed: string;
  readonly plugins: readonly ConfiguredPlugin[];
  readonly runtime: RuntimeSettings;
}

interface Written {
  readonly policy: string;
  readonly seed?: string;
  readonly plugins: readonly {
    readonly plugin: string;
    readonly name?: string;
    readonly configuration?: object;
  }[];
  readonly runtime?: Partial<RuntimeSettings>;
}

/** The seed of ties when none is given. */
const defaultSeed = 'signalbox';

/**
 * Reads signalbox.yaml.
 * @param secrets told of every value that came from the environment.
 * @throws ProblemError with everything that is wrong.
 */
export function readConfiguration(
  source: SourceFile,
  environment: Environment,
  secrets: Secrets,
): Configuration {
  const { file } = source;
  const { documents, problems } = readDocuments(source);
  if (hasErrors(problems)) throw new ProblemError(problems);
  const [document, another] = documents;
  if (document === undefined || another !== undefined) {
    const message = document === undefined ? 'the file is empty' : 'the file holds more than one document';
    throw problemError('not-a-configuration', message, { file, hint: 'see docs/configuration.md' });
  }
  const placed = ({ path, ...problem }: SchemaProblem): Problem => ({
    severity: 'error',
    file,
    ...document.where(path),
    ...problem,
  });
  if (!validate(document.content)) throw new ProblemError(schemaProblems(validate.errors!).map(placed));
  const written = document.content as Written;
  const missing: SchemaProblem[] = [];
  const plugins = written.plugins.map((one, index): ConfiguredPlugin => {
    const path = ['plugins', index];
    const plain = one.configuration ?? {};
    const filled = fillIn(plain, environment, secrets, [...path, 'configuration']);
    missing.push(...filled.problems);
    return {
      plugin: one.plugin,
      name: one.name ?? one.plugin,
      configuration: filled.value,
      place: (below = []) => ({ file, ...document.where([...path, ...below]) }),
      misfits: (validator) => misfits(validator, filled.value, plain, [...path, 'configuration']).map(placed),
    };
  });
  const wrong = [...missing, ...sameNames(plugins)];
  if (wrong.length > 0) throw new ProblemError(wrong.map(placed));
  return {
    policy: written.policy,
    seed: written.seed ?? defaultSeed,
    plugins,
    runtime: { ...runtimeDefaults, ...written.runtime },
  };
}

/** Problems are told by what is written in the file, never by what the environment put in its place. */
function misfits(validator: Validator, filled: unknown, plain: unknown, path: Path): SchemaProblem[] {
  if (validator(filled)) return [];
  const errors = validator.errors!.map((error) => ({ ...error, data: at(plain, error.instancePath) }));
  return schemaProblems(errors).map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

function at(value: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1);
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((held, step) => (held as Readonly<Record<string, unknown>> | undefined)?.[step], value);
}

function sameNames(plugins: readonly ConfiguredPlugin[]): SchemaProblem[] {
  return plugins.flatMap(({ name }, index) => {
    if (plugins.findIndex((one) => one.name === name) === index) return [];
    const message = `there is another plugin named "${name}" above`;
    const hint = 'give each a "name" of its own';
    return [{ path: ['plugins', index], code: 'same-name', message, hint }];
  });
}
