import { expect } from 'chai';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { outcomes, type Outcome } from './outcomes.ts';
import { singleQueue, UNIT_SECONDS } from './singleQueue.ts';

const SEED = 7;
const BATCHES = 20;
const UNIT_MS = UNIT_SECONDS * 1000;

type Metric = (outcome: Outcome) => number;

const waited: Metric = ({ waitMs }) => Number(waitMs > 0);
const wait: Metric = ({ waitMs }) => waitMs / UNIT_MS;
const abandoned: Metric = ({ isAnswered }) => Number(!isAnswered);
const answeredWithin =
  (units: number): Metric =>
  ({ waitMs, isAnswered }) =>
    Number(isAnswered && waitMs <= units * UNIT_MS);

/** Mean and its standard error by batch means, the first batch left out as warm-up. */
function estimate(values: readonly number[]): { readonly mean: number; readonly standardError: number } {
  const size = Math.floor(values.length / (BATCHES + 1));
  const batches = Array.from({ length: BATCHES }, (_, batch) =>
    mean(values.slice((batch + 1) * size, (batch + 2) * size)),
  );
  const overall = mean(batches);
  const variance = batches.reduce((sum, value) => sum + (value - overall) ** 2, 0) / (BATCHES - 1);
  return { mean: overall, standardError: Math.sqrt(variance / BATCHES) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Exact values from the Erlang C and Erlang A formulas: Erlang 1917; Palm 1957, Garnett, Mandelbaum and Reiman 2002. */
const cases = [
  {
    name: 'M/M/2, λ = 1.5, μ = 1',
    scenario: singleQueue({ arrivals: 1.5, services: 1 }, 2, 56),
    exact: [
      ['P(wait)', waited, 0.642857142857],
      ['ASA', wait, 1.285714286],
      ['answered within 1', answeredWithin(1), 0.610087433042],
    ],
  },
  {
    name: 'M/M/3, λ = 2, μ = 1',
    scenario: singleQueue({ arrivals: 2, services: 1 }, 3, 42),
    exact: [
      ['P(wait)', waited, 0.444444444444],
      ['ASA', wait, 0.444444444],
      ['answered within 0.5', answeredWithin(0.5), 0.730430817905],
    ],
  },
  {
    name: 'M/M/10+M, λ = 10, μ = 1, θ = 1',
    scenario: singleQueue({ arrivals: 10, services: 1, abandonments: 1 }, 10, 8),
    exact: [
      ['P(wait)', waited, 0.542070285528],
      ['P(abandon)', abandoned, 0.125110035721],
      ['mean wait', wait, 0.125110036],
      ['answered within 0.1', answeredWithin(0.1), 0.575126903721],
    ],
  },
] as const;

describe('the world against queueing theory', () => {
  for (const { name, scenario, exact } of cases) {
    describe(name, () => {
      let all: readonly Outcome[];
      before(() => {
        all = [...outcomes(simulateWorld(scenario, SEED))];
      });
      for (const [metric, of, value] of exact) {
        it(`${metric} is within four standard errors of ${value}`, () => {
          const { mean: simulated, standardError } = estimate(all.map(of));
          expect(Math.abs(simulated - value), `simulated ${simulated} ± ${standardError}`).to.be.at.most(
            4 * standardError,
          );
          expect(standardError, 'precision').to.be.below(0.05 * Math.max(value, 0.5));
        });
      }
    });
  }
});
