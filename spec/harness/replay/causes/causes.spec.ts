import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import type { Policy } from '../../../../engine/packs/policy.ts';
import { decisionId } from '../../../../engine/decisions/record.ts';
import type { RecordedEvents } from '../../../../harness/columns/eventCache.ts';
import type { CauseKind } from '../../../../harness/replay/causes/causeGroups.ts';
import { effectOf } from '../../../../harness/replay/effect.ts';
import { policyBetween, policyDifference } from '../../../../harness/replay/edits/policyDifference.ts';
import { replay } from '../../../../harness/replay/replay.ts';
import { Replaying } from '../../../../harness/replay/replaying.ts';
import { header, rightPolicy } from '../../../engine/policyText.ts';
import { answered, queued, turn } from '../../../engine/decisions/decideEvents.ts';

/** Events in hand, as often as they are asked for. */
function inHand(events: readonly RoutingEvent[]): () => Promise<RecordedEvents> {
  const facts = ['sentiment', 'intentConfidence', 'utterance', 'intent', 'priority', 'mediaType', 'queue'];
  const recorded: RecordedEvents = {
    header: () => Promise.resolve({ signalbox: 'recording', version: 1, name: 'r', facts, source: 's' }),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *batches() {
      yield events;
    },
    summary: () => ({
      header: { signalbox: 'recording', version: 1, name: 'r', facts, source: 's' },
      hash: 'h',
      events: events.length,
      excluded: {},
      repeated: 0,
    }),
  };
  return () => Promise.resolve(recorded);
}

function effects(policy: Policy, events: readonly RoutingEvent[]): Map<string, string> {
  const made = new Map<string, string>();
  const replaying = new Replaying({
    policy,
    seed: 'signalbox',
    lacking: new Set(),
    onRuling: (ruling) => void made.set(decisionId(ruling.point, ruling.context), effectOf(ruling)),
  });
  for (const event of events) replaying.take(event);
  return made;
}

interface Numbers {
  readonly mood: number;
  readonly sure: number;
  readonly turns: number;
  readonly rest: number;
  readonly smoothing: number;
}

const numbers = fc.record({
  mood: fc.constantFrom(0.2, 0.4, 0.6),
  sure: fc.constantFrom(0.3, 0.5, 0.7),
  turns: fc.constantFrom(1, 2),
  rest: fc.constantFrom(0, 60, 300),
  smoothing: fc.constantFrom(0.5, 1),
});

function handoff({ mood, sure, turns, rest, smoothing }: Numbers): Policy {
  return rightPolicy(`${header('Handoff')}target: { queue: Q }
triggers:
  any:
    - { name: mood, when: { fact: sentimentLevel, operator: lessThan, value: ${mood} } }
    - { name: sure, when: { fact: intentConfidence, operator: lessThan, value: ${sure} }, forTurns: ${turns} }
guards: { all: [] }
cooldownSeconds: ${rest}
sentiment: { smoothing: ${smoothing} }
`);
}

const told = fc.array(
  fc.record({
    conversation: fc.constantFrom('c-1', 'c-2', 'c-3'),
    sentiment: fc.constantFrom(0, 0.3, 0.5, 1),
    intentConfidence: fc.constantFrom(0.2, 0.4, 0.6, 0.9),
  }),
  { minLength: 3, maxLength: 15 },
);

describe('the cause of a change', () => {
  it('is what replaying every set of edits by itself finds', async () => {
    const seen = new Set<CauseKind>();
    await fc.assert(
      fc.asyncProperty(numbers, numbers, told, async (before, after, turns) => {
        const events = turns.map(({ conversation, ...facts }, index) =>
          turn(index * 40, facts, conversation),
        );
        const [against, policy] = [handoff(before), handoff(after)];
        const { changes } = await replay({ recording: 'r', policy, against, open: inHand(events) });
        const difference = policyDifference(against, policy);
        const all = [...difference.edits.keys()];
        const effectsWith = (made: readonly number[]): Map<string, string> =>
          effects(
            policyBetween(difference, (edit) => made.includes(edit))!,
            events,
          );
        const [was, is] = [effectsWith([]), effectsWith(all)];
        const alone = all.map((edit) => effectsWith([edit]));
        const without = all.map((edit) => effectsWith(all.filter((other) => other !== edit)));
        const found = new Map<string, number>();
        for (const [id, effect] of is) {
          if (was.get(id) === effect) continue;
          const able = all.filter((edit) => alone[edit]!.get(id) === effect);
          const needed = all.filter((edit) => without[edit]!.get(id) !== effect);
          const isEnough = effectsWith(needed).get(id) === effect;
          const joint: CauseKind = needed.length === 0 ? 'several' : isEnough ? 'together' : 'withOthers';
          const kind: CauseKind = able.length === 0 ? joint : able.length === 1 ? 'alone' : 'either';
          const key = `${kind} ${(able.length === 0 ? needed : able).join()}`;
          found.set(key, (found.get(key) ?? 0) + 1);
          seen.add(kind);
        }
        const groups = changes!.groups.map(
          ({ kind, edits, count }) => [`${kind} ${edits.join()}`, count] as const,
        );
        expect(new Map(groups)).to.deep.equal(found);
      }),
      { numRuns: 60 },
    );
    expect([...seen]).to.include.members(['alone', 'either', 'together']);
  });

  it('names the number’s place in the new policy, and that of what was removed in the old one', async () => {
    const pack = (mappings: string) => rightPolicy(`${header('SkillMapping')}mappings:\n${mappings}`);
    const row = (name: string, intent: string, skill: string) =>
      `  - name: ${name}\n    intents: [${intent}]\n    assign: { skill: ${skill} }\n`;
    const against = pack(row('a', 'a', 'A') + row('b', 'b', 'B'));
    const policy = pack(row('a', 'a', 'C'));
    const events = [queued('c-1', 0, { intent: 'a' }), queued('c-2', 1, { intent: 'b' })];
    const { changes } = await replay({ recording: 'r', policy, against, open: inHand(events) });
    const places = changes!.groups.map(({ cause, edits }) => {
      const { file, line, column } = changes!.edits[edits[0]!]!;
      return `${cause} at ${file}:${line}:${column}`;
    });
    expect(places).to.have.members([
      'SkillMapping spec: “a” assign.skill A → C at pack1.yaml:7:15',
      'SkillMapping spec: “b” was removed at pack1.yaml:8:5',
    ]);
  });

  it('takes what cannot stand alone together: a rule and the condition it names', () => {
    const pack = (named: string, rule: string) =>
      rightPolicy(`${header('SkillMapping')}${named}mappings:
  - { name: a, intents: [a], assign: { skill: A } }
${rule}`);
    const named = 'conditions: { vip: { fact: customerSegment, operator: equal, value: vip } }\n';
    const rule = '  - { name: b, when: { condition: vip }, assign: { skill: B } }\n';
    const { edits } = policyDifference(pack('', ''), pack(named, rule));
    expect(edits).to.have.length(1);
    expect(edits[0]!.text).to.match(/^SkillMapping spec: conditions: .* is new, “b” is new$/);
  });

  it('is none that means the same', () => {
    const pack = (more: string, condition: string) =>
      rightPolicy(
        `${header('SkillMapping')}${more}mappings: [{ name: a, when: ${condition}, assign: { skill: A } }]`,
      );
    const leaf = '{ fact: intent, operator: equal, value: a }';
    const { edits } = policyDifference(pack('', leaf), pack('description: anew\n', `{ all: [${leaf}] }`));
    expect(edits).to.deep.equal([]);
  });

  it('of a rule moved before another is that it moved', async () => {
    const pack = (order: string) =>
      rightPolicy(
        `${header('SkillMapping')}mappings: [${[...order].map((name) => `{ name: ${name}, intents: [i], assign: { skill: ${name.toUpperCase()} } }`).join(', ')}]`,
      );
    const [against, policy] = [pack('abc'), pack('cab')];
    const open = inHand([queued('c-1', 0, { intent: 'i' })]);
    const { changes } = await replay({ recording: 'r', policy, against, open });
    expect(changes!.groups.map(({ cause }) => cause)).to.deep.equal([
      'SkillMapping spec: “c” moved from place 3 to 1',
    ]);
  });

  it('is found with many edits too, then rule by rule', async () => {
    const pack = (skill: string) =>
      rightPolicy(
        `${header('SkillMapping')}mappings: [${Array.from({ length: 30 }, (_, k) => `{ name: m${k}, intents: [i${k}], assign: { skill: ${skill}, language: ${skill} } }`).join(', ')}]`,
      );
    const events = Array.from({ length: 30 }, (_, k) => [
      queued(`c-${k}`, k * 10, { intent: `i${k}` }),
      answered(`c-${k}`, k * 10 + 5),
    ]).flat();
    const [against, policy] = [pack('A'), pack('B')];
    const { changes } = await replay({ recording: 'r', policy, against, open: inHand(events) });
    expect(changes!.edits).to.have.length(30);
    expect(changes!.edits[0]!.text).to.equal(
      'SkillMapping spec: “m0” assign.skill A → B, assign.language A → B',
    );
    expect(changes!.groups.map(({ kind, count }) => [kind, count])).to.deep.equal(
      changes!.groups.map(() => ['alone', 1]),
    );
    expect(changes!.counts.skills.changed).to.equal(30);
  });

  it('is asked of the recording it was: another in its place is refused', async () => {
    const [against, policy] = [0.2, 0.6].map((mood) =>
      handoff({ mood, sure: 0.3, turns: 1, rest: mood === 0.2 ? 0 : 60, smoothing: 1 }),
    ) as [Policy, Policy];
    const events = [turn(0, { sentiment: 0.5, intentConfidence: 0.9 })];
    let opened = 0;
    const open = async (): Promise<RecordedEvents> => {
      const recorded = await inHand(events)();
      const hash = `read ${++opened}`;
      return { ...recorded, summary: () => ({ ...recorded.summary(), hash }) };
    };
    const failed = await replay({ recording: 'r', policy, against, open }).catch((error: Error) => error);
    expect((failed as Error).message).to.contain('the recording changed while it was read');
  });
});
