import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import type { Decision, Ruling } from '../../engine/decisions/policyRun.ts';
import { replay } from '../../harness/replay/replay.ts';
import { root } from './page.ts';

/**
 * Each folder holds packs, a recording, and what is expected: one line a decision, with as much of its record as the
 * page speaks of.
 */
const examples = [
  'scoring',
  'degraded',
  'sla-policy',
  'skill-mapping',
  'queue-order',
  'handoff',
  'delivery-sla',
  'reactions',
  'missing-facts',
];

describe('the worked examples of docs/', () => {
  for (const name of examples) {
    it(`${name} comes out as its page says`, async () => {
      const folder = join(root, 'docs/examples', name);
      const { policy, problems } = await requirePolicy(folder);
      expect(problems).to.deep.equal([]);
      const made: Decision[] = [];
      const onRuling = (ruling: Ruling): void => void made.push(ruling.record());
      await replay({ recording: join(folder, 'recording.ndjson'), policy, onRuling });
      const expected = readFileSync(join(folder, 'expected.ndjson'), 'utf8').trim().split('\n');
      const wanted = expected.map((line) => JSON.parse(line) as { readonly id: string });
      expect(made.map(({ id }) => id)).to.deep.equal(wanted.map(({ id }) => id));
      const told = wanted.map((want, index) => inTheShapeOf(want, made[index]));
      expect(told).to.deep.equal(wanted);
    });
  }
});

/** The parts of a value that a pattern speaks of; lists are compared whole, in order. */
function inTheShapeOf(pattern: unknown, value: unknown): unknown {
  if (Array.isArray(pattern) && Array.isArray(value)) {
    const told: unknown[] = value.map((item, index) => inTheShapeOf(pattern[index], item));
    return told;
  }
  if (!isObject(pattern) || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(pattern).map(([key, part]) => [key, inTheShapeOf(part, value[key])]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
