import { isBuiltin } from 'node:module';

/** A part of a package's name, as npm takes it in a new one, and as a file may be called anywhere. */
const part = '[a-z0-9][a-z0-9._-]*';
const form = new RegExp(`^(?:@${part}/)?${part}$`);

/** npm takes 214; as long as a name in signalbox.yaml may be. */
const longest = 100;

/** Names that npm keeps for itself. */
const kept = ['node_modules', 'favicon.ico'];

/**
 * What is wrong with the name of a new npm package, in words; undefined when nothing is.
 * @param taken names that would stand for something else in signalbox.yaml.
 */
export function packageNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name.length > longest) return `it has more than ${longest} characters`;
  if (!form.test(name))
    return 'npm takes lower-case letters, digits, hyphens, dots and underscores, beginning with a letter or digit; such as crm-acme or @acme/crm';
  if (taken.includes(name)) return 'Signalbox has that name itself';
  if (kept.includes(name)) return 'npm keeps that name for itself';
  return isBuiltin(name) ? 'a module of Node has that name' : undefined;
}

/** A package's name without its scope. */
export function unscoped(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}
