import { withCommas } from '../../figures.ts';
import { decisionPoints } from '../../../engine/decisions/record.ts';
import type { JudgedClaim } from '../../gate/claims.ts';
import type { Judged } from '../../gate/gate.ts';
import type { ReplayResult } from '../../replay/result.ts';
import type { Block, Figure, Report, Section } from '../report.ts';
import { changesSection } from './changesSection.ts';
import { causesSection } from './causesSection.ts';
import { decidedSection } from './decidedSection.ts';
import { gateBlocks } from './gateBlocks.ts';
import { leftOutSection } from './leftOutSection.ts';
import { shareText } from '../shareText.ts';

/** A replay, and how its changes stand to what they were held to. */
export interface JudgedReplay extends ReplayResult {
  /** Absent where they were held to nothing. */
  readonly gate?: readonly (Judged | JudgedClaim)[];
}

/** A replay, told for people. */
export function replayReport(result: JudgedReplay): Report {
  const { recording, policy, against, changes, level, events, moments } = result;
  const when =
    moments === 'whileWaiting'
      ? ' Order and ranking are decided while conversations wait, as in a live run.'
      : '';
  return {
    kind: 'Replay',
    title: against === undefined ? policy : `${policy} against ${against.policy}`,
    subtitle: `${recording}: ${withCommas(events)} recorded events, decided again.${when}`,
    level,
    summary: [{ kind: 'figures', figures: headline(result) }, ...gateBlocks(result.gate ?? [])],
    sections: [
      ...(changes === undefined ? [] : [changesSection(result, changes), causesSection(changes)]),
      decidedSection(result),
      ...agreementSection(result),
      leftOutSection(result),
    ],
    provenance: provenanceOf(result),
  };
}

function headline(result: ReplayResult): readonly Figure[] {
  const { decisions, changes, orderAgreement, notReplayable, unroutable, breaches } = result;
  const made = decisionPoints.reduce((sum, point) => sum + decisions[point], 0);
  return [
    { value: withCommas(made), label: 'decisions made' },
    ...(changes === undefined ? [] : [changedFigure(changes.counts)]),
    ...(orderAgreement.rate === null
      ? []
      : [{ value: orderAgreement.rate.toFixed(4), label: 'order agreement with the record' }]),
    ...(unroutable === 0
      ? []
      : [{ value: withCommas(unroutable), label: 'rankings in which nobody could take the conversation' }]),
    ...(breaches === 0
      ? []
      : [{ value: withCommas(breaches), label: 'deadlines of messages that were not kept' }]),
    {
      value: withCommas(notReplayable),
      label: 'decisions not replayable',
      ...(notReplayable === 0 ? {} : { tone: 'unsure' as const }),
    },
  ];
}

function changedFigure(counts: NonNullable<ReplayResult['changes']>['counts']): Figure {
  const sum = (field: 'changed' | 'compared'): number =>
    decisionPoints.reduce((total, point) => total + counts[point][field], 0);
  const [changed, compared] = [sum('changed'), sum('compared')];
  const share = compared === 0 ? '' : ` (${shareText(changed / compared)})`;
  return {
    value: withCommas(changed),
    label: `of ${withCommas(compared)} compared come out otherwise${share}`,
  };
}

function agreementSection({ orderAgreement, against, policy }: ReplayResult): readonly Section[] {
  const sides = [
    { name: policy, ...orderAgreement },
    ...(against === undefined ? [] : [{ name: against.policy, ...against.orderAgreement }]),
  ].filter(({ rate }) => rate !== null);
  if (sides.length === 0) return [];
  const rows = sides.map(({ name, pairs, agreed, rate }) => [
    name,
    withCommas(agreed),
    withCommas(pairs),
    { bar: rate! },
    rate!.toFixed(4),
  ]);
  const table: Block = {
    kind: 'table',
    table: {
      caption: 'Pairs of conversations that could have been answered either way round',
      columns: [
        { heading: 'policy' },
        { heading: 'in its order', style: 'figure' },
        { heading: 'pairs', style: 'figure' },
        { heading: '', style: 'bar' },
        { heading: 'rate', style: 'figure' },
      ],
      rows,
    },
  };
  const text =
    'How often the record answered in the policy’s order. It describes the record: a low rate may mean that there were skills to match.';
  return [{ heading: 'Order agreement', blocks: [{ kind: 'text', text }, table] }];
}

function provenanceOf(result: ReplayResult): Report['provenance'] {
  const { policy, policyHash, against, recording, recordingHash, source, seed, moments, engineVersion } =
    result;
  return [
    ['policy', `${policy} ${policyHash}`],
    ...(against === undefined ? [] : [['against', `${against.policy} ${against.policyHash}`] as const]),
    ['recording', recording],
    ['recording hash', recordingHash],
    ['source', source],
    ['seed', seed],
    ['moments', moments],
    ['engine', engineVersion],
  ];
}
