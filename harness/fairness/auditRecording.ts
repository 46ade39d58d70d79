import type { Agent } from '../../engine/conversation/floor.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { factCatalogue, factsAbout } from '../../engine/facts/catalogue.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import { problemError } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { RecordingReader } from '../recording/read.ts';
import type { RecordedEvents } from '../columns/eventCache.ts';
import type { Grouping } from './audit.ts';
import type { AuditFileOptions } from './auditOptions.ts';
import { auditReplay } from './auditReplay.ts';
import { agentGroupings, type AgentGrouping } from './grouping.ts';
import { RecordWatch } from './record/recordWatch.ts';
import type { FairnessAudit } from './result.ts';

/**
 * Replays a recording under the policy and audits whom it would choose; describes the record beside. Level 1: agents and
 * waits are the record's.
 * @throws ProblemError when the recording is wrong, or lacks what is asked for.
 */
export async function auditRecording(
  options: AuditFileOptions,
  grouping: Grouping | AgentGrouping | undefined,
): Promise<FairnessAudit> {
  const { file, claim, seed, segmentBy, withinSeconds } = options;
  const reader = new RecordingReader(file);
  const header = await reader.header();
  requireFact(file, header.facts, segmentBy, 'segment');
  if (typeof grouping === 'string') requireFact(file, header.facts, grouping, 'group');
  const watch = new RecordWatch({ segmentBy, withinSeconds, lacking: factsLacking(header.facts) });
  return auditReplay(options, {
    events: watched(reader, (event) => watch.take(event)),
    grouping: () => (typeof grouping === 'string' ? byFact(grouping, watch.agents()) : grouping),
    record: () => watch.result(claim.limits.effectSize, seed),
  });
}

/** The same events, of which somebody else is told too. */
function watched(reader: RecordingReader, take: (event: RoutingEvent) => void): RecordedEvents {
  return {
    header: () => reader.header(),
    summary: () => reader.summary(),
    async *batches(onProgress) {
      for await (const events of reader.batches(onProgress)) {
        for (const event of events) take(event);
        yield events;
      }
    },
  };
}

function byFact(by: AgentGrouping, agents: readonly Agent[]): Grouping {
  const groups = new Map(agents.map((agent) => [agent.id, agentGroupings[by](agent)]));
  return { by, groupOf: (agent) => groups.get(agent) };
}

function requireFact(file: string, carried: readonly string[], fact: string, option: string): void {
  if (carried.includes(fact)) return;
  const known = factCatalogue.has(fact) ? 'the recording does not carry the fact' : 'there is no fact';
  const subject = option === 'group' ? 'agent' : 'conversation';
  const possible = factsAbout(subject)
    .map(({ name }) => name)
    .filter((name) => carried.includes(name));
  const hint = didYouMean(fact, possible);
  throw problemError('unknown-fact', `${known} "${fact}", of --${option}`, {
    file,
    ...(hint === undefined ? {} : { hint }),
  });
}
