import { withCommas } from '../figures.ts';
import { breachLines, brokenOf, cardVerdict, invariantOf, unbrokenLines } from '../invariants/cardText.ts';
import { policyCard, type CardLine } from '../invariants/policyCard.ts';
import type { Checked, Failure, Section } from './section.ts';

/** What the policy claims about itself, and what must hold for every policy: tried, with the card that says so. */
export function claimsSection({ policy, options, onProgress }: Checked): Section {
  const card = policyCard(policy, {
    ...options.card,
    onProgress: (done, of) => onProgress(done / of),
  });
  const runs = `${withCommas(card.runs)} runs of each, seed ${card.seed}`;
  return {
    name: 'claims',
    summary: `the policy ${cardVerdict(card)} (${runs})`,
    failures: brokenOf(card).map((line) => failureOf(line, policy.sources[0]?.file)),
    lines: [],
    atLength: unbrokenLines(card),
    result: card,
  };
}

/** @param file where the policy is, for what holds for every policy and is claimed nowhere. */
function failureOf(line: CardLine, file: string | undefined): Failure {
  const place = /^(.*):(\d+)$/.exec(line.claimedAt ?? '');
  return {
    code: 'claim-broken',
    severity: 'error',
    ...(place === null ? (file === undefined ? {} : { file }) : { file: place[1]!, line: Number(place[2]) }),
    message: `${invariantOf(line)} does not hold`,
    ...(place === null ? {} : { hint: 'mend the rules so that it does, or claim it no longer' }),
    details: breachLines(line),
  };
}
