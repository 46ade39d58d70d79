import type { LoadedPack } from '../../packs/load.ts';
import { overlap } from '../../packs/scope.ts';
import type { Problem } from '../../problem.ts';
import type { Scoring } from './scoring.ts';
import { addShift } from './shifts.ts';
import type { SlaPolicy } from './slaPolicy.ts';
import { dimensions, type PerDimension } from './weights.ts';

/** What only shows when Scoring and SlaPolicy packs meet: a shift that would push a weight below zero. */
export function checkShiftsAgainstWeights(loaded: readonly LoadedPack[]): Problem[] {
  const scorings = loaded.filter((one) => one.pack.kind === 'Scoring');
  return loaded
    .filter((one) => one.pack.kind === 'SlaPolicy')
    .flatMap((sla) => {
      const met = scorings.filter((scoring) => overlap(scoring.pack.appliesTo, sla.pack.appliesTo));
      return met.length === 0
        ? [withoutScoring(sla)]
        : met.flatMap((scoring) => negativeWeights(sla, scoring));
    });
}

function withoutScoring({ pack, document }: LoadedPack): Problem {
  return {
    code: 'no-scoring',
    severity: 'warning',
    file: document.file,
    ...document.where(['kind']),
    rule: pack.name,
    message: 'no Scoring pack covers the same conversations, so these shifts change nothing',
  };
}

function negativeWeights(sla: LoadedPack, scoring: LoadedPack): Problem[] {
  const { shifts } = sla.pack as SlaPolicy;
  const { weightsBp, name } = scoring.pack as Scoring;
  return shifts.flatMap((shift, index) => {
    const negative = belowZero(addShift(weightsBp, shift.shiftBp));
    if (negative === undefined) return [];
    return [
      {
        code: 'negative-weight',
        severity: 'error' as const,
        file: sla.document.file,
        ...sla.document.where(['shifts', index, 'shift', negative.dimension]),
        rule: `${sla.pack.name} / ${shift.name}`,
        message: `the shift would push ${negative.dimension} of "${name}" to ${negative.weightBp / 10_000}`,
        hint: `its weight there is ${weightsBp[negative.dimension] / 10_000}: take at most that`,
      },
    ];
  });
}

function belowZero(weightsBp: PerDimension) {
  const dimension = dimensions.find((name) => weightsBp[name] < 0);
  return dimension === undefined ? undefined : { dimension, weightBp: weightsBp[dimension] };
}
