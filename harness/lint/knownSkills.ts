import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { RecordingReader } from '../recording/read.ts';
import { loadOrg } from '../sandbox/org/load.ts';
import type { Org } from '../sandbox/org/org.ts';

/**
 * The skills that agents have by a file: an organisation (YAML) or a recording.
 * @throws ProblemError when it is neither.
 */
export async function skillsIn(file: string): Promise<ReadonlySet<string>> {
  if (/\.ya?ml$/.test(file)) return skillsOfOrg(await loadOrg(file));
  return skillsRecorded(new RecordingReader(file).events());
}

/** The skills that agents of a recording have at any time. */
export async function skillsRecorded(events: AsyncIterable<RoutingEvent>): Promise<ReadonlySet<string>> {
  const skills = new Set<string>();
  for await (const event of events)
    if (event.type === 'agent.updated')
      for (const skill of Object.keys(event.skills ?? {})) skills.add(skill);
  return skills;
}

/** The skills that agents of an organisation have. */
export function skillsOfOrg({ scenario }: Org): ReadonlySet<string> {
  return new Set(scenario.agents.flatMap(({ skills }) => Object.keys(skills)));
}
