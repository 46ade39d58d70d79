import type { Input, Work } from '../works/work.ts';
import { interactionCount } from './protocol.ts';

type Answers = readonly (readonly number[])[];

/** The work's own answers on its first inputs. */
export function answersOf(work: Work, count: number): Answers {
  return inputsOf(work, count).map((input) => work.expected(input as never));
}

/** The first input on which a contender says something else, in one line; undefined when there is none. */
export function disagreement(work: Work, expected: Answers, answers: Answers): string | undefined {
  const place = answers.findIndex((answer, index) => answer.join() !== expected[index]!.join());
  if (place === -1) return undefined;
  const input = JSON.stringify(inputsOf(work, place + 1)[place]);
  return `disagrees: on ${input} it says [${answers[place]!.join(', ')}], not [${expected[place]!.join(', ')}]`;
}

function inputsOf(work: Work, count: number): readonly Input[] {
  return work.kind === 'rules' ? work.inputs(count) : work.inputs(Math.min(count, interactionCount));
}
