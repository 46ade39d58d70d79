/** How much a replay may claim; docs/replay.md and DESIGN §7. */
export type Level = 0 | 1 | 2;

/** A level in words: what its reports may say, and what nobody may read into them. */
export interface LevelMeaning {
  readonly name: string;
  readonly says: readonly string[];
  readonly saysNot: readonly string[];
}

export const levels: Readonly<Record<Level, LevelMeaning>> = {
  0: {
    name: 'regression',
    says: ['whether the same engine decides the same from the same record, byte for byte'],
    saysNot: ['whether what is decided is good'],
  },
  1: {
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
    name: 'closed loop',
    says: ['service level, waits and load with intervals, under the models it names'],
    saysNot: ['CSAT, unless a model of outcomes was validated', 'what happens outside those models'],
  },
};
