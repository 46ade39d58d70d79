import type { Yardstick } from '../../../engine/decisions/fairness/fairness.ts';
import { withCommas } from '../../figures.ts';
import type { AgentAudit } from '../audit.ts';
import type { GroupAudit } from '../groups.ts';
import type { Evenness } from '../opportunity/evenness.ts';
import type { FairnessAudit } from '../result.ts';
import type { Uniformity } from '../uniformity.ts';
import { columns, decimals, figureLine, intervalText, pText } from './figure.ts';
import { recordText } from './recordText.ts';

/** Agents and strata listed before the rest is only counted. */
const mostAgents = 10;
const mostStrata = 10;

/** What each yardstick expects, in words. */
export const yardstickWords: Readonly<Record<Yardstick, string>> = {
  policyIntended:
    'the score decides, and is meant to; agents in the winner’s bucket are equals, and each is expected as often',
  uniformAmongEligible: 'everybody who could take the conversation is expected as often',
  proportionalToWeights:
    'everybody who could take the conversation is expected in proportion to their weight',
};

/** An audit as people read it. */
export function fairnessText(audit: FairnessAudit): string {
  return [
    ...headLines(audit),
    '',
    ...verdictLines(audit),
    '',
    ...opportunityLines(audit),
    ...agentLines(audit),
    ...strataLines(audit),
    ...(audit.groups === undefined ? [] : groupLines(audit.groups)),
    ...uniformityLines(audit.uniformity),
    ...(audit.record === undefined ? [] : recordText(audit.record)),
    '',
    `policy ${audit.policyHash.slice(0, 12)} · engine ${audit.engineVersion} · seed ${audit.seed}`,
  ].join('\n');
}

function headLines({ level, policy, policyHash, source }: FairnessAudit): string[] {
  const by = `${policy} (${policyHash.slice(0, 12)})`;
  if (level === 'live')
    return [
      `Fairness, live: ${fileOf(source)}, ranked by ${by}`,
      'Whom the policy chose, as it decided; whoever was chosen need not have answered.',
    ];
  return [
    `Fairness, level 1 (open loop): ${fileOf(source)}, ranked by ${by}`,
    'Whom the policy would choose among those the record shows free. What waits and load would come of it is not claimed.',
  ];
}

function fileOf(source: FairnessAudit['source']): string {
  if (source.kind === 'recording') return `${source.name}, ${withCommas(source.events)} events`;
  return source.ofOthers === 0
    ? source.file
    : `${source.file} (${withCommas(source.ofOthers)} rankings of others left out)`;
}

function verdictLines({ verdict, because, claim, warnings }: FairnessAudit): string[] {
  const by = claim.overruled.includes('yardstick')
    ? 'asked for'
    : claim.pack === undefined
      ? 'the default: the policy has no Fairness pack'
      : `claimed by ${claim.pack}`;
  return [
    `Verdict: ${verdict}`,
    ...because.map((one) => `  ${one}`),
    `yardstick   ${claim.yardstick}, ${by}: ${yardstickWords[claim.yardstick]}`,
    `limits      effect w ${claim.limits.effectSize}, impact ratio ${claim.limits.impactRatio}`,
    ...warnings.map((warning) => `warning     ${warning}`),
  ];
}

function opportunityLines(audit: FairnessAudit): string[] {
  const { selections, evenness, byYardstick, excluded } = audit;
  const left = Object.entries(excluded).map(([reason, count]) => `${reason} ${withCommas(count)}`);
  return [
    `Who is chosen: ${withCommas(selections)} selections, ${withCommas(evenness.choices)} with a choice by the yardstick, between ${evenness.agents} agents`,
    ...(left.length === 0 ? [] : [`  left out: ${left.join(', ')}`]),
    ...evennessLines(evenness),
    '  By every yardstick (only the declared one is judged by):',
    ...columns([
      ['', 'choices', 'Q', 'df', 'w', 'beyond chance', '90 % interval', 'p', 'it would be'],
      ...Object.entries(byYardstick).map(([name, one]) => [`  ${name}`, ...evennessCells(one)]),
    ]),
  ];
}

function evennessLines({ test, effect, reach }: Evenness): string[] {
  if (test === undefined || effect === undefined || reach === undefined) return [];
  const { by, interval, replicates, seed } = test;
  const how =
    by === 'monteCarlo'
      ? ` (counts are small: ${withCommas(replicates!)} resamplings, seed ${seed}; ${intervalText(interval!, 4)})`
      : by === 'chiSquarePooled'
        ? ' (agents with small counts taken as one)'
        : '';
  return [
    ...figureLine('evenness.test.q', 'Q', `${test.q.toFixed(1)} with ${test.df} degrees of freedom`),
    ...figureLine('evenness.test.p', 'less even than chance', `${pText(test.p)}${how}`),
    ...figureLine('evenness.test.pMoreEven', 'more even than chance', pText(test.pMoreEven)),
    ...figureLine(
      'evenness.effect.beyondChance',
      'w beyond chance',
      `${decimals(effect.beyondChance, 3)} (${intervalText(effect.interval)})`,
    ),
    ...figureLine('evenness.effect.w', 'w', decimals(effect.w, 3)),
    ...figureLine('evenness.effect.cramersV', 'Cramér’s V', decimals(effect.cramersV, 3)),
    ...figureLine(
      'evenness.reach.smallestShown',
      'could have shown',
      `w ${decimals(reach.smallestShown, 3)}`,
    ),
  ];
}

function evennessCells({ choices, test, effect, verdict }: Evenness): string[] {
  if (test === undefined || effect === undefined)
    return [withCommas(choices), '–', '–', '–', '–', '–', '–', verdict];
  return [
    withCommas(choices),
    test.q.toFixed(1),
    String(test.df),
    decimals(effect.w, 3),
    decimals(effect.beyondChance, 3),
    intervalText(effect.interval),
    pText(test.p),
    verdict,
  ];
}

function agentLines({ agents, neverChosen }: FairnessAudit): string[] {
  const compared = agents.filter(({ share }) => share !== undefined);
  const outstanding = compared.filter(({ standsOut }) => standsOut !== undefined);
  const never = agents.filter(({ chosen }) => chosen === 0);
  return [
    ...(compared.length === 0
      ? []
      : [
          ...figureLine(
            'agents.share.ratio',
            'agents',
            `${outstanding.length} of ${compared.length} stand out`,
          ),
          ...columns([
            ['', 'eligible', 'chosen', 'of a choice', 'expected', 'ratio', '95 % interval', 'p (Holm)', ''],
            ...compared.slice(0, mostAgents).map(agentCells),
          ]),
          ...(compared.length > mostAgents ? [`    … and ${compared.length - mostAgents} more`] : []),
        ]),
    ...figureLine('neverChosen', 'never chosen', withCommas(neverChosen)),
    ...never
      .slice(0, mostAgents)
      .map(
        ({ agent, eligible, belowMinimum }) =>
          `    ${agent}: could have been ${withCommas(eligible)} times, and ${withCommas(belowMinimum)} times but for the minimum score`,
      ),
    ...(never.length > mostAgents ? [`    … and ${never.length - mostAgents} more`] : []),
  ];
}

function agentCells({ agent, eligible, chosen, share, standsOut }: AgentAudit): string[] {
  const { chosen: ofChoice, expected, ratio, interval, p } = share!;
  return [
    `  ${agent}`,
    withCommas(eligible),
    withCommas(chosen),
    withCommas(ofChoice),
    decimals(expected, 1),
    decimals(ratio, 2),
    intervalText(interval, 2),
    pText(p),
    standsOut ?? '',
  ];
}

function strataLines({ strata, stratifiedBy }: FairnessAudit): string[] {
  const tested = strata.filter(({ test }) => test !== undefined);
  if (tested.length < 2) return [];
  return [
    ...figureLine('strata', `by ${stratifiedBy}`, `${tested.length} with a choice`),
    ...columns([
      ['', 'choices', 'w', 'beyond chance', '90 % interval', 'p (Holm)', 'it would be'],
      ...tested
        .slice(0, mostStrata)
        .map(({ stratum, choices, effect, p, verdict }) => [
          `  ${stratum}`,
          withCommas(choices),
          decimals(effect!.w, 3),
          decimals(effect!.beyondChance, 3),
          intervalText(effect!.interval),
          pText(p),
          verdict,
        ]),
    ]),
    ...(tested.length > mostStrata ? [`    … and ${tested.length - mostStrata} more`] : []),
  ];
}

function groupLines({ by, groups, suppressed, ungrouped, impact, verdict, because }: GroupAudit): string[] {
  return [
    '',
    `Groups by ${by}: ${verdict}, ${because}`,
    ...(impact === undefined
      ? []
      : figureLine(
          'groups.impact.ratio',
          'impact ratio',
          `${decimals(impact.ratio, 3)} (${intervalText(impact.interval)}): ${impact.lower} by ${impact.higher}`,
        )),
    ...columns([
      ['', 'agents', 'chosen', 'expected', 'ratio', '95 % interval', 'p (Holm)'],
      ...groups.map(({ group, agents, chosen, expected, ratio, interval, p }) => [
        `  ${group}`,
        withCommas(agents),
        withCommas(chosen),
        decimals(expected, 1),
        decimals(ratio, 3),
        intervalText(interval, 2),
        pText(p),
      ]),
    ]),
    ...(suppressed === 0 ? [] : [`    ${suppressed} groups of fewer than five agents are not shown`]),
    ...(ungrouped === 0 ? [] : [`    ${ungrouped} agents are in no group`]),
  ];
}

function uniformityLines(uniformity: Uniformity): string[] {
  const { gini, giniByChance, agents, test, saysSomething, why } = uniformity;
  if (test === null) return [];
  return [
    '',
    'What the source documents look at (nothing is judged by it):',
    ...figureLine(
      'uniformity.gini',
      'Gini',
      `${decimals(gini)} over ${agents} agents${
        giniByChance === null
          ? ''
          : `; by chance and the yardstick ${decimals(giniByChance.mean)}, and above ${decimals(giniByChance.p95)} one time in twenty`
      }`,
    ),
    ...figureLine(
      'uniformity.test',
      'chi-square, uniform',
      `${test.chiSquare.toFixed(1)} with ${test.df} degrees of freedom, ${pText(test.p)}`,
    ),
    `      ${saysSomething ? 'It may be read' : 'It says nothing here'}: ${why}.`,
  ];
}
