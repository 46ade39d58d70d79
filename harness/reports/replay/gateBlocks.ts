import { withCommas } from '../../figures.ts';
import type { JudgedClaim } from '../../gate/claims.ts';
import type { Judged } from '../../gate/gate.ts';
import { claimInWords } from '../../gate/textReport.ts';
import { placeText } from '../placeText.ts';
import type { Block } from '../report.ts';

/** What changes were held to, and how they stand to it; nothing where they were held to nothing. */
export function gateBlocks(judged: readonly (Judged | JudgedClaim)[]): readonly Block[] {
  if (judged.length === 0) return [];
  const broken = judged.filter(({ passed }) => !passed).length;
  const of = `of ${withCommas(judged.length)} ${judged.length === 1 ? 'bound' : 'bounds'}`;
  return [
    broken === 0
      ? { kind: 'verdict', tone: 'good', word: 'Within bounds', text: `none ${of} is broken` }
      : { kind: 'verdict', tone: 'bad', word: 'Out of bounds', text: `${withCommas(broken)} ${of} broken` },
    { kind: 'entries', entries: judged.map(entryOf) },
  ];
}

function entryOf(judged: Judged | JudgedClaim): Extract<Block, { kind: 'entries' }>['entries'][number] {
  const { name, passed, failure } = judged;
  const place = placeText(judged);
  return {
    title: name,
    tag: passed ? 'kept' : 'broken',
    tone: passed ? 'good' : 'bad',
    lines: failure === undefined ? [keptLine(judged)] : [failure.message, ...failure.details],
    ...(place === undefined ? {} : { places: [place] }),
  };
}

function keptLine(judged: Judged | JudgedClaim): string {
  if (judged.of === 'invariants') return claimInWords(judged);
  return `${withCommas(judged.changed)} of ${withCommas(judged.compared)} changed`;
}
