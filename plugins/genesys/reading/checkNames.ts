import type { Pack } from '../../../engine/packs/packKind.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import type { Dependencies } from '../../../engine/plugins/plugin.ts';
import type { Problem } from '../../../engine/problem.ts';
import { didYouMean } from '../../../engine/suggest.ts';
import type { GenesysConfiguration } from '../schema.ts';
import type { NameCatalogue, NameKind } from './names.ts';

interface Mention {
  readonly kind: NameKind;
  readonly name: string;
  /** Whether a rule acts on it, or only asks for it. */
  readonly use: 'acts' | 'asks';
}

/** Facts whose value is a name of the organisation. */
const namingFacts: Readonly<Record<string, NameKind>> = {
  queue: 'queue',
  language: 'language',
  requiredSkills: 'skill',
};

/** Operators that compare with a whole name. */
const namingOperators = new Set(['equal', 'notEqual', 'in', 'notIn', 'contains', 'doesNotContain']);

/**
 * Names in a policy that the organisation does not have. One that a pack acts on, or is for, is an error; one that a
 * condition only asks for is a warning: the condition never holds, or always.
 */
export function checkNames(policy: Policy, names: NameCatalogue): readonly Problem[] {
  return policy.packs.flatMap((pack) => {
    const told = new Set<string>();
    return mentionsIn(pack).flatMap(({ kind, name, use }): Problem[] => {
      const key = `${kind} ${name}`;
      if (names.id(kind, name) !== undefined || told.has(key)) return [];
      told.add(key);
      return [
        {
          code: `genesys-unknown-${kind}`,
          severity: use === 'acts' ? 'error' : 'warning',
          message: `the organisation has no ${kind} "${name}"`,
          hint:
            didYouMean(name, names.all(kind)) ??
            `create it in Genesys Cloud, or write one that is there; case counts`,
          rule: pack.name,
        },
      ];
    });
  });
}

/** Queues that the configuration names and the organisation does not have. @param place where a part of it is written. */
export function checkQueues(
  { queues = [], reading = {} }: GenesysConfiguration,
  names: NameCatalogue,
  place: Dependencies['place'],
): readonly Problem[] {
  const named = [
    ...queues.map((name, index) => ({ name, path: ['queues', index] })),
    ...Object.keys(reading.openingHours ?? {}).map((name) => ({
      name,
      path: ['reading', 'openingHours', name],
    })),
  ];
  return named
    .filter(({ name }) => names.id('queue', name) === undefined)
    .map(({ name, path }) => ({
      code: 'genesys-unknown-queue',
      severity: 'error',
      message: `the organisation has no queue "${name}"`,
      hint: didYouMean(name, names.all('queue')) ?? 'see whether the client’s roles reach its division',
      ...place(path),
    }));
}

/** What a pack acts on comes first, so that a name it also asks for is told as an error. */
function mentionsIn(pack: Pack): readonly Mention[] {
  const mentions = mentionsBelow(pack, '');
  return [...mentions.filter(({ use }) => use === 'acts'), ...mentions.filter(({ use }) => use === 'asks')];
}

/** Looks at the fields by their names, because a kind of pack may say the same in places of its own. */
function mentionsBelow(node: unknown, key: string): Mention[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((held) => mentionsBelow(held, key));
  const fields = node as Readonly<Record<string, unknown>>;
  const acts = (kind: NameKind, value: unknown): Mention[] =>
    textsIn(value).map((name) => ({ kind, name, use: 'acts' }));
  if (key === 'assign') return [...acts('skill', fields['skills']), ...acts('language', fields['language'])];
  if (key === 'target' || key === 'transfer') return acts('queue', fields['queue']);
  if (key === 'appliesTo') return acts('queue', fields['queues']);
  const { fact, operator, value } = fields;
  if (typeof fact === 'string' && typeof operator === 'string') {
    const kind = namingFacts[fact];
    if (kind === undefined || !namingOperators.has(operator)) return [];
    return textsIn(value).map((name) => ({ kind, name, use: 'asks' }));
  }
  return Object.entries(fields).flatMap(([name, held]) => mentionsBelow(held, name));
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}
