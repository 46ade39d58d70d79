import type { SourceFile } from '../../engine/packs/yamlDocuments.ts';
import { loadPolicy } from '../../engine/decisions/loadPolicy.ts';
import type { SimulatedCall } from '../../engine/decisions/ranking/simulate.ts';
import { parseServiceLevelTarget } from '../../engine/facts/serviceLevelTarget.ts';
import { packCovering, type Policy } from '../../engine/packs/policy.ts';
import { schemaProblems } from '../../engine/packs/schemaProblems.ts';
import type { ConversationDoor } from '../../engine/ports.ts';
import { hasErrors, problemError, ProblemError } from '../../engine/problem.ts';
import validate from './simulate.validator.js';
import { simulateDefaults, type SimulateBody, type SimulatedWeights } from './simulateSchema.ts';

/** A simulation that is asked for. */
export interface SimulateQuestion {
  readonly call: SimulatedCall;
  /** Milliseconds since 1970; fairness is judged over what began from one and before the other. */
  readonly from: number;
  readonly to: number;
  readonly weights?: SimulatedWeights;
}

/** @throws ProblemError with all that is wrong. */
export function readSimulateQuestion(text: string, door: ConversationDoor | undefined): SimulateQuestion {
  const body = parsed(text);
  if (!validate(body))
    throw new ProblemError(
      schemaProblems(validate.errors!).map(({ code, message, hint }) => ({
        ...{ code, severity: 'error', message },
        ...(hint === undefined ? {} : { hint }),
      })),
    );
  const asked = { ...simulateDefaults, ...(body as SimulateBody) };
  if (parseServiceLevelTarget(asked.sla_target) === undefined)
    throw problemError('bad-value', '"sla_target" must be percent/seconds such as 80/20');
  const [from, to] = [momentOf('start_date', asked.start_date), momentOf('end_date', asked.end_date)];
  if (from >= to) throw problemError('no-window', '"end_date" is not after "start_date"');
  const named = (kind: 'queue' | 'skill' | 'language', said: string): string =>
    door?.named?.(kind, said) ?? said;
  return {
    call: {
      queue: named('queue', asked.queue_id),
      mediaType: asked.media_type,
      skill: named('skill', asked.required_skill),
      language: named('language', asked.required_language),
      slaTarget: asked.sla_target,
      serviceLevel: asked.current_performance,
    },
    ...{ from, to },
    ...(asked.weights === undefined ? {} : { weights: asked.weights }),
  };
}

/**
 * The policy as it would be with these weights in the pack that scores for a call, loaded as if they stood in its file.
 * @throws ProblemError with all that is wrong with it then.
 */
export function weighted(
  policy: Policy,
  { queue, mediaType }: Pick<SimulatedCall, 'queue' | 'mediaType'>,
  weights: SimulatedWeights | undefined,
): Policy {
  const scoring = packCovering(policy, 'Scoring', queue, mediaType);
  if (weights === undefined || scoring === undefined) return policy;
  const { proficiency, language_match: languageMatch, historical_csat: historicalCsat } = weights;
  const minimumScore = weights.min_score_threshold;
  const sources = policy.sources.map(({ content }, index): SourceFile => {
    const isMeant = policy.packs[index] === scoring;
    const edit = {
      ...(proficiency === undefined ? {} : { weights: { proficiency, languageMatch, historicalCsat } }),
      ...(minimumScore === undefined ? {} : { minimumScore }),
    };
    const edited = isMeant ? { ...(content as object), ...edit } : content;
    return { file: `pack ${index + 1}`, bytes: Buffer.from(JSON.stringify(edited)) };
  });
  const loaded = loadPolicy(policy.name, sources);
  if (!hasErrors(loaded.problems)) return loaded.policy;
  throw new ProblemError(
    // Where it stands is nobody's file.
    loaded.problems.map(({ code, severity, message, hint }) => ({
      ...{ code, severity, message },
      ...(hint === undefined ? {} : { hint }),
    })),
  );
}

function momentOf(field: string, text: string): number {
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const at = Date.parse(text);
  // JavaScript takes 31 February for 3 March.
  if (!Number.isNaN(at) && !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day))
    return at;
  throw problemError('bad-value', `"${field}" is no such time`, {
    hint: 'write 2026-03-02 or 2026-03-02T08:00Z',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw problemError('not-json', 'the body is not JSON');
  }
}
