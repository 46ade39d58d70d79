import { decisionLine, type LoggedDecision } from '../../engine/decisions/decisionLog.ts';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import { decisionId } from '../../engine/decisions/record.ts';
import type { Moments } from '../../engine/moments.ts';
import { problemError } from '../../engine/problem.ts';
import type { OnProgress } from '../recording/read.ts';
import { readDecisionLog } from './decisionLog.ts';
import { replay } from './replay.ts';

/** Where to look for what. */
export interface ExplainRequest {
  /** A conversation's or a decision's id. */
  readonly id: string;
  readonly recording: string;
  readonly rules: string;
  readonly seed: string;
  /** When order and ranking are decided; as recorded, unless told. */
  readonly moments?: Moments;
  /** A decision log to look in instead. */
  readonly log?: string;
  readonly onProgress?: OnProgress;
}

/** The decisions an id names, in order. @throws ProblemError when there are none. */
export async function explainFrom(request: ExplainRequest): Promise<LoggedDecision[]> {
  const found: LoggedDecision[] = [];
  let notReplayable = 0;
  const names = (conversation: string, id: string): boolean =>
    id === request.id || conversation === request.id;
  if (request.log === undefined) {
    const { policy } = await requirePolicy(request.rules);
    const { recording, seed, moments, onProgress } = request;
    const result = await replay({
      recording,
      policy,
      seed,
      ...(moments === undefined ? {} : { moments }),
      onRuling: (ruling) => {
        if (names(ruling.context.conversation, decisionId(ruling.point, ruling.context)))
          found.push(ruling.record());
      },
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    notReplayable = result.notReplayable;
  } else {
    // A live run tells a decision again where it does not know that it was heard.
    const seen = new Set<string>();
    for await (const decision of readDecisionLog(request.log)) {
      if (!names(decision.conversation, decision.id) || seen.has(decisionLine(decision))) continue;
      seen.add(decisionLine(decision));
      found.push(decision);
    }
  }
  if (found.length > 0) return found;
  const where = request.log ?? request.recording;
  const ids =
    'ids stand in the examples of a replay, and in the log of `signalbox replay --log`, and in what a live run shows';
  const refused = `; ${notReplayable} decisions there are not replayable, and \`signalbox replay\` says for want of what`;
  throw problemError('no-such-decision', `nothing was decided about "${request.id}" there`, {
    file: where,
    hint: notReplayable === 0 ? ids : `${ids}${refused}`,
  });
}
