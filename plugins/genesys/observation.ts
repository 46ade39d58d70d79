import type { ObservedEvent } from '../../engine/exchange.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactSubject, FactValue, FactValues } from '../../engine/facts/definition.ts';
import { factValueProblem, kindOf, show } from '../../engine/facts/values.ts';
import type { Problem } from '../../engine/problem.ts';

/**
 * How an event became known: told by a notification, read because it was wanted, found by a poll, or made up for after
 * a gap; or by how the connection fares.
 */
export type ObservationSource = 'frame' | 'read' | 'poll' | 'reconcile' | 'connection';

/** Facts in hand, and what was left out of them. */
export interface CheckedFacts {
  readonly facts: FactValues;
  readonly problems: readonly Problem[];
}

/** Whose facts may be what a customer said, or is. */
const spoken: ReadonlySet<FactSubject> = new Set(['conversation', 'bot']);

/**
 * What of this are facts about such a subject; undefined is missing, and what a fact cannot have is left out.
 * @param of whose facts they are, in words: `queue Billing`.
 */
export function checkedFacts(
  subjects: readonly FactSubject[],
  values: Readonly<Record<string, unknown>>,
  of: string,
): CheckedFacts {
  const facts: Record<string, FactValue> = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const fact = factCatalogue.get(name);
    const wrong =
      fact === undefined || !subjects.includes(fact.subject)
        ? 'is no fact of it'
        : factValueProblem(fact, value, spoken.has(fact.subject) ? kindOf : show);
    if (wrong === undefined) facts[name] = value as FactValue;
    else {
      problems.push({
        code: 'genesys-value-refused',
        severity: 'warning',
        message: `${name} of ${of} ${wrong}`,
        hint: 'the fact is missing until Genesys Cloud says something else; see what sets it there',
      });
    }
  }
  return { facts, problems };
}

/** An observed event, with its problems when there are any. */
export function observed(
  event: RoutingEvent,
  observedAt: number,
  source: ObservationSource,
  problems: readonly Problem[] = [],
): ObservedEvent {
  return { event, observedAt, source, ...(problems.length === 0 ? {} : { problems }) };
}

/** @returns milliseconds since 1970 of the platform's text; undefined when it is absent or no time. */
export function platformTime(text: string | undefined): number | undefined {
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
