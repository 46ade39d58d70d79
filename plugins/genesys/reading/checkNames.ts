import type { Path } from '../../../engine/conditions/check.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import type { SourceDocument } from '../../../engine/packs/yamlDocuments.ts';
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
  /** Where it is written in the pack. */
  readonly path: Path;
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
  return policy.sources.flatMap((source, index) => {
    const told = new Set<string>();
    return mentionsIn(source).flatMap(({ kind, name, use, path }): Problem[] => {
      const key = `${kind} ${name}`;
      if (names.id(kind, name) !== undefined || told.has(key)) return [];
      told.add(key);
      return [
        {
          code: `genesys-unknown-${kind}`,
          severity: use === 'acts' ? 'error' : 'warning',
          file: source.file,
          ...source.where(path),
          message: `the organisation has no ${kind} "${name}"`,
          hint:
            didYouMean(name, names.all(kind)) ??
            `create it in Genesys Cloud, or write one that is there; case counts`,
          rule: policy.packs[index]!.name,
        },
      ];
    });
  });
}

/** Queues that the configuration names and the organisation does not have. @param place where a part of it is written. */
export function checkQueues(
  { queues = [], reading = {}, acting = {} }: GenesysConfiguration,
  names: NameCatalogue,
  place: Dependencies['place'],
): readonly Problem[] {
  const named = [
    ...queues.map((name, index) => ({ name, path: ['queues', index] })),
    ...Object.keys(reading.openingHours ?? {}).map((name) => ({
      name,
      path: ['reading', 'openingHours', name],
    })),
    ...(acting.callback === undefined
      ? []
      : [{ name: acting.callback.queue, path: ['acting', 'callback', 'queue'] }]),
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
function mentionsIn({ content }: SourceDocument): readonly Mention[] {
  const mentions = mentionsBelow(content, []);
  return [...mentions.filter(({ use }) => use === 'acts'), ...mentions.filter(({ use }) => use === 'asks')];
}

/** Looks at the fields by their names, because a kind of pack may say the same in places of its own. */
function mentionsBelow(node: unknown, path: Path): Mention[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((held, index) => mentionsBelow(held, [...path, index]));
  const fields = node as Readonly<Record<string, unknown>>;
  const named = (use: Mention['use'], kind: NameKind, field: string): Mention[] =>
    textsIn(fields[field], [...path, field]).map((one) => ({ kind, use, ...one }));
  const field = path.findLast((step) => typeof step === 'string');
  if (field === 'assign') {
    return [
      ...named('acts', 'skill', 'skill'),
      ...named('acts', 'skill', 'skills'),
      ...named('acts', 'language', 'language'),
    ];
  }
  if (field === 'target' || field === 'transfer') return named('acts', 'queue', 'queue');
  if (field === 'appliesTo') return named('acts', 'queue', 'queues');
  const { fact, operator } = fields;
  if (typeof fact === 'string' && typeof operator === 'string') {
    const kind = namingFacts[fact];
    return kind === undefined || !namingOperators.has(operator) ? [] : named('asks', kind, 'value');
  }
  return Object.entries(fields).flatMap(([name, held]) => mentionsBelow(held, [...path, name]));
}

/** Of a text, or of a list the texts in it. */
function textsIn(value: unknown, path: Path): readonly Pick<Mention, 'name' | 'path'>[] {
  if (typeof value === 'string') return [{ name: value, path }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) =>
    typeof item === 'string' ? [{ name: item, path: [...path, index] }] : [],
  );
}
