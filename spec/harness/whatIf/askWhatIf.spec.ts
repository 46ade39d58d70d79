import { expect } from 'chai';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../../engine/packs/policy.ts';
import type { ProblemError } from '../../../engine/problem.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { askWhatIf, type WhatIfRequest } from '../../../harness/whatIf/askWhatIf.ts';
import { rightPolicy } from '../../engine/policyText.ts';
import { withFolder } from '../../folder.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';

/** A policy with a threshold of the confidence in the intent, in one pack of two. */
const policyOf = (confidence: number): Policy =>
  rightPolicy(`apiVersion: signalbox/v1
kind: SkillMapping
name: most
appliesTo: { queues: [Cards, Payments, Mortgages] }
mappings:
  - name: fraud
    when: { fact: utterance, operator: containsWord, value: [stolen, fraud] }
    assign: { skill: Fraud, priority: urgent }
  - name: unsure
    when:
      all:
        - { fact: intentConfidence, operator: lessThan, value: ${confidence} }
        - { not: { fact: intent, operator: containsWord, value: mortgage_statement } }
    assign: { skill: General }
    notify: { supervisor: desk@example.com }
  - name: cards
    intents: [card_arrival, card_declined, pin_change]
    assign: { skill: Cards }
---
apiVersion: signalbox/v1
kind: SkillMapping
name: general
appliesTo: { queues: [General] }
mappings: []
otherwise: { assign: { skill: General } }
`);

const ask = (request: Partial<WhatIfRequest>) =>
  askWhatIf({
    recording: day,
    policy: policyOf(0.7),
    rule: 'unsure',
    fact: 'intentConfidence',
    cache: false,
    ...request,
  });

async function problemOf(request: Partial<WhatIfRequest>): Promise<{ code: string; message: string }> {
  try {
    await ask(request);
  } catch (error) {
    return (error as ProblemError).problems[0]!;
  }
  throw new Error('it was answered');
}

describe('what if a threshold moves', () => {
  it('flips the decisions that a replay against the policy with the other value finds changed', async () => {
    for (const to of [0.5, 0.72, 1]) {
      const { flips, moments } = await ask({ to });
      const { changes } = await replay({ recording: day, policy: policyOf(to), against: policyOf(0.7) });
      const skills = changes!.counts.skills;
      expect(skills.changed).to.be.above(0);
      expect(flips!.changed).to.equal(skills.changed);
      // The other pack decides the same with both.
      expect(flips!.compared).to.equal(moments).and.to.be.below(skills.compared);
      const shown = flips!.examples.map(({ conversation, before, after }) => [conversation, before, after]);
      expect(shown).to.have.length(Math.min(10, skills.changed));
      const told = changes!.groups.flatMap(({ point, examples }) => (point === 'skills' ? examples : []));
      for (const { id, before, after } of told.filter(({ at }) => at <= flips!.examples.at(-1)!.at))
        expect(shown).to.deep.include([id.split('/')[0], before, after]);
    }
  });

  it('flips nothing where it does not move', async () => {
    const { flips } = await ask({ to: 0.7 });
    expect([flips!.changed, flips!.examples]).to.deep.equal([0, []]);
  });

  it('counts a curve over the moments of the pack, and with the value it has', async () => {
    const { curve, moments, value } = await ask({ sweep: [0, 0.7, 2] });
    const holds = curve!.values.map((one) => one.holds);
    expect(value).to.equal(0.7);
    expect(curve!.now).to.equal(holds[1]).and.to.be.above(0);
    expect(holds[0]).to.equal(0);
    expect(holds[2]).to.be.above(holds[1]!).and.at.most(moments);
  });

  it('keeps what it read beside the recording, or nothing', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'small.ndjson');
      await writeFile(recording, small(['queue', 'intent', 'intentConfidence', 'utterance']));
      const direct = await ask({ recording, to: 0.2, sweep: [0.1, 0.9] });
      expect(await readdir(folder)).to.deep.equal(['small.ndjson']);
      const first = await ask({ recording, to: 0.2, sweep: [0.1, 0.9], cache: true });
      expect(await readdir(folder)).to.deep.equal(['.signalbox', 'small.ndjson']);
      const second = await ask({ recording, to: 0.2, sweep: [0.1, 0.9], cache: true });
      expect([first, second]).to.deep.equal([direct, direct]);
      expect(direct.flips).to.deep.include({ compared: 2, changed: 1 });
      expect(direct.flips!.examples[0]).to.deep.equal({
        conversation: 'c-2',
        at: '2026-01-05T09:00:02.000Z',
        before: 'General, tells desk@example.com',
        after: 'Cards',
      });
    }));

  it('cannot say what a fact does that the recording does not carry', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'small.ndjson');
      await writeFile(recording, small(['queue', 'intent', 'utterance']));
      const refused = await problemOf({ recording, to: 0.2 });
      expect(refused.code).to.equal('not-replayable');
      expect(refused.message).to.contain('intentConfidence');
    }));

  it('counts the decisions another lacking fact stands in the way of, and has no curve where the rule reads it', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'small.ndjson');
      await writeFile(recording, small(['queue', 'intent', 'intentConfidence']));
      const { flips } = await ask({ recording, to: 0.2 });
      expect(flips).to.deep.include({ compared: 0, changed: 0, notReplayableBy: { utterance: 2 } });
      expect((await ask({ recording, sweep: [0.1] })).curve!.values).to.deep.equal([
        { value: 0.1, holds: 0 },
      ]);
      await writeFile(recording, small(['queue', 'intentConfidence', 'utterance']));
      expect((await problemOf({ recording, sweep: [0.1] })).message).to.contain('"intent"');
    }));

  it('must be asked something', async () => {
    expect((await problemOf({})).code).to.equal('nothing-asked');
  });
});

/** Three conversations, one of them in a queue of the other pack. */
function small(facts: readonly string[]): string {
  const known = { intent: 'card_arrival', intentConfidence: 0.5, utterance: 'where is it' };
  const observed = Object.entries(known).filter(([fact]) => facts.includes(fact));
  const lines = [
    { conversation: 'c-1', queue: 'General', facts: {} },
    { conversation: 'c-2', queue: 'Cards', facts: Object.fromEntries(observed) },
    {
      conversation: 'c-3',
      queue: 'Cards',
      facts: Object.fromEntries(observed.filter(([fact]) => fact === 'intent')),
    },
  ].flatMap(({ conversation, queue, facts: own }, place) => {
    const at = new Date(Date.UTC(2026, 0, 5, 9, 0, place + 1)).toISOString();
    return [
      { at, type: 'conversation.started', conversation, mediaType: 'voice', facts: own },
      { at, type: 'conversation.queued', conversation, queue },
    ];
  });
  const header = { signalbox: 'recording', version: 1, name: 'small', facts, source: 'made for this spec' };
  const end = { type: 'recording.end', events: lines.length, excluded: {} };
  return [header, ...lines, end].map((line) => `${JSON.stringify(line)}\n`).join('');
}
