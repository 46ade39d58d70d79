import { keywords, wholeWords } from './keywords.ts';
import { live } from './live.ts';
import { ranking } from './ranking.ts';
import { largestTable, table } from './table.ts';
import { manyThresholds, thresholds } from './thresholds.ts';
import { policyEdited } from './recorded/policyEdited.ts';
import type { Recording } from './recorded/recording.ts';
import { recordedColumns } from './recorded/recordedColumns.ts';
import { recordedDays, recordingWork } from './recorded/recordingWork.ts';
import { thresholdCurve } from './recorded/thresholdCurve.ts';
import { thresholdMoved } from './recorded/thresholdMoved.ts';
import { floors, workers } from './workers.ts';
import type { DrawnWork, EngineWork, RecordedId, RecordedWork, WorkId } from './work.ts';

/** The works whose inputs are drawn, in the order they are reported. */
export const works: readonly DrawnWork[] = [
  keywords,
  wholeWords,
  thresholds,
  manyThresholds,
  table,
  largestTable,
  ranking,
];

/** The works on recordings, each of whatever recording it is given. */
const recordedWorks: Readonly<Record<RecordedId, (recording: Recording) => RecordedWork>> = {
  recording: recordingWork,
  'recorded-days': recordedDays,
  'recorded-columns': recordedColumns,
  'threshold-moved': thresholdMoved,
  'threshold-curve': thresholdCurve,
  'policy-edited': policyEdited,
};

export function isRecorded(id: WorkId): id is RecordedId {
  return Object.hasOwn(recordedWorks, id);
}

export function recordedWork(id: RecordedId, recording: Recording): RecordedWork {
  return recordedWorks[id](recording);
}

const engineWorks = { live, workers, floors };

export function workNamed<Id extends EngineWork['id']>(id: Id): (typeof engineWorks)[Id];
export function workNamed(id: Exclude<WorkId, RecordedId | EngineWork['id']>): DrawnWork;
export function workNamed(id: Exclude<WorkId, RecordedId>): DrawnWork | EngineWork;
export function workNamed(id: Exclude<WorkId, RecordedId>): DrawnWork | EngineWork {
  return Object.hasOwn(engineWorks, id)
    ? engineWorks[id as EngineWork['id']]
    : works.find((work) => work.id === id)!;
}
