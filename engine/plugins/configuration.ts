import type { Path } from '../conditions/check.ts';
import { policyName } from '../packs/folder.ts';
import { schemaProblems, type SchemaProblem } from '../packs/schemaProblems.ts';
import { readDocuments, type SourceFile } from '../packs/yamlDocuments.ts';
import type { Validator } from '../packs/validator.ts';
import { hasErrors, problemError, ProblemError, type Problem } from '../problem.ts';
import validate from './configuration.validator.js';
import { runtimeDefaults, type RuntimeSettings } from './configurationSchema.ts';
import { fillIn, type Environment, type Secrets } from './environment.ts';
import { highestPort, serviceDefaults, shortestToken, type ServiceSettings } from './serviceSchema.ts';

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
  /** The folders of the policies, as written; at least one, no two of one name. */
  readonly policies: readonly string[];
  readonly seed: string;
  readonly plugins: readonly ConfiguredPlugin[];
  readonly runtime: RuntimeSettings;
  /** Left out, nothing is served. */
  readonly service?: ServiceSettings;
}

interface Written {
  readonly policy?: string;
  readonly policies?: readonly string[];
  readonly seed?: string;
  readonly plugins: readonly {
    readonly plugin: string;
    readonly name?: string;
    readonly configuration?: object;
  }[];
  readonly runtime?: Partial<RuntimeSettings>;
  readonly service?: Partial<Omit<ServiceSettings, 'port'>> & {
    readonly port: number | string;
    readonly tokens: readonly string[];
  };
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
  const service =
    written.service === undefined ? undefined : readService(written.service, environment, secrets);
  const wrong = [...missing, ...policyProblems(written), ...sameNames(plugins), ...(service?.problems ?? [])];
  if (wrong.length > 0) throw new ProblemError(wrong.map(placed));
  return {
    policies: written.policies ?? [written.policy!],
    seed: written.seed ?? defaultSeed,
    plugins,
    runtime: { ...runtimeDefaults, ...written.runtime },
    ...(service === undefined ? {} : { service: service.settings }),
  };
}

/** What is served, with its tokens and port filled in; a token that could be guessed is a problem. */
function readService(
  written: Required<Written>['service'],
  environment: Environment,
  secrets: Secrets,
): { readonly settings: ServiceSettings; readonly problems: readonly SchemaProblem[] } {
  const filled = fillIn(written, environment, secrets, ['service']);
  const given = filled.value as typeof written;
  const port = given.port === '' ? 0 : Number(given.port);
  const settings = { ...serviceDefaults, ...given, port };
  const bad = settings.tokens.flatMap((token, index): readonly SchemaProblem[] => {
    // What it is, is not said: it may be a token.
    const at = { path: ['service', 'tokens', index] } as const;
    if (!/^\$\{env:[^}]+\}$/.test(written.tokens[index]!)) {
      const hint = 'write ${env:SIGNALBOX_TOKEN}, and set that variable';
      return [{ ...at, code: 'token-in-file', message: 'a token must come from the environment', hint }];
    }
    if (token.length === 0 || token.length >= shortestToken) return [];
    const message = `the token has fewer than ${shortestToken} characters`;
    return [{ ...at, code: 'too-short', message, hint: 'make a longer one, at random' }];
  });
  const isPort = Number.isInteger(port) && port >= 0 && port <= highestPort;
  const noPort: SchemaProblem[] = isPort
    ? []
    : [
        {
          ...{ path: ['service', 'port'], code: 'out-of-range' },
          message: `${String(written.port)} is no port`,
          hint: `set that variable to a whole number from 0 to ${highestPort}`,
        },
      ];
  return { settings, problems: [...filled.problems, ...bad, ...noPort] };
}

/** Problems are told by what is written in the file, never by what the environment put in its place. */
function misfits(validator: Validator, filled: unknown, plain: unknown, path: Path): SchemaProblem[] {
  if (validator(filled)) return [];
  const errors = validator.errors!.map((error) => ({ ...error, data: shownAt(plain, error.instancePath) }));
  return schemaProblems(errors).map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

/** What is written at a place; where it may be a secret, however it came there, only that something is. */
function shownAt(plain: unknown, pointer: string): unknown {
  const value = at(plain, pointer);
  const isReference = typeof value === 'string' && value.includes('${env:');
  const isSecret = /secret|token|password|key$/i.test(pointer) && typeof value !== 'object';
  return isSecret && !isReference ? 'what is written there' : value;
}

function at(value: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1);
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((held, step) => (held as Readonly<Record<string, unknown>> | undefined)?.[step], value);
}

function policyProblems({ policy, policies }: Written): SchemaProblem[] {
  if (policy === undefined && policies === undefined)
    return [{ path: [], code: 'missing-key', message: '"policy" is missing here' }];
  if (policy !== undefined && policies !== undefined) {
    const hint = 'list them all under "policies", the one that is active at first before the others';
    return [
      { path: ['policies'], code: 'two-keys', message: 'both "policy" and "policies" are given', hint },
    ];
  }
  const names = (policies ?? []).map(policyName);
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    const hint = 'a policy is called as its folder: name one of the folders otherwise';
    return [
      {
        path: ['policies', index],
        code: 'same-name',
        message: `there is another policy named "${name}" above`,
        hint,
      },
    ];
  });
}

function sameNames(plugins: readonly ConfiguredPlugin[]): SchemaProblem[] {
  return plugins.flatMap(({ name }, index) => {
    if (plugins.findIndex((one) => one.name === name) === index) return [];
    const message = `there is another plugin named "${name}" above`;
    const hint = 'give each a "name" of its own';
    return [{ path: ['plugins', index], code: 'same-name', message, hint }];
  });
}
