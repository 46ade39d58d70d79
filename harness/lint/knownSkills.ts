import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Org } from '../sandbox/org/org.ts';

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
