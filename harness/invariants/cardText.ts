import { percent, withCommas } from '../figures.ts';
import type { Card, CardLine } from './policyCard.ts';
import { leastVariety } from './ranking/variety.ts';

/** Those that the policy is held to, and does not keep. */
export function brokenOf({ lines }: Card): readonly CardLine[] {
  return lines.filter((line) => line.verdict === 'broken' && line.isHeldTo);
}

/** What came of all that the policy is held to, in a few words. */
export function cardVerdict(card: Card): string {
  const broken = brokenOf(card).length;
  const kept = keptOf(card).length;
  return broken === 0
    ? `keeps all ${kept} invariants that it is held to`
    : `breaks ${broken} of ${broken + kept} invariants that it is held to`;
}

/** What is broken, and the smallest case that shows it, line by line. */
export function breachLines({ meaning, counterexample = [], reproducedBy }: CardLine): readonly string[] {
  return [meaning, ...counterexample, ...(reproducedBy === undefined ? [] : [`again: ${reproducedBy}`])];
}

/** The card without what is broken: what holds, what is not claimed, and the figures. */
export function unbrokenLines(card: Card): readonly string[] {
  const beside = card.lines.filter((line) => !line.isHeldTo && line.verdict !== 'notApplicable');
  const nothing = card.lines.filter(
    (line) => line.verdict === 'notApplicable' && line.claimedAt !== undefined,
  );
  return [
    ...section('Holds', keptOf(card), (line) => told(line, '✓')),
    ...section('Not claimed', beside, (line) => told(line, line.verdict === 'holds' ? '·' : '–')),
    ...section('Claimed, and there is nothing to hold to it', nothing, (line) => [`  ? ${headOf(line)}`]),
    ...figures(card),
  ];
}

function keptOf({ lines }: Card): readonly CardLine[] {
  return lines.filter((line) => line.verdict === 'holds' && line.isHeldTo);
}

function section(
  title: string,
  lines: readonly CardLine[],
  tell: (line: CardLine) => readonly string[],
): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.flatMap(tell)];
}

function told(line: CardLine, mark: string): readonly string[] {
  const { claimedAt, counterexample, runs, verdict } = line;
  const claimed = claimedAt === undefined ? '' : `, claimed at ${claimedAt}`;
  const outcome =
    verdict === 'holds' ? `held in ${withCommas(runs)} runs` : `does not hold: run ${withCommas(runs)}`;
  const head = `  ${mark} ${headOf(line)} ${outcome}${claimed}`;
  if (counterexample === undefined) return [head, `      ${line.meaning}`];
  return [head, ...[line.meaning, ...counterexample].map((one) => `      ${one}`)];
}

function headOf(line: CardLine): string {
  return `${invariantOf(line)}:`;
}

/** Which invariant, and of which pack. */
export function invariantOf({ invariant, pack }: CardLine): string {
  return pack === undefined ? invariant : `${invariant} (${pack.kind} ${pack.name})`;
}

function figures({ varieties, spreads }: Card): readonly string[] {
  return [
    ...varieties.map(({ pack, cases, ties, nobody, exactThreshold, isEnough }) => {
      const least = isEnough
        ? ''
        : `; less than the ${percent(leastVariety.ties)}, ${percent(leastVariety.nobody)} and ${percent(leastVariety.exactThreshold)} that make a trial tell`;
      return `Cases for ${pack}: of ${withCommas(cases)}, ${percent(ties).trim()} tie at the top, in ${percent(nobody).trim()} nobody can take it, in ${percent(exactThreshold).trim()} somebody scores exactly the minimum${least}.`;
    }),
    ...spreads.flatMap(({ pack, alike, alikeOverlapping, longestGap, shareOfSlightlyBetter }) => [
      `How ${pack} shares conversations out among seven agents:`,
      `  all alike, one conversation at a time: after 1,000 nobody has had more than ${alike} more than another; of 3,000 that overlap, not more than ${alikeOverlapping}`,
      `  one of them slightly better: that one gets ${percent(shareOfSlightlyBetter)}`,
      `  from the best down to one just good enough: ${longestGap === null ? 'somebody is passed over for ever' : `nobody is passed over more than ${longestGap} times in a row`}`,
    ]),
  ];
}
