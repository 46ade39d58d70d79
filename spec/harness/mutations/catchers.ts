import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { hasErrors } from '../../../engine/problem.ts';
import { casesBeside } from '../../../harness/cases/casesBeside.ts';
import { CaseRunner } from '../../../harness/cases/runCase.ts';
import type { RecordedEvents } from '../../../harness/columns/eventCache.ts';
import { judgeClaims } from '../../../harness/gate/claims.ts';
import { lintPolicy } from '../../../harness/lint/lintPolicy.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { replay } from '../../../harness/replay/replay.ts';
import type { Mutant } from './mutant.ts';

/** A place that a report names. */
export interface Named {
  readonly file?: string | undefined;
  /** The first line. */
  readonly line?: number | undefined;
  /** Where it names more than one. */
  readonly lastLine?: number | undefined;
  /** What it says there. */
  readonly message?: string | undefined;
}

/** Whoever may catch a mistake: says which places its report names, none when it notices nothing. */
export const catchers = {
  validate: refusals,
  lint: findings,
  cases: failures,
  invariants: claims,
  replay: changes,
} as const;
export type CatcherName = keyof typeof catchers;

/** What `signalbox validate` says: errors, for a warning lets a policy pass. */
function refusals({ problems }: Mutant): Promise<readonly Named[]> {
  return Promise.resolve(problems.filter(({ severity }) => severity === 'error'));
}

/** What lint says that fails a check. */
function findings({ policy, problems }: Mutant): Promise<readonly Named[]> {
  if (hasErrors(problems)) return Promise.resolve([]);
  return Promise.resolve(lintPolicy(policy).filter(({ severity }) => severity === 'error'));
}

/** What `signalbox check` says of the cases: those that speak of what is not there, and those that fail. */
async function failures({ policy, problems: ofPacks, mutation }: Mutant): Promise<readonly Named[]> {
  if (hasErrors(ofPacks)) return [];
  const { casesFiles, problems } = await casesBeside(mutation.policy, policy);
  const runner = new CaseRunner(policy);
  const results = casesFiles.flatMap(({ cases }) => cases.map((one) => runner.run(one)));
  return [...problems, ...results.flatMap(({ rules }) => rules)];
}

/** What `signalbox replay --against --invariants` says. */
function claims({ original, policy, problems }: Mutant): Promise<readonly Named[]> {
  if (hasErrors(problems)) return Promise.resolve([]);
  return Promise.resolve(judgeClaims(original, policy).filter(({ passed }) => !passed));
}

/** What `signalbox replay --against` with a budget of no change says. */
async function changes({ policy, original, problems, mutation }: Mutant): Promise<readonly Named[]> {
  if (hasErrors(problems)) return [];
  const recording = recordings[mutation.policy]!;
  const open = await inMemory(recording);
  const { changes: found } = await replay({ recording, policy, against: original, open });
  return found!.groups.flatMap(({ edits }) => edits.map((edit) => found!.edits[edit]!));
}

/** A recording on which a policy decides much. */
const recordings: Readonly<Record<string, string>> = {
  'rules/retail-bank': 'fixtures/retail-bank-day.ndjson.gz',
  'rules/digital-channels': 'docs/examples/delivery-sla/recording.ndjson',
  'docs/examples/scoring': 'docs/examples/scoring/recording.ndjson',
  'docs/examples/handoff': 'docs/examples/handoff/recording.ndjson',
  'docs/examples/skill-mapping': 'docs/examples/skill-mapping/recording.ndjson',
};

const read = new Map<string, Promise<() => Promise<RecordedEvents>>>();

/** Read once for all mutations. */
function inMemory(recording: string): Promise<() => Promise<RecordedEvents>> {
  let opened = read.get(recording);
  if (opened === undefined) {
    opened = keep(recording);
    read.set(recording, opened);
  }
  return opened;
}

async function keep(recording: string): Promise<() => Promise<RecordedEvents>> {
  const reader = new RecordingReader(recording);
  const header = await reader.header();
  const events: RoutingEvent[] = [];
  for await (const event of reader.events()) events.push(event);
  const kept: RecordedEvents = {
    header: () => Promise.resolve(header),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *batches() {
      yield events;
    },
    summary: () => reader.summary(),
  };
  return () => Promise.resolve(kept);
}
