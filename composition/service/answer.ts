import { outcomeInWords } from '../../engine/decisions/explain.ts';
import type { HandoffDecision } from '../../engine/decisions/handoff/decide.ts';
import { fallbackDefaults, type ServiceFallback } from '../../engine/plugins/serviceSchema.ts';
import type { AskedDecision, AskedPoint } from './decideSchema.ts';

/** What a flow is answered: `answerSchemas` says what it holds at which point. */
export interface Answer extends Readonly<Record<string, unknown>> {
  readonly decision: AskedPoint;
  readonly reason: string;
  readonly decisionId: string;
  readonly fallback: boolean;
}

/** A decision as a flow can map it. */
export function answerOf(decision: AskedDecision): Answer {
  const common = { reason: outcomeInWords(decision), decisionId: decision.id, fallback: false };
  return { decision: decision.point, ...decided(decision), ...common };
}

/** What is answered for want of a decision. @param reason why there is none, in words. */
export function fallbackAnswer(
  point: AskedPoint,
  declared: Partial<ServiceFallback>,
  reason: string,
): Answer {
  const { handoff, skills } = { ...fallbackDefaults, ...declared };
  const own = {
    handoff: { ...emptyHandoff, ...handoff },
    skills: { language: '', priority: '', ...skills },
    order: { place: 0, waiting: 0 },
    ranking: { agent: '', ranked: 0 },
  };
  return { decision: point, ...own[point], reason, decisionId: '', fallback: true };
}

const emptyHandoff = { queue: '', offer: '', say: '' };

function decided(decision: AskedDecision): object {
  switch (decision.point) {
    case 'handoff':
      return { ...emptyHandoff, ...handoffFields(decision) };
    case 'skills': {
      const { skills = [], language = '', priority = '' } = decision.assigned ?? {};
      return { skills, language, priority };
    }
    case 'order': {
      const place = decision.places.findIndex((one) => one.conversation === decision.conversation) + 1;
      return { place, waiting: decision.places.length };
    }
    case 'ranking':
      return { agent: decision.winner ?? '', ranked: decision.ranked.length };
  }
}

function handoffFields({ verdict, answer, target }: HandoffDecision): object {
  if (verdict === 'handoff') return { answer: 'handoff', queue: target };
  if (verdict !== 'answer' || answer === undefined) return { answer: 'stay' };
  if ('offer' in answer) return { answer: 'offer', offer: answer.offer };
  if ('transfer' in answer) return { answer: 'transfer', queue: answer.transfer.queue };
  return { answer: 'say', say: answer.say };
}
