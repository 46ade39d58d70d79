import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { operators } from '../engine/conditions/operators/operators.ts';
import { packKinds } from '../engine/decisions/kinds.ts';
import { factsAbout } from '../engine/facts/catalogue.ts';
import type { FactDefinition, FactSubject } from '../engine/facts/definition.ts';
import { packSchema } from '../engine/packs/packSchema.ts';

/**
 * Writes what is derived from the code: the published schemas and the reference of facts and operators.
 * With --check it writes nothing and exits with 1 when a file is not what it would write.
 */
const generated: ReadonlyMap<string, string> = new Map([
  ...packKinds.map((kind): [string, string] => [
    `../engine/packs/schema/${kind.slug}.schema.json`,
    `${JSON.stringify(packSchema(kind), null, 2)}\n`,
  ]),
  ['facts.md', factsPage()],
]);

function factsPage(): string {
  const sections: readonly [FactSubject, string][] = [
    ['conversation', 'Facts about the conversation'],
    ['queue', 'Facts about the queue'],
    ['bot', 'Facts about the bot session'],
    ['agent', 'Facts about an agent'],
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

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [path, text] of generated) {
  const file = fileURLToPath(new URL(path, import.meta.url));
  if ((await readFile(file, 'utf8').catch(() => '')) === text) continue;
  stale.push(path);
  if (!check) await writeFile(file, text);
}
const said = check ? 'is not what the code says: run npm run generate' : 'written';
for (const path of stale) process.stdout.write(`${path} ${said}\n`);
if (check && stale.length > 0) process.exitCode = 1;
