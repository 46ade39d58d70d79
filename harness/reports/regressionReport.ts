import { withCommas } from '../figures.ts';
import { regressionOutcome, type Regression } from '../regression/regression.ts';
import type { Block, Report } from './report.ts';

/** Whether a policy decides as a log has it, told for people. */
export function regressionReport(regression: Regression): Report {
  const { policy, policyHash, recording, recordingHash, source, log, level, passed } = regression;
  const { same, different, onlyLogged, onlyNow, logEngineVersion, engineVersion, seed, moments } = regression;
  const { failure } = regressionOutcome(regression);
  const verdict: Block = passed
    ? {
        kind: 'verdict',
        tone: 'good',
        word: 'The same',
        text: `every decision is what ${log} has, byte for byte`,
      }
    : { kind: 'verdict', tone: 'bad', word: 'Different', text: failure!.message };
  const figures: Block = {
    kind: 'figures',
    figures: [
      { value: withCommas(same), label: 'decisions the same' },
      { value: withCommas(different), label: 'different' },
      { value: withCommas(onlyLogged), label: 'only in the log' },
      { value: withCommas(onlyNow), label: 'only now' },
    ],
  };
  return {
    kind: 'Regression',
    title: `${policy}, held to ${log}`,
    subtitle: `${recording}, decided again and compared with what was decided before.`,
    level,
    summary: [verdict, figures],
    sections:
      failure === undefined
        ? []
        : [
            {
              heading: 'What differs',
              blocks: failure.details.map((text): Block => ({ kind: 'text', text: text.trim() })),
            },
          ],
    provenance: [
      ['policy', `${policy} ${policyHash}`],
      ['log', `${log}, of engine ${logEngineVersion}`],
      ['recording', recording],
      ['recording hash', recordingHash],
      ['source', source],
      ['seed', seed],
      ['moments', moments],
      ['engine', engineVersion],
    ],
  };
}
