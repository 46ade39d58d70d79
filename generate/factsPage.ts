import { operators } from '../engine/conditions/operators/operators.ts';
import { packKinds } from '../engine/decisions/kinds.ts';
import { factsAbout } from '../engine/facts/catalogue.ts';
import type { FactDefinition, FactSubject } from '../engine/facts/definition.ts';

/** The reference of facts and operators: docs/facts.md. */
export function factsPage(): string {
  const sections: readonly [FactSubject, string][] = [
    ['conversation', 'Facts about the conversation'],
    ['queue', 'Facts about the queue'],
    ['bot', 'Facts about the bot session'],
    ['agent', 'Facts about an agent'],
    ['occurrence', 'Facts about what a reaction is about'],
  ];
  const kindsReading = (subject: FactSubject): string => {
    const kinds = packKinds.filter(({ subjects }) => subjects.includes(subject)).map(({ kind }) => kind);
    return kinds.length === 0
      ? 'Scoring reads them by its own fields; conditions do not.'
      : `Conditions of ${kinds.join(', ')} may read them.`;
  };
  return [
    '# Facts and operators',
    '',
    'Every fact a rule may read. Written by `npm run generate` from `engine/facts`; do not edit it here.',
    '',
    'A fact that **may be missing** makes a comparison, and its negation, false, unless the pack gives it a default under `missing:`.',
    '**Observed** facts come from the platform or a recording; **derived** ones are worked out from events.',
    ...sections.flatMap(([subject, title]) => [
      '',
      `## ${title}`,
      '',
      kindsReading(subject),
      '',
      '| fact | type | unit | range | example | may be missing | what it is | source |',
      '|---|---|---|---|---|---|---|---|',
      ...factsAbout(subject).map(factRow),
    ]),
    '',
    '## Operators',
    '',
    '| operator | reads | types of fact | its negation |',
    '|---|---|---|---|',
    ...[...operators.values()].map(
      ({ name, phrase, factTypes, negation }) =>
        `| \`${name}\` | ${phrase} | ${factTypes.join(', ')} | \`${negation}\` |`,
    ),
    '',
  ].join('\n');
}

function factRow(fact: FactDefinition): string {
  const type = fact.values === undefined ? fact.type : fact.values.map((value) => `\`${value}\``).join(' ');
  const { minimum, maximum } = fact.range ?? {};
  const range =
    fact.range === undefined
      ? ''
      : `${minimum ?? '…'} to ${maximum ?? '…'}${fact.integer === true ? ', whole' : ''}`;
  const missing = fact.mayBeMissing ? 'yes' : 'no';
  const cells = [
    `\`${fact.name}\``,
    type,
    fact.unit ?? '',
    range,
    `\`${JSON.stringify(fact.example)}\``,
    missing,
    fact.description,
    `${fact.origin}: ${fact.source}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
