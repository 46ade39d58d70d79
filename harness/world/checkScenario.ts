import { parseServiceLevelTarget } from '../../engine/facts/serviceLevelTarget.ts';
import { ProblemError, type Problem } from '../../engine/problem.ts';
import { parseUtc } from '../recording/time.ts';
import type { AgentModel, Scenario } from './scenario.ts';
import { sinceMidnightMs } from './timeOfDay.ts';

/** @throws ProblemError with everything in which the scenario contradicts itself. */
export function checkScenario(scenario: Scenario): void {
  const queues = scenario.queues.map(({ name }) => name);
  const problems = [
    ...startProblems(scenario),
    ...scenario.queues
      .filter(({ slaTarget }) => parseServiceLevelTarget(slaTarget) === undefined)
      .map(({ name, slaTarget }) => problem(`queue ${name}: ${slaTarget} is not a target such as 80/20`)),
    ...queuesNamed(scenario)
      .filter(([, queue]) => !queues.includes(queue))
      .map(([who, queue]) => problem(`${who} names the queue ${queue}, which is not there`)),
    ...scenario.agents.flatMap(agentProblems),
  ];
  if (problems.length > 0) throw new ProblemError(problems);
}

function startProblems({ startsAt, days, arrivals }: Scenario): Problem[] {
  return [
    ...(parseUtc(startsAt) === undefined ? [problem(`startsAt ${startsAt} is not a moment in UTC`)] : []),
    ...(Number.isInteger(days) && days > 0
      ? []
      : [problem(`days must be a whole number above 0, not ${days}`)]),
    ...(arrivals.halfHourShares.length === 48 ? [] : [problem('halfHourShares must have 48 entries')]),
  ];
}

function queuesNamed({ customers, menu, bot, agents }: Scenario): [who: string, queue: string][] {
  return [
    ...customers.intents.map(({ name, queue }): [string, string] => [`intent ${name}`, queue]),
    ...agents.flatMap(({ id, queues }) => queues.map((queue): [string, string] => [`agent ${id}`, queue])),
    ['the menu', menu.otherwiseQueue],
    ...(bot === undefined ? [] : [['the bot', bot.otherwiseQueue] as [string, string]]),
  ];
}

function agentProblems({ id, skills, languages, shift }: AgentModel): Problem[] {
  const outOfRange = Object.entries({ ...skills, ...languages }).filter(
    ([, level]) => !(level >= 0 && level <= 5),
  );
  const problems = outOfRange.map(([name, level]) =>
    problem(`agent ${id}: ${name} must be from 0 to 5, not ${level}`),
  );
  if (shift === undefined) return problems;
  const [from, to] = [sinceMidnightMs(shift.from), sinceMidnightMs(shift.to)];
  const isInside = shift.breaks.every(({ at, minutes }) => {
    const begins = sinceMidnightMs(at);
    return begins >= from && begins + minutes * 60_000 <= to;
  });
  if (from < to && isInside) return problems;
  return [
    ...problems,
    problem(`agent ${id}: the shift must end after it begins, and its breaks lie within it`),
  ];
}

function problem(message: string): Problem {
  return { code: 'bad-scenario', severity: 'error', message };
}
