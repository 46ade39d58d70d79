import { withCommas } from '../../figures.ts';
import type { Card, CardLine } from '../../invariants/policyCard.ts';
import type { Block, Entry } from '../report.ts';
import { shareText } from '../shareText.ts';
import type { Table } from '../table.ts';

/** The card of a policy: what it breaks with its smallest case, what it keeps, what it does not claim. */
export function cardBlocks(card: Card): readonly Block[] {
  const { lines, runs, seed } = card;
  const broken = lines.filter((line) => line.verdict === 'broken' && line.isHeldTo);
  const kept = lines.filter((line) => line.verdict === 'holds' && line.isHeldTo);
  const beside = lines.filter((line) => !line.isHeldTo && line.verdict !== 'notApplicable');
  const nothing = lines.filter((line) => line.verdict === 'notApplicable' && line.claimedAt !== undefined);
  const all = broken.length + kept.length;
  return [
    broken.length === 0
      ? {
          kind: 'verdict',
          tone: 'good',
          word: 'Kept',
          text: `all ${kept.length} invariants the policy is held to`,
        }
      : {
          kind: 'verdict',
          tone: 'bad',
          word: 'Broken',
          text: `${broken.length} of ${all} invariants the policy is held to`,
        },
    {
      kind: 'text',
      text: `${withCommas(runs)} cases of each, seed ${seed}. A policy is held to what it claims and to what holds for every policy.`,
    },
    ...entries(broken),
    ...table('Kept', kept),
    ...table('Not claimed', beside),
    ...entries(beside.filter(({ verdict }) => verdict === 'broken')),
    ...table('Claimed, and there is nothing to hold to it', nothing),
    ...figures(card),
  ];
}

const words: Readonly<Record<CardLine['verdict'], string>> = {
  holds: '✓ holds',
  broken: '✗ does not',
  notApplicable: '· nothing to try',
};

function table(caption: string, lines: readonly CardLine[]): readonly Block[] {
  if (lines.length === 0) return [];
  const made: Table = {
    caption,
    columns: [
      { heading: 'invariant', style: 'code' },
      { heading: 'about' },
      { heading: '' },
      { heading: 'cases', style: 'figure' },
      { heading: 'claimed at', style: 'code' },
      { heading: 'meaning' },
    ],
    rows: lines.map(({ invariant, pack, verdict, runs, claimedAt, meaning }) => [
      invariant,
      aboutOf(pack),
      words[verdict],
      withCommas(runs),
      claimedAt ?? '',
      meaning,
    ]),
  };
  return [{ kind: 'table', table: made }];
}

function entries(lines: readonly CardLine[]): readonly Block[] {
  return lines.length === 0 ? [] : [{ kind: 'entries', entries: lines.map(entryOf) }];
}

function entryOf({
  invariant,
  pack,
  meaning,
  counterexample = [],
  claimedAt,
  isHeldTo,
  runs,
  reproducedBy,
}: CardLine): Entry {
  return {
    title: `${invariant}, ${aboutOf(pack)}`,
    tag: isHeldTo ? 'broken' : 'not claimed',
    tone: isHeldTo ? 'bad' : 'plain',
    ...(claimedAt === undefined ? {} : { places: [claimedAt] }),
    lines: [
      meaning,
      `The smallest case found, by run ${withCommas(runs)}:`,
      ...counterexample,
      ...(reproducedBy === undefined || !isHeldTo ? [] : [`Again: ${reproducedBy}`]),
    ],
  };
}

function aboutOf(pack: CardLine['pack']): string {
  return pack === undefined ? 'the policy' : `${pack.kind} ${pack.name}`;
}

/** How varied the cases were, and what a ranking makes of seven agents: figures, no verdicts. */
function figures({ varieties, spreads }: Card): readonly Block[] {
  const made: Table[] = [
    {
      caption: 'How varied the cases were',
      columns: [
        { heading: 'Scoring' },
        { heading: 'cases', style: 'figure' },
        { heading: 'tie at the top', style: 'figure' },
        { heading: 'nobody can take it', style: 'figure' },
        { heading: 'exactly the minimum', style: 'figure' },
        { heading: 'enough' },
      ],
      rows: varieties.map(({ pack, cases, ties, nobody, exactThreshold, isEnough }) => [
        pack,
        withCommas(cases),
        shareText(ties),
        shareText(nobody),
        shareText(exactThreshold),
        isEnough ? 'yes' : 'no: less than makes a trial tell',
      ]),
    },
    {
      caption: 'Seven agents under it',
      columns: [
        { heading: 'Scoring' },
        { heading: 'alike, one at a time: most less least of 1,000', style: 'figure' },
        { heading: 'alike, overlapping: most less least of 3,000', style: 'figure' },
        { heading: 'one slightly better gets', style: 'figure' },
        { heading: 'longest passed over', style: 'figure' },
      ],
      rows: spreads.map(({ pack, alike, alikeOverlapping, shareOfSlightlyBetter, longestGap }) => [
        pack,
        withCommas(alike),
        withCommas(alikeOverlapping),
        shareText(shareOfSlightlyBetter),
        longestGap === null ? 'for ever' : `${withCommas(longestGap)} times`,
      ]),
    },
  ];
  return made.filter(({ rows }) => rows.length > 0).map((one) => ({ kind: 'table', table: one }));
}
