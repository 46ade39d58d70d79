import { contenders } from '../contenders/contenders.ts';
import type { Decider, Prepared, Program } from '../contenders/contender.ts';
import type { Recording } from '../works/recorded/recording.ts';
import type { Input, Work, WorkId } from '../works/work.ts';
import { isRecorded, recordedWork, workNamed } from '../works/works.ts';
import { inputCounts, type Reply, type Request } from './protocol.ts';
import { Stopwatch } from './timing.ts';

/** The process of one contender on one work: what it does to the heap and the optimiser stays its own. */
const [workId, place, recording] = process.argv.slice(2) as [WorkId, string, string?];
const work: Work = isRecorded(workId)
  ? recordedWork(workId, JSON.parse(recording!) as Recording)
  : workNamed(workId);
const contender = contenders[Number(place)]!;
const inputs: readonly Input[] = work.inputs(inputCounts[work.kind]);

type Serve = (request: Request) => Reply | Promise<Reply>;
let serve: Serve | undefined;
let close: Program['close'];

process.on('message', (request: Request) => {
  answer(request).then(
    (reply) => process.send!(reply),
    (problem: unknown) => process.send!({ failed: inOneLine(problem) }),
  );
});

process.on('disconnect', () => {
  (close?.() ?? Promise.resolve()).catch(() => undefined).finally(() => process.exit());
});

async function answer(request: Request): Promise<Reply> {
  if (serve === undefined) {
    const prepare = await contender.load();
    serve = serverOf(await prepare(work));
  }
  return serve(request);
}

function serverOf(prepared: Prepared): Serve {
  return 'decide' in prepared ? deciderServer(prepared) : programServer(prepared);
}

function deciderServer(decider: Decider): Serve {
  const stopwatch = new Stopwatch(decider, inputs);
  return async (request) => {
    if (request.ask === 'round') return { figures: await stopwatch.round(request.milliseconds) };
    if (request.ask === 'answers')
      return { version: decider.version, answers: await answers(decider, request) };
    await stopwatch.warmUp(request.milliseconds, work.kind === 'recorded' ? work.warmUps : 1);
    return { warm: true };
  };
}

async function answers(decider: Decider, request: Extract<Request, { ask: 'answers' }>): Promise<number[][]> {
  const until = performance.now() + request.milliseconds;
  const found: number[][] = [];
  for (const input of inputs.slice(0, request.count)) {
    found.push([...decider.read(await decider.decide(input))]);
    if (performance.now() > until) break;
  }
  return found;
}

function programServer(program: Program): Serve {
  close = () => program.close?.() ?? Promise.resolve();
  return async (request) => {
    if (request.ask === 'round') return { figures: await program.round(request.milliseconds) };
    if (request.ask === 'warmUp') {
      await program.round(request.milliseconds);
      return { warm: true };
    }
    const count = Math.min(request.count, inputs.length);
    return { version: program.version, answers: await program.answers(count) };
  };
}

function inOneLine(problem: unknown): string {
  return String(problem instanceof Error ? problem.message : problem).split('\n')[0]!;
}
