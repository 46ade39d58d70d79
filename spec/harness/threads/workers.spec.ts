import { expect } from 'chai';
import { ProblemError } from '../../../engine/problem.ts';
import { Workers } from '../../../harness/threads/workers.ts';
import type { OddTask } from './oddThread.ts';

const script = new URL('./oddThread.ts', import.meta.url);

/** Has tasks done on so many threads. @returns the answers, or the messages of the errors. */
async function answersTo(tasks: readonly OddTask[], most: number, of = script): Promise<readonly string[]> {
  const workers = new Workers<OddTask, string>(of, most, { resourceLimits: { maxOldGenerationSizeMb: 16 } });
  try {
    const answers = tasks.map((task) => workers.run(task, []));
    return await Promise.all(answers.map((answer) => answer.catch((error: unknown) => messageOf(error))));
  } finally {
    await workers.end();
  }
}

function messageOf(error: unknown): string {
  expect(error).to.be.instanceOf(ProblemError);
  const { code, message } = (error as ProblemError).problems[0]!;
  expect(code).to.equal('thread-died');
  return message;
}

describe('worker threads', () => {
  it('answer every task, however many threads there may be', async () => {
    const tasks = new Array<OddTask>(7).fill('answer');
    for (const most of [1, 2, 9])
      expect(await answersTo(tasks, most)).to.deep.equal(tasks.map(() => 'answered'));
  });

  for (const [task, message] of [
    ['throw', 'thrown in the thread'],
    ['exit', 'it ended with code 3'],
    ['fill memory', 'memory'],
  ] as const) {
    it(`that ${task} leave nobody waiting, those who wait for others neither`, async () => {
      const answers = await answersTo(['never answer', task, 'never answer', 'answer'], 2);
      for (const answer of answers) expect(answer).to.include('a worker thread died').and.include(message);
    });
  }

  it('whose script is not there say so', async () => {
    const [answer] = await answersTo(['answer'], 1, new URL('./noThread.ts', import.meta.url));
    expect(answer).to.include('noThread.ts');
  });

  it('that were ended do no more, and say so', async () => {
    const workers = new Workers<OddTask, string>(script, 1);
    const answer = workers.run('never answer', []).catch(messageOf);
    await workers.end();
    expect(await answer).to.include('ended');
    expect(await workers.run('answer', []).catch(messageOf)).to.include('ended');
  });
});
