import type { Path } from '../conditions/check.ts';
import { show } from '../facts/values.ts';
import type { SchemaProblem } from '../packs/schemaProblems.ts';

/** The environment's variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const reference = /\$\{env:([^}]*)\}/g;
/** Written by who knows variables from elsewhere, and meant to be filled in. */
const otherReference = /\$\{(?!env:)(?:[Ee][Nn][Vv]\s*:\s*)?([A-Za-z_][A-Za-z0-9_]*)\}/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A shorter value stands in too much that is no secret. */
const shortestHidden = 4;

/** Values that came from the environment: what is said must not hold them. */
export class Secrets {
  readonly #names = new Map<string, string>();

  add(name: string, value: string): void {
    for (const spelling of spellings(value))
      if (spelling.length >= shortestHidden) this.#names.set(spelling, name);
  }

  /** The text with `${env:NAME}` in the place of each value, longest first. */
  hide(text: string): string {
    const values = [...this.#names.keys()].sort((a, b) => b.length - a.length);
    return values.reduce((said, value) => said.replaceAll(value, `\${env:${this.#names.get(value)}}`), text);
  }
}

/** How messages write a value: as it is, quoted, cut, or as a part of an address. */
function spellings(value: string): readonly string[] {
  const trimmed = value.trim();
  const shown = show(value).replace(/^"|"$/g, '');
  return [
    value,
    trimmed,
    trimmed.replace(/\/+$/, ''),
    JSON.stringify(value).slice(1, -1),
    shown.replace(/…$/, ''),
    encodeURIComponent(value.toWellFormed()),
  ];
}

/** Puts the environment's variables in the place of `${env:NAME}`, in every text of a value. */
export function fillIn(
  value: unknown,
  environment: Environment,
  secrets: Secrets,
  path: Path = [],
): { readonly value: unknown; readonly problems: readonly SchemaProblem[] } {
  if (typeof value === 'string') return fillText(value, environment, secrets, path);
  if (typeof value !== 'object' || value === null) return { value, problems: [] };
  const filled = Object.entries(value).map(([key, held]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    return { key, ...fillIn(held, environment, secrets, [...path, step]) };
  });
  return {
    value: Array.isArray(value)
      ? filled.map((one) => one.value)
      : Object.fromEntries(filled.map((one) => [one.key, one.value])),
    problems: filled.flatMap((one) => one.problems),
  };
}

function fillText(text: string, environment: Environment, secrets: Secrets, path: Path) {
  const problems = [...text.matchAll(otherReference)].map(([, name]) => notFilledIn(name!, path));
  const value = text.replace(reference, (written: string, name: string) => {
    const found = variableName.test(name) ? environment[name] : undefined;
    if (!variableName.test(name)) {
      const message = `${written} names no environment variable`;
      const hint = 'letters, digits and underscores: ${env:CRM_TOKEN}';
      problems.push({ path, code: 'bad-variable', message, hint });
    } else if (found === undefined || found === '') {
      const message = `the environment variable ${name} is not set`;
      problems.push({ path, code: 'no-variable', message, hint: 'set it before signalbox starts' });
    } else secrets.add(name, found);
    return found ?? '';
  });
  return { value, problems };
}

/** What is not spelled as a variable may be a piece of a secret, and is not repeated. */
function notFilledIn(name: string, path: Path): SchemaProblem {
  const hint = /^[A-Z][A-Z0-9_]*$/.test(name) ? `did you mean \${env:${name}}?` : 'write ${env:NAME}';
  const message = 'a variable is written here without "env:", and would not be filled in';
  return { path, code: 'bad-variable', message, hint };
}
