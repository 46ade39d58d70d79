/** What an agent is scored on, in the order contributions are shown. */
export const dimensions = ['proficiency', 'languageMatch', 'historicalCsat'] as const;
export type Dimension = (typeof dimensions)[number];

/** A number of basis points for each dimension. */
export type PerDimension = Readonly<Record<Dimension, number>>;

/** @returns one number a dimension. */
export function perDimension(of: (dimension: Dimension) => number): PerDimension {
  return {
    proficiency: of('proficiency'),
    languageMatch: of('languageMatch'),
    historicalCsat: of('historicalCsat'),
  };
}
