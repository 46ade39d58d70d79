import { mkdir, readdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import tsconfig from '../tsconfig.json' with { type: 'json' };
import { bundledPlugins } from '../composition/findPlugin.ts';
import { problemError, type ProblemError } from '../engine/problem.ts';
import { packageNameProblem, unscoped } from './packageName.ts';

/** What a new plugin can be, and what its template does. */
export const pluginKinds = {
  sink: 'posts decisions to a CRM',
  actor: 'posts notices to a supervisor’s chat',
  'batch-actor': 'posts notices to a supervisor’s chat, many in one call',
  source: 'asks a telephone system what is new',
  facts: 'looks up in a CRM who a customer is',
} as const;

export type PluginKind = keyof typeof pluginKinds;

/** What was written. */
export interface NewPlugin {
  readonly name: string;
  readonly kind: PluginKind;
  readonly folder: string;
  /** In the order of their names. */
  readonly files: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** The name that the templates have. */
const templateName = 'crm-acme';

/**
 * Writes a new plugin into a folder of its own: what the templates hold, with this name.
 * @param folder made when it is not there; when it is, it must be empty.
 * @throws ProblemError for a name that cannot be, and a folder that cannot be had. Nothing is left then.
 */
export async function newPlugin(name: string, kind: PluginKind, folder: string): Promise<NewPlugin> {
  const wrong = packageNameProblem(name, [packageJson.name, ...bundledPlugins]);
  if (wrong !== undefined)
    throw problemError('bad-plugin-name', `a plugin cannot be called "${name}": ${wrong}`, {
      hint: 'give it another name',
    });
  const files = await templateFiles(name, kind);
  const isNew = await makeEmpty(folder);
  const place = await realpath(folder);
  const written: string[] = [];
  try {
    if (place.split(sep).includes('node_modules'))
      throw problemError('in-node-modules', 'Node runs no TypeScript below node_modules', {
        ...{ file: folder, hint: 'write the plugin elsewhere' },
      });
    files.set('package.json', json(packageOf(name, kind, place)));
    for (const [file, text] of files) {
      await writeFile(join(place, file), text, { flag: 'wx' });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) await rm(join(place, file));
    if (isNew) await rmdir(place);
    throw writeProblem(error, folder);
  }
  return { name, kind, folder, files: written.sort() };
}

async function templateFiles(name: string, kind: PluginKind): Promise<Map<string, string>> {
  const templates = join(root, 'templates/plugin', kind);
  const files = new Map<string, string>();
  for (const file of await readdir(templates)) {
    const text = await readFile(join(templates, file), 'utf8');
    files.set(file, text.replaceAll(templateName, unscoped(name)));
  }
  files.set('.gitignore', 'node_modules/\ndist/\n');
  files.set('tsconfig.json', json(checked));
  files.set('tsconfig.build.json', json(built));
  return files;
}

/** @returns whether the folder was made. */
async function makeEmpty(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeProblem(error, folder);
  }
  const held = await readdir(folder).catch((error: unknown) => {
    throw writeProblem(error, folder);
  });
  if (held.length === 0) return false;
  const hint = 'nothing is ever overwritten: name another folder with --to, or move that one away';
  throw problemError('folder-not-empty', 'the folder is there, and not empty', { file: folder, hint });
}

function writeProblem(error: unknown, file: string): ProblemError | Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    return problemError('no-such-folder', 'there is no such folder to write into', {
      ...{ file, hint: 'make the folder above it first' },
    });
  if (code === 'ENOTDIR') return problemError('not-a-folder', 'this is no folder', { file });
  return code === undefined
    ? (error as Error)
    : problemError('not-written', `the plugin cannot be written: ${code}`, { file });
}

/** @param place the plugin's folder, without links on the way. */
function packageOf(name: string, kind: PluginKind, place: string): object {
  const tsc = 'node node_modules/signalbox/node_modules/typescript/bin/tsc';
  return {
    ...{ name, version: '0.1.0', description: `A plugin of Signalbox: ${pluginKinds[kind]}.` },
    ...{ private: true, type: 'module', exports: './dist/plugin.js', files: ['dist'] },
    engines: packageJson.engines,
    scripts: {
      test: 'node --test plugin.spec.ts',
      acme: 'node runAcme.ts',
      types: tsc,
      prepack: `${tsc} -p tsconfig.build.json`,
    },
    devDependencies: { signalbox: `file:${relative(place, resolve(root)).split(sep).join('/')}` },
  };
}

/** As Signalbox itself is checked, with the types of Node that it has. */
const checked = {
  compilerOptions: {
    ...tsconfig.compilerOptions,
    types: ['node'],
    typeRoots: ['./node_modules/signalbox/node_modules/@types'],
  },
  include: ['*.ts'],
};

const built = {
  extends: './tsconfig.json',
  compilerOptions: { noEmit: false, outDir: 'dist', rewriteRelativeImportExtensions: true },
  include: [],
  files: ['plugin.ts'],
};

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
