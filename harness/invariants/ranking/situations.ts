import fc from 'fast-check';
import type { Agent } from '../../../engine/conversation/floor.ts';
import type { Requirements } from '../../../engine/decisions/ranking/eligibility.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import type { PerDimension } from '../../../engine/decisions/ranking/weights.ts';
import { routingStatuses } from '../../../engine/facts/agent.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Situation } from './chooser.ts';
import { exactProfiles, type Profile } from './exactProfiles.ts';

/** The moment of every choice, in milliseconds: a morning like any other. */
export const morning = Date.UTC(2026, 0, 5, 9);

/** How an agent is drawn. */
type Drawn = Omit<Agent, 'id' | 'skills' | 'languages'> & {
  readonly skills: Readonly<Record<string, number>>;
  readonly languages: Readonly<Record<string, number>>;
};

/** Which floor is drawn: any; one on which nobody can take the conversation; one with an agent exactly at the threshold. */
type Floor = 'any' | 'nobody' | 'exact';

/**
 * Conversations and floors made to measure for a pack: its statuses, thresholds and top proficiency, the skills its policy
 * knows, the weights that may be in force. Small domains and cloned agents, so that ties, floors where nobody can take the
 * conversation, and scores exactly at the threshold come up often.
 */
export function situations(
  pack: Scoring,
  words: Vocabulary,
  weights: readonly PerDimension[] = [pack.weightsBp],
): fc.Arbitrary<Situation> {
  const [unable] = routingStatuses.filter((status) => !pack.eligible.status.includes(status));
  const exactly = keptProfiles(pack);
  const floor = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Floor>('any') },
    { weight: 5, arbitrary: fc.constant<Floor>('exact') },
    { weight: 1, arbitrary: fc.constant<Floor>('nobody') },
  );
  return fc
    .record({
      floor,
      requirements: requirements(words),
      weightsBp: fc.constantFrom(...weights),
      drawn: fc.array(
        fc.tuple(agent(pack, words), fc.integer({ min: 1, max: 3 }), fc.constantFrom(...nudges)),
        {
          maxLength: 5,
        },
      ),
      exact: fc.nat(7),
      conversation: fc.nat(99),
    })
    .map(({ floor, requirements: wanted, weightsBp, drawn, exact, conversation }): Situation => {
      const all = drawn.flatMap(([one, times, nudge]) =>
        Array.from({ length: times }, (_, copy) => (copy === 1 ? nudge(one) : one)),
      );
      const profiles = floor === 'exact' ? exactly(weightsBp, wanted) : [];
      const made = all.map((one, index): Agent => {
        const id = `agent-${index + 1}`;
        if (floor === 'nobody')
          return unable === undefined ? { ...one, id, queues: [] } : { ...one, id, status: unable };
        if (index > 0 || profiles.length === 0) return { ...one, id };
        const able = { status: pack.eligible.status[0]!, queues: [words.queue] };
        return { ...one, id, ...able, ...profiles[exact % profiles.length] };
      });
      const name = `conversation-${conversation}`;
      return { conversation: name, at: morning, requirements: wanted, agents: made, weightsBp };
    });
}

/** How one of several clones is a little other than the rest, or is not. */
const nudges: readonly ((one: Drawn) => Drawn)[] = [
  (one) => one,
  (one) => ({ ...one, csat: one.csat! * 0.99 }),
  (one) => ({ ...one, idleSince: one.idleSince! - 1000 }),
  (one) => ({ ...one, conversationsHandled: one.conversationsHandled + 1 }),
];

/** Solving takes longer than drawing, and the same is drawn often. */
function keptProfiles(pack: Scoring) {
  const kept = new Map<string, readonly Profile[]>();
  return (weightsBp: PerDimension, wanted: Requirements): readonly Profile[] => {
    const key = JSON.stringify([weightsBp, wanted]);
    let profiles = kept.get(key);
    if (profiles === undefined) {
      profiles = exactProfiles(pack, weightsBp, wanted);
      kept.set(key, profiles);
    }
    return profiles;
  };
}

function requirements({ skills, languages, queue }: Vocabulary): fc.Arbitrary<Requirements> {
  const [first = 'Cards'] = skills;
  return fc.record(
    {
      queue: fc.constant(queue),
      skills: fc.constantFrom<readonly string[]>([], [first], [first], [...skills].sort()),
      language: fc.constantFrom(...languages),
    },
    { requiredKeys: ['queue', 'skills'] },
  );
}

function agent(pack: Scoring, { skills, languages, queue }: Vocabulary): fc.Arbitrary<Drawn> {
  const { csat, eligible, maxProficiency } = pack;
  const full = Math.min(5, maxProficiency);
  const levels = [...new Set([full, eligible.minimumProficiency, full / 2, 1, full + 1])];
  const level = fc.constantFrom(...levels);
  const held = (names: readonly string[]): fc.Arbitrary<Record<string, number>> => {
    const levels = Object.fromEntries(names.map((name) => [name, level]));
    const some = fc.record(levels, { requiredKeys: [] }) as fc.Arbitrary<Record<string, number>>;
    return fc.oneof({ weight: 9, arbitrary: fc.record(levels) }, { weight: 1, arbitrary: some });
  };
  return fc.record(
    {
      status: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...eligible.status) },
        { weight: 1, arbitrary: fc.constantFrom(...routingStatuses) },
      ),
      skills: held(skills),
      languages: held(languages),
      csat: fc.constantFrom(...[0.8, 0.9, 1, 0.5, 0].map((part) => part * csat.scaleMax)),
      csatSurveys: fc.constantFrom(10, 0, 100),
      idleSince: fc.constantFrom(morning, morning - 30_000, morning - 60_000),
      conversationsHandled: fc.integer({ min: 0, max: 2 }),
      lastHandledAt: fc.constantFrom(morning - 10_000, morning - 90_000),
      queues: fc.oneof(
        { weight: 9, arbitrary: fc.constant([queue]) },
        { weight: 1, arbitrary: fc.constant(['Elsewhere']) },
      ),
    },
    {
      requiredKeys: [
        'status',
        'skills',
        'languages',
        'csat',
        'csatSurveys',
        'idleSince',
        'conversationsHandled',
      ],
    },
  );
}
