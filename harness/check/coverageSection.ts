import { coverageOf } from '../coverage/coverageReport.ts';
import { coverageLines, coverageSummary } from '../coverage/textReport.ts';
import type { Checked, Section } from './section.ts';

/** What of the policy no case and no recording ever exercised. It is told, and fails nothing. */
export async function coverageSection({
  policy,
  casesFiles,
  options,
  onProgress,
}: Checked): Promise<Section> {
  const report = await coverageOf(policy, casesFiles, options.recordings, onProgress);
  const replayed = options.recordings.length > 0;
  return {
    name: 'coverage',
    summary: coverageSummary(report),
    failures: [],
    lines: [...(replayed ? [openLoop] : []), ...coverageLines(report)],
    result: replayed ? { level: 1, ...report } : report,
  };
}

const openLoop =
  'of recordings: level 1 (open loop): which decisions the policy makes counts, not what would have come of them';
