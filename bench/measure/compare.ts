import type { Input, Work } from '../works/work.ts';
import { inputCounts } from './protocol.ts';

type Answers = readonly (readonly number[])[];

/** The work's own answers on its first inputs. */
export async function answersOf(work: Work, count: number): Promise<Answers> {
  const answers: (readonly number[])[] = [];
  for (const input of inputsCompared(work, count)) answers.push(await work.expected(input as never));
  return answers;
}

/** The first input on which a contender says something else, in one line; undefined when there is none. */
export function disagreement(work: Work, expected: Answers, answers: Answers): string | undefined {
  const place = answers.findIndex((answer, index) => answer.join() !== expected[index]!.join());
  if (place === -1) return undefined;
  const input = JSON.stringify(inputsCompared(work, place + 1)[place]);
  return `disagrees: on ${input} it says [${answers[place]!.join(', ')}], not [${expected[place]!.join(', ')}]`;
}

function inputsCompared(work: Work, count: number): readonly Input[] {
  const most = work.kind === 'recorded' ? work.compared : inputCounts[work.kind];
  return work.inputs(Math.min(count, most));
}
