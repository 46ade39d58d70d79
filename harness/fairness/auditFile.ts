import { stat } from 'node:fs/promises';
import { isLogHeader } from '../../engine/decisions/decisionLog.ts';
import { problemError } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { readLines } from '../recording/lines.ts';
import type { Grouping } from './audit.ts';
import type { AuditFileOptions } from './auditOptions.ts';
import { auditDecisionLog } from './auditDecisionLog.ts';
import { auditRecording } from './auditRecording.ts';
import { agentGroupings, isAgentGrouping, type AgentGrouping } from './grouping.ts';
import { readGroups } from './groupFile.ts';
import type { FairnessAudit } from './result.ts';

/**
 * Audits how fairly a policy chooses agents: what it decides over a recording, or decided by a decision log.
 * @throws ProblemError when a file is wrong or lacks what is asked for.
 */
export async function auditFile(options: AuditFileOptions): Promise<FairnessAudit> {
  const { file, group } = options;
  const grouping = group === undefined ? undefined : await groupingOf(group);
  const header = await firstLine(file);
  if (!isLogHeader(header)) return auditRecording(options, grouping);
  if (typeof grouping === 'string') {
    throw problemError('no-facts', `a decision log does not say the ${grouping} of every agent`, {
      file,
      hint: 'give the recording, or a CSV file with the columns agent and group',
    });
  }
  return auditDecisionLog(options, header.stage, grouping);
}

async function groupingOf(group: string): Promise<Grouping | AgentGrouping> {
  if (isAgentGrouping(group)) return group;
  if (!(await isThere(group)) && !/[./\\]/.test(group)) {
    const hint = didYouMean(group, Object.keys(agentGroupings));
    throw problemError('unknown-group', `--group ${group} is no fact to group agents by, and no file`, {
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const groups = await readGroups(group);
  return { by: group, groupOf: (agent) => groups.get(agent) };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}

/** The first line as JSON; undefined where it is none, which whoever reads on will say. */
async function firstLine(file: string): Promise<unknown> {
  for await (const [line] of readLines(file)) {
    try {
      const header = JSON.parse(line?.text ?? '') as unknown;
      refuseRulings(file, header);
      return header;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
  return undefined;
}

function refuseRulings(file: string, header: unknown): void {
  if ((header as { signalbox?: unknown } | null)?.signalbox !== 'rulings') return;
  throw problemError('not-a-log', 'a log of rulings does not say among whom agents were chosen', {
    file,
    line: 1,
    hint: 'write it with replay --log instead of --rulings, or give the recording',
  });
}
