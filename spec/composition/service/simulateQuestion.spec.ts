import { expect } from 'chai';
import { readSimulateQuestion } from '../../../composition/service/simulateQuestion.ts';
import { ProblemError } from '../../../engine/problem.ts';

describe('a simulation asked for by an attacker', () => {
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  for (const [name, body] of [
    ['the body', `{"a":${deep}}`],
    ['its weights', `{"weights":${deep}}`],
    ['its queue', `{"queue_id":${deep}}`],
  ] as const)
    it(`is refused where ${name} is nested too deep, and the service does not fail`, () => {
      expect(() => readSimulateQuestion(body, undefined)).to.throw(ProblemError);
    });
});
