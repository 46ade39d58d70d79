import { expect } from 'chai';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import { expectationProblems } from '../../../harness/cases/expectationProblems.ts';
import { replay } from '../../../harness/replay/replay.ts';

/** What was decided, and by which policy. */
const recorded: Readonly<Record<string, string>> = {
  'rules/retail-bank': 'fixtures/retail-bank-day.ndjson.gz',
  'docs/examples/handoff': 'docs/examples/handoff/recording.ndjson',
  'docs/examples/reactions': 'docs/examples/reactions/recording.ndjson',
  'docs/examples/degraded': 'docs/examples/degraded/recording.ndjson',
};

describe('what a case may expect', () => {
  for (const [folder, recording] of Object.entries(recorded)) {
    it(`is everything that ${folder} has decided`, async () => {
      const { policy } = await requirePolicy(folder);
      const problems = new Set<string>();
      const points = new Set<string>();
      await replay({
        recording,
        policy,
        onRuling: (ruling) => {
          const { next, winner, ...decision } = ruling.record() as Decision & {
            next?: string;
            winner?: string;
          };
          points.add(decision.point);
          const given = {
            queue: 'Q',
            agents: winner === undefined ? {} : { [winner]: {} },
            waiting: next === undefined ? {} : { [next]: { waitedSeconds: 1 } },
          };
          const parts = {
            ...(decision as unknown as Record<string, unknown>),
            ...(next === undefined ? {} : { next }),
            ...(winner === undefined ? {} : { winner }),
          };
          const one = { name: 'n', given, expect: { point: decision.point, decision: parts } };
          for (const { code, message } of expectationProblems(one, policy))
            problems.add(`${code} ${message}`);
        },
      });
      expect([...problems]).to.deep.equal([]);
      expect(points.size).to.be.above(0);
    });
  }
});
