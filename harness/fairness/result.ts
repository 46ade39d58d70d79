import type { Scoring } from '../../engine/decisions/ranking/scoring.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { engineVersion } from '../../engine/version.ts';
import { withCommas } from '../figures.ts';
import type { SelectionAudit } from './audit.ts';
import type { AuditedClaim } from './claim.ts';
import { definitions } from './definitions.ts';
import { credibleShare } from './record/answers.ts';
import type { RecordDescription } from './record/recordWatch.ts';

/** Where the decisions come from. */
export type AuditSource =
  | {
      readonly kind: 'recording';
      readonly name: string;
      readonly hash: string;
      readonly source: string;
      readonly events: number;
      /** Decisions that could not be made honestly, by the fact the recording lacks. */
      readonly notReplayableBy: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'decision log';
      readonly file: string;
      /** Who decided: a replay, or a live run. */
      readonly stage: string;
      /** Rankings in it that are another policy's, or another version's. */
      readonly ofOthers: number;
    };

/** What an audit is of. */
interface Audited {
  /** 1: decisions replayed, open loop. `live`: decisions as they were made. */
  readonly level: 1 | 'live';
  /** Of the version whose decisions were audited. */
  readonly policyHash: string;
  /** Of all chance in it: resampling, and the ties of a replay. */
  readonly seed: string;
  readonly source: AuditSource;
  readonly claim: AuditedClaim;
  /** What the record tells of itself, none of it the policy's doing; absent for a decision log. */
  readonly record?: RecordDescription;
}

/** An audit of how fairly a policy chooses agents. One value, whatever it is printed as. */
export interface FairnessAudit extends Audited, SelectionAudit {
  readonly policy: string;
  readonly engineVersion: string;
  readonly warnings: readonly string[];
  /** What the figures are, by their place in this value. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** Puts an audit together. */
export function fairnessAudit(policy: Policy, audited: Audited, audit: SelectionAudit): FairnessAudit {
  return {
    level: audited.level,
    policy: policy.name,
    policyHash: audited.policyHash,
    engineVersion,
    seed: audited.seed,
    source: audited.source,
    claim: audited.claim,
    ...audit,
    ...(audited.record === undefined ? {} : { record: audited.record }),
    warnings: [
      ...ofClaim(audited, policy),
      ...ofSelections(audit),
      ...ofTieBreaks(audited, policy, audit),
      ...(audited.record === undefined ? [] : ofRecord(audited.record)),
    ],
    definitions,
  };
}

function ofClaim({ claim, policyHash, source }: Audited, policy: Policy): string[] {
  return [
    ...(policyHash === policy.hash
      ? []
      : [`the decisions are of another version of ${policy.name}, ${policyHash.slice(0, 12)}`]),
    ...(claim.appliesTo.mediaTypes === undefined
      ? []
      : ['a ranking does not say the medium: the claim’s mediaTypes are not looked at']),
    ...(source.kind === 'recording' && Object.keys(source.notReplayableBy).length > 0
      ? [
          `NOT REPLAYABLE: decisions read what the recording does not carry: ${Object.entries(
            source.notReplayableBy,
          )
            .map(([fact, count]) => `${fact} ${count}`)
            .join(', ')}`,
        ]
      : []),
  ];
}

function ofSelections({ strata, stratifiedBy, verdict, evenness }: SelectionAudit): string[] {
  const uneven = strata.filter(({ standsOut }) => standsOut).map(({ stratum }) => stratum);
  return [
    ...(uneven.length === 0 || evenness.verdict === 'UNFAIR'
      ? []
      : [`${verdict} in sum, but beyond the limit by ${stratifiedBy}: ${uneven.join(', ')}`]),
    ...(evenness.test?.by === 'chiSquarePooled'
      ? ['agents with small counts are taken as one in the p-value: too many decisions to resample']
      : []),
  ];
}

/** What was seen among equals, and where to look: what made it so is not tested. */
function ofTieBreaks({ claim }: Audited, policy: Policy, { evenness, agents }: SelectionAudit): string[] {
  if (claim.yardstick !== 'policyIntended' || evenness.verdict !== 'UNFAIR') return [];
  const first = policy.packs
    .filter((pack): pack is Scoring => pack.kind === 'Scoring')
    .map(({ tieBreak }) => tieBreak[0]!)
    .filter((name) => name !== 'seededHash');
  if (first.length === 0) return [];
  const { agent, share } = agents[0]!;
  const seen = `among equals ${agent} was chosen ${withCommas(share!.chosen)} times, and ${share!.expected.toFixed(1)} were expected`;
  const hint =
    'it may be that which gives less to who has much to do that others cannot, or was there before them, but no cause is tested here: audit the policy with tieBreak: [seededHash] to compare; where such unevenness is meant, claim a larger effectSize';
  return [`${seen}; what decides there first is ${[...new Set(first)].join(' and ')}: ${hint}`];
}

/** Answers after a wait, with others shown free, from which on the record does not tell who was free; as a share. */
const incredible = 0.2;

function ofRecord({ answers, waits }: RecordDescription): string[] {
  const { byKnownAgent, notShownFree, othersFreeAfterAWait } = answers;
  const shownFree = 1 - notShownFree / byKnownAgent;
  return [
    ...(othersFreeAfterAWait > incredible * waits.answered
      ? [
          `the record does not tell who was free: ${withCommas(othersFreeAfterAWait)} answers came after a wait, with somebody else shown IDLE all the same; what rests on that is to be read with care`,
        ]
      : []),
    ...(shownFree < credibleShare
      ? [`only ${(100 * shownFree).toFixed(0)} % of answers came from agents whom the record shows free`]
      : []),
  ];
}
