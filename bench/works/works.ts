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
import type { DrawnWork, LiveWork, RecordedId, RecordedWork, WorkId } from './work.ts';

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

export function workNamed(id: 'live'): LiveWork;
export function workNamed(id: Exclude<WorkId, RecordedId | 'live'>): DrawnWork;
export function workNamed(id: Exclude<WorkId, RecordedId>): DrawnWork | LiveWork;
export function workNamed(id: Exclude<WorkId, RecordedId>): DrawnWork | LiveWork {
  return id === 'live' ? live : works.find((work) => work.id === id)!;
}
