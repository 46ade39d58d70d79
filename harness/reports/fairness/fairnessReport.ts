import type { FairnessAudit } from '../../fairness/result.ts';
import { yardstickWords } from '../../fairness/text/textReport.ts';
import { decimals, intervalText } from '../../fairness/text/figure.ts';
import { withCommas } from '../../figures.ts';
import type { Block, Report } from '../report.ts';
import { agentsSection } from './agentsSection.ts';
import { evennessSection } from './evennessSection.ts';
import { groupsSection } from './groupsSection.ts';
import { recordSection } from './recordSection.ts';
import { strataSection } from './strataSection.ts';
import { uniformitySection } from './uniformitySection.ts';
import { verdictTone } from './verdictTone.ts';

/** An audit of whom a policy chooses, told for people. */
export function fairnessReport(audit: FairnessAudit): Report {
  const { level, policy, policyHash, source, seed, engineVersion, groups, record } = audit;
  return {
    kind: 'Fairness',
    title: policy,
    subtitle:
      source.kind === 'recording'
        ? `${source.name}, ${withCommas(source.events)} events: whom the policy would choose among those the record shows free.`
        : `${source.file}: whom the policy chose, as it decided.`,
    level,
    summary: summaryOf(audit),
    sections: [
      agentsSection(audit),
      ...(groups === undefined ? [] : [groupsSection(groups, audit.claim.limits.impactRatio)]),
      evennessSection(audit),
      ...strataSection(audit),
      ...uniformitySection(audit.uniformity),
      ...(record === undefined ? [] : [recordSection(record)]),
    ],
    provenance: [
      ['policy', `${policy} ${policyHash}`],
      ...(source.kind === 'recording'
        ? ([
            ['recording', source.name],
            ['recording hash', source.hash],
            ['source', source.source],
          ] as const)
        : ([['decision log', `${source.file}, stage ${source.stage}`]] as const)),
      ['seed', seed],
      ['engine', engineVersion],
    ],
  };
}

function summaryOf({
  verdict,
  because,
  claim,
  warnings,
  selections,
  evenness,
}: FairnessAudit): readonly Block[] {
  const { effect, reach, choices, agents } = evenness;
  const by = claim.overruled.includes('yardstick')
    ? 'asked for'
    : claim.pack === undefined
      ? 'the default, as the policy has no Fairness pack'
      : `claimed by ${claim.pack}`;
  return [
    {
      kind: 'verdict',
      tone: verdictTone(verdict),
      word: verdict,
      text: because.map((one) => withoutVerdict(one, verdict)).join('; '),
    },
    {
      kind: 'figures',
      figures: [
        { value: withCommas(selections), label: 'selections' },
        { value: withCommas(choices), label: `of them with a choice, between ${withCommas(agents)} agents` },
        ...(effect === undefined
          ? []
          : [
              {
                value: decimals(effect.beyondChance, 3),
                label: `unevenness beyond chance, w (${intervalText(effect.interval)}); the limit is ${claim.limits.effectSize}`,
              },
            ]),
        ...(reach === undefined
          ? []
          : [{ value: decimals(reach.smallestShown, 3), label: 'the least w these data could have shown' }]),
      ],
    },
    {
      kind: 'text',
      text: `Measured against ${claim.yardstick} (${by}): ${yardstickWords[claim.yardstick]}.`,
    },
    ...(warnings.length === 0
      ? []
      : [
          {
            kind: 'entries' as const,
            entries: warnings.map((title) => ({ title, tag: 'warning', tone: 'unsure' as const })),
          },
        ]),
  ];
}

/** The verdict stands beside it. */
function withoutVerdict(because: string, verdict: string): string {
  return because.startsWith(`${verdict}: `) ? because.slice(verdict.length + 2) : because;
}
