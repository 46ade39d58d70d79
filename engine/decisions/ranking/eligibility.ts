import { works } from '../../conversation/crews.ts';
import type { Agent } from '../../conversation/floor.ts';
import type { RoutingStatus } from '../../facts/agent.ts';

/** How much a requirement of the conversation binds: it gates, it only counts in the score, or neither. */
export const bindings = ['must', 'prefer', 'ignore'] as const;
export type Binding = (typeof bindings)[number];

/** The hard gate, before any score. */
export interface Gate {
  /** Routing statuses that can take a conversation, sorted. */
  readonly status: readonly RoutingStatus[];
  readonly requiredSkill: Binding;
  readonly requiredLanguage: Binding;
  /** The least proficiency, 0 to 100, that counts as having a required skill or language; 0 itself never does. */
  readonly minimumProficiency: number;
}

/** What a conversation asks of an agent. */
export interface Requirements {
  readonly queue?: string;
  /** Sorted. */
  readonly skills: readonly string[];
  readonly language?: string;
}

/** Why an agent is not ranked. */
export interface Refusal {
  readonly code: 'status' | 'queue' | 'skill' | 'language' | 'belowMinimumScore' | 'notInLastRanking';
  /** In plain words, about this agent: `is INTERACTING`. */
  readonly reason: string;
}

/** The first gate an agent does not pass, the queue before all; undefined when all are passed. */
export function refusal(agent: Agent, gate: Gate, wanted: Requirements): Refusal | undefined {
  if (wanted.queue !== undefined && !works(agent, wanted.queue)) {
    return { code: 'queue', reason: `does not work the queue ${wanted.queue}` };
  }
  if (!gate.status.includes(agent.status)) return { code: 'status', reason: `is ${agent.status}` };
  if (gate.requiredSkill === 'must') {
    const lacking = wanted.skills.find((skill) => !has(proficiencyIn(agent.skills, skill), gate));
    if (lacking !== undefined) return { code: 'skill', reason: short(agent.skills, lacking, 'skill', gate) };
  }
  if (gate.requiredLanguage === 'must' && wanted.language !== undefined) {
    if (!has(proficiencyIn(agent.languages, wanted.language), gate)) {
      return { code: 'language', reason: short(agent.languages, wanted.language, 'language', gate) };
    }
  }
  return undefined;
}

/** The agent's own proficiency; a name that every object has, such as `constructor`, is not one. */
export function proficiencyIn(
  held: Readonly<Record<string, number>> | undefined,
  name: string,
): number | undefined {
  return held !== undefined && Object.hasOwn(held, name) ? held[name] : undefined;
}

/** Whether a proficiency counts as having the skill or language at all. */
export function has(proficiency: number | undefined, gate: Gate): boolean {
  return proficiency !== undefined && proficiency > 0 && proficiency >= gate.minimumProficiency;
}

function short(held: Agent['skills'], name: string, what: string, gate: Gate): string {
  const proficiency = proficiencyIn(held, name) ?? 0;
  if (proficiency === 0) return `lacks the ${what} ${name}`;
  return `has ${name} at ${proficiency}, below ${gate.minimumProficiency}`;
}
