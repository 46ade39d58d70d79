import { withCommas } from '../../figures.ts';
import type { ReplayResult } from '../../replay/result.ts';
import type { Entry, Section } from '../report.ts';

/** Told one by one; the rest is counted. */
const mostEntries = 30;

/** What was not decided or not read, and what is worth knowing of the recording. */
export function leftOutSection(result: ReplayResult): Section {
  const { notReplayableBy, excluded, unroutable, breaches, warnings } = result;
  const counted = (
    counts: Readonly<Record<string, number>>,
    tell: (name: string) => string,
  ): readonly Entry[] =>
    Object.entries(counts).map(([name, count]) => ({ count: withCommas(count), title: tell(name) }));
  const entries: readonly Entry[] = [
    ...counted(notReplayableBy, (fact) => `decisions read ${fact}, which the recording does not carry`).map(
      (entry) => ({ ...entry, tag: 'NOT REPLAYABLE', tone: 'unsure' as const }),
    ),
    ...(unroutable === 0
      ? []
      : [{ count: withCommas(unroutable), title: 'rankings in which nobody could take the conversation' }]),
    ...(breaches === 0
      ? []
      : [{ count: withCommas(breaches), title: 'deadlines of messages that were not kept' }]),
    ...warnings.map(({ code, message, count }) => ({ count: withCommas(count), title: message, tag: code })),
    ...counted(excluded, (reason) => `left out: ${reason}`),
  ];
  const left = entries.length - mostEntries;
  return {
    heading: 'Left out, and worth knowing',
    blocks: [
      entries.length === 0
        ? { kind: 'text', text: 'Nothing was left out, and there is nothing to warn of.' }
        : {
            kind: 'entries',
            entries: entries.slice(0, mostEntries),
            ...(left <= 0 ? {} : { more: `and ${withCommas(left)} more` }),
          },
    ],
  };
}
