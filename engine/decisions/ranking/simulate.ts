import { compileRules } from '../../conditions/compiled/compile.ts';
import { foldConversation, newConversation } from '../../conversation/conversation.ts';
import type { RoutingEvent } from '../../conversation/events.ts';
import { Floor, type FloorState } from '../../conversation/floor.ts';
import type { MediaType } from '../../facts/conversation.ts';
import type { Policy } from '../../packs/policy.ts';
import { Setting } from '../setting.ts';
import { SkillsRun } from '../skills/run.ts';
import type { NotReplayable } from '../record.ts';
import type { RankingDecision } from './decide.ts';
import { RankingRun } from './run.ts';

/** A conversation that never was: what it needs, and how its queue stands. */
export interface SimulatedCall {
  readonly queue: string;
  readonly mediaType: MediaType;
  readonly skill: string;
  readonly language: string;
  /** Such as `80/20`. */
  readonly slaTarget: string;
  /** 0 to 1. */
  readonly serviceLevel: number;
}

/** Where and when it comes. */
export interface SimulatedMoment {
  /** Agents as they are. */
  readonly floor: FloorState;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Observed facts nobody can know. */
  readonly lacking: ReadonlySet<string>;
}

/** What is told with the call, and so is known. */
const told: ReadonlySet<string> = new Set([
  'requiredSkills',
  'language',
  'slaTarget',
  'serviceLevel',
  'queue',
  'mediaType',
]);

/**
 * Ranks agents for a conversation that never was, by the very code that ranks live. What it needs is told, so no skill
 * mapping is asked; a shift is in force where its `when` holds and its `until` does not, for nothing went before.
 * @returns undefined where no Scoring covers it.
 */
export function simulateRanking(
  policy: Policy,
  call: SimulatedCall,
  { floor: state, at, lacking }: SimulatedMoment,
  seed: string,
): RankingDecision | NotReplayable | undefined {
  const packs = policy.packs.filter(({ kind }) => kind === 'Scoring' || kind === 'SlaPolicy');
  const unknown = new Set([...lacking].filter((fact) => !told.has(fact)));
  const setting = new Setting({ ...policy, packs }, { seed, prepare: compileRules, lacking: unknown });
  const run = new RankingRun(setting, new SkillsRun(setting));
  const floor = new Floor({}, state);
  const { queue, mediaType, skill, language, slaTarget, serviceLevel } = call;
  floor.fold({ type: 'queue.observed', at, queue, facts: { slaTarget, serviceLevel } });
  run.observeQueue(queue, floor);
  const conversation = 'c-simulated';
  const came: readonly RoutingEvent[] = [
    {
      ...{ type: 'conversation.started', at, conversation, mediaType },
      facts: { requiredSkills: [skill], language },
    },
    { type: 'conversation.queued', at, conversation, queue },
  ];
  const made = run.decide(came.reduce(foldConversation, newConversation(conversation)), floor, at);
  return made === undefined || 'notReplayable' in made ? made : made.record();
}
