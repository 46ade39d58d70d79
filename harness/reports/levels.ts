/** How much a report may claim: of a replay (docs/replay.md), or of decisions as they were made. */
export type Level = 0 | 1 | 2 | 'live';

/** A level in words: what its reports may say, and what nobody may read into them. */
export interface LevelMeaning {
  readonly stamp: string;
  readonly name: string;
  readonly says: readonly string[];
  readonly saysNot: readonly string[];
}

export const levels: Readonly<Record<Level, LevelMeaning>> = {
  0: {
    stamp: 'Level 0',
    name: 'regression',
    says: ['whether the same engine decides the same from the same record, byte for byte'],
    saysNot: ['whether what is decided is good'],
  },
  1: {
    stamp: 'Level 1',
    name: 'open loop',
    says: [
      'which decisions the policy makes, and why',
      'which decisions change against another policy, and what causes it',
      'what the record was like, as a description of the record',
    ],
    saysNot: [
      'what waits, service level, load or CSAT would have been',
      'who would have answered: after each decision everything follows the record',
      'that a change is good',
    ],
  },
  2: {
    stamp: 'Level 2',
    name: 'closed loop',
    says: ['service level, waits and load with intervals, under the models it names'],
    saysNot: ['CSAT, unless a model of outcomes was validated', 'what happens outside those models'],
  },
  live: {
    stamp: 'Live',
    name: 'as it was decided',
    says: ['what the policy decided, and whom it chose'],
    saysNot: ['who answered: whoever was chosen need not have', 'what another policy would have come to'],
  },
};
