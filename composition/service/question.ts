import { maskedFacts } from '../../engine/door/event.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import { factValueProblem, kindOf } from '../../engine/facts/values.ts';
import { schemaProblems } from '../../engine/packs/schemaProblems.ts';
import { ProblemError, type Problem } from '../../engine/problem.ts';
import validate from './decide.validator.js';
import { tellableFacts, type AskedPoint, type DecideBody } from './decideSchema.ts';

/** A question as it may be kept: under a pseudonym, the customer's words masked. */
export interface Question {
  readonly point: AskedPoint;
  readonly conversation: string;
  readonly request?: string;
  readonly facts: FactValues;
}

/**
 * Reads a question.
 * @param pseudonym of the platform's id of a conversation.
 * @throws ProblemError with all that is wrong; what was said is not in it.
 */
export function readQuestion(point: AskedPoint, text: string, pseudonym: (id: string) => string): Question {
  const body = parsed(text);
  if (!validate(body)) {
    // A value may be what a customer said, or who it is: what sort of thing it is must be enough.
    const errors = validate.errors!.map((error) => ({ ...error, data: sortOf(error.data) }));
    throw refused(schemaProblems(errors));
  }
  const { conversation, request, facts = {} } = body as DecideBody;
  const wrong = tellableFacts.flatMap((fact) => {
    const why = Object.hasOwn(facts, fact.name) && factValueProblem(fact, facts[fact.name], kindOf);
    return typeof why === 'string' ? [{ code: 'bad-fact', message: `"${fact.name}" ${why}` }] : [];
  });
  if (wrong.length > 0) throw refused(wrong);
  return {
    ...{ point, conversation: pseudonym(conversation), facts: maskedFacts(facts as FactValues) },
    ...(request === undefined ? {} : { request }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refused([{ code: 'not-json', message: 'the body is not JSON' }]);
  }
}

function sortOf(data: unknown): unknown {
  if (typeof data === 'string') return 'this text';
  if (Array.isArray(data)) return [];
  return typeof data === 'object' && data !== null ? {} : data;
}

function refused(problems: readonly Pick<Problem, 'code' | 'message' | 'hint'>[]): ProblemError {
  return new ProblemError(
    problems.map(({ code, message, hint }) => ({
      ...{ code, severity: 'error', message },
      ...(hint === undefined ? {} : { hint }),
    })),
  );
}
