import { join } from 'node:path';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { runCheck } from '../../../harness/check/runCheck.ts';
import { auditFile } from '../../../harness/fairness/auditFile.ts';
import { claimOf } from '../../../harness/fairness/claim.ts';
import { judgeChanges } from '../../../harness/gate/gate.ts';
import { scoreHandoffs } from '../../../harness/handoffScore/scoreHandoffs.ts';
import { policyCard } from '../../../harness/invariants/policyCard.ts';
import { runRegression } from '../../../harness/regression/regression.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { runReplay } from '../../../harness/replay/runReplay.ts';
import { checkReport } from '../../../harness/reports/check/checkReport.ts';
import { fairnessReport } from '../../../harness/reports/fairness/fairnessReport.ts';
import { handoffScoreReport } from '../../../harness/reports/handoffScoreReport.ts';
import { regressionReport } from '../../../harness/reports/regressionReport.ts';
import { replayReport } from '../../../harness/reports/replay/replayReport.ts';
import type { Report } from '../../../harness/reports/report.ts';
import { whatIfReport } from '../../../harness/reports/whatIfReport.ts';
import { askWhatIf } from '../../../harness/whatIf/askWhatIf.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { withFolder } from '../../folder.ts';
import { everyBlock, hostileReport } from './everyBlock.ts';

const recording = 'fixtures/retail-bank-day.ndjson.gz';

const policyIn = async (folder: string) => (await requirePolicy(folder)).policy;

const waiting = `${header('SkillMapping')}mappings:
  - { name: long, when: { fact: waitSeconds, operator: greaterThan, value: 30 }, assign: { priority: high } }
`;

/** A policy that breaks what it claims: the best is always chosen. */
const starving = rightPolicy(
  `${header('Scoring')}weights: { proficiency: 1, languageMatch: 0, historicalCsat: 0 }\n`,
  `${header('Fairness', 'claims')}invariants: [ starvationBound ]\n`,
);

async function aReplay(): Promise<Report> {
  const policy = await policyIn('rules/retail-bank');
  const result = await replay({ recording, policy, against: await policyIn('rules/retail-bank-previous') });
  const changed = [
    { most: 2, unit: '%' as const },
    { point: 'ranking' as const, most: 90, unit: 'decisions' as const },
  ];
  return replayReport({ ...result, gate: judgeChanges(result.changes!, { changed, changedVerdicts: [] }) });
}

async function aWhatIf(): Promise<Report> {
  const asked = { recording, policy: rightPolicy(waiting), rule: 'long', fact: 'waitSeconds', cache: false };
  return whatIfReport(await askWhatIf({ ...asked, to: 5, sweep: [1, 2, 5, 10] }));
}

async function anAudit(): Promise<Report> {
  const policy = await policyIn('rules/retail-bank');
  const claim = claimOf(policy, { yardstick: 'uniformAmongEligible' });
  const asked = {
    stratifyBy: 'queue',
    segmentBy: 'queue',
    withinSeconds: 20,
    seed: 's',
    moments: 'asRecorded',
  } as const;
  return fairnessReport(await auditFile({ ...asked, file: recording, policy, claim, group: 'agentSkills' }));
}

async function aScore(): Promise<Report> {
  const policy = await policyIn('rules/retail-bank');
  const sweep = { trigger: 'bad-mood', fact: 'sentimentLevel', values: [0.2, 0.3, 0.4] };
  return handoffScoreReport(await scoreHandoffs({ recording, policy, sweep }));
}

async function aRegression(): Promise<Report> {
  const policy = await policyIn('docs/examples/queue-order');
  const short = 'docs/examples/queue-order/recording.ndjson';
  const run = { recording: short, threads: 1, cache: false, policy };
  return withFolder(async (folder) => {
    const log = join(folder, 'log.ndjson');
    await runReplay({ ...run, policy: await policyIn('docs/examples/missing-facts'), log });
    return regressionReport(await runRegression(run, log));
  });
}

async function aCheck(): Promise<Report> {
  const result = await runCheck(['docs/examples/queue-order'], { recordings: [], card: { runs: 5 } });
  const card = policyCard(starving, { runs: 20 });
  const broken = {
    code: 'claim-broken',
    severity: 'error' as const,
    message: 'starvationBound does not hold',
  };
  const part = { name: 'claims', summary: 'a card', failures: [broken], lines: [], result: card };
  const policies = result.policies.map((one) => ({ ...one, sections: [...one.sections, part] }));
  return checkReport({ ...result, policies });
}

/** A report of every command that has one; and two that no command makes, with everything there is and the worst of names. */
export const everyReport: Readonly<Record<string, () => Promise<Report>>> = {
  'a replay': aReplay,
  'a what-if': aWhatIf,
  'a fairness audit': anAudit,
  'a handoff score': aScore,
  'a regression': aRegression,
  'a check': aCheck,
  'every kind of block': () => Promise.resolve(everyBlock),
  'hostile names': () => Promise.resolve(hostileReport),
};
