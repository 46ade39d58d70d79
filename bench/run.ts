import { writeFileSync } from 'node:fs';
import { progressBar } from '../harness/progress.ts';
import { bars } from './bars.ts';
import { contenders } from './contenders/contenders.ts';
import { holdBar } from './holdBars.ts';
import { installPeers } from './install.ts';
import { measureWork, steps, type LeftOut, type Measurement } from './measure/measureWork.ts';
import { extentsOf, optionsFrom, planOf, usage, type Options } from './options.ts';
import { asJson, writeResults } from './report/files.ts';
import { machineLines } from './report/machine.ts';
import { leftOutOf, tableOf } from './report/table.ts';
import { Recordings } from './recordings.ts';
import { whyNoServer } from './workers/server.ts';
import { workIds } from './works/work.ts';
import { isRecorded, recordedWork, workNamed } from './works/works.ts';

/** The benchmark: everybody on the same work, answers compared, rounds interleaved. See README.md. */
async function run(options: Options): Promise<boolean> {
  installPeers();
  const plan = planOf(options);
  const chosen = workIds.filter((id) => options.only.length === 0 || options.only.includes(id));
  const recordings = new Recordings(extentsOf(options));
  const machine = machineLines();
  process.stdout.write(`${machine.join('\n')}\n\n`);
  const measured: Measurement[] = [];
  const leftOut: LeftOut[] = [];
  const tables: string[] = [];
  for (const id of chosen) {
    const because = id === 'workers' || id === 'floors' ? await whyNoServer() : undefined;
    if (because !== undefined) {
      tables.push(leftOutOf(workNamed(id as 'workers' | 'floors'), because));
      process.stdout.write(`${tables.at(-1)!}\n`);
      continue;
    }
    const work = isRecorded(id) ? recordedWork(id, await recordings.for(id)) : workNamed(id);
    const here = contenders.filter(({ works: theirs }) => theirs.includes(work.id));
    const bar = progressBar(work.id, process.stderr, () => performance.now());
    let done = 0;
    const outcome = await measureWork(work, here, plan, () => bar(++done / steps(here, plan)));
    measured.push(...outcome.measured);
    leftOut.push(...outcome.leftOut);
    tables.push(tableOf(work, outcome.measured, outcome.leftOut));
    process.stdout.write(`${tables.at(-1)!}\n`);
  }
  if (options.json !== undefined) writeFileSync(options.json, asJson(measured));
  // Half a run would overwrite the other half's figures.
  if (!options.quick && options.only.length === 0) writeResults(machine, plan, tables, measured);
  const oursFailed = leftOut.some(({ contender }) => contender.kind === 'ours');
  return (!options.check || check(options, measured)) && !oursFailed;
}

function check({ only }: Options, measured: readonly Measurement[]): boolean {
  const reached = measured.map(({ work, contender, perSecond }) => ({
    work: work.id,
    contender: contender.id,
    kind: contender.kind,
    perSecond: perSecond.median,
  }));
  const concerned = bars.filter(
    ({ work }) => only.length === 0 || (only as readonly string[]).includes(work),
  );
  const verdicts = concerned.map((bar) => holdBar(bar, reached));
  process.stdout.write(`${verdicts.map(({ line }) => line).join('\n')}\n`);
  return verdicts.every(({ held }) => held);
}

// What is in the temporary folder goes at the exit, so there must be one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  process.exitCode = (await run(optionsFrom(process.argv.slice(2)))) ? 0 : 1;
} catch (problem) {
  process.stderr.write(`${(problem as Error).message}\n${usage}\n`);
  process.exitCode = 2;
}
