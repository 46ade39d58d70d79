import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordLine } from '../../../engine/decisions/decisionLog.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import { engineVersion } from '../../../engine/version.ts';
import { auditFile } from '../../../harness/fairness/auditFile.ts';
import type { AuditFileOptions } from '../../../harness/fairness/auditOptions.ts';
import { claimOf } from '../../../harness/fairness/claim.ts';
import type { FairnessAudit } from '../../../harness/fairness/result.ts';
import { fairnessText } from '../../../harness/fairness/text/textReport.ts';
import { readDecisionLog } from '../../../harness/replay/decisionLog.ts';
import { defaultSeed } from '../../../harness/replay/replay.ts';
import { rulingsHeaderLine } from '../../../harness/replay/rulingLog.ts';
import { runReplay } from '../../../harness/replay/runReplay.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';

async function audit(file: string, more: Partial<AuditFileOptions> = {}): Promise<FairnessAudit> {
  const { policy } = await requirePolicy('rules/retail-bank');
  return auditFile({
    file,
    policy,
    claim: claimOf(policy),
    stratifyBy: 'queue',
    segmentBy: 'queue',
    withinSeconds: 20,
    seed: defaultSeed,
    moments: 'asRecorded',
    ...more,
  });
}

/** The log of the recorded day's replay. */
async function writeLog(file: string, rules: string): Promise<void> {
  const { policy } = await requirePolicy(rules);
  await runReplay({ recording: day, policy, log: file, threads: 1, cache: false });
}

/** The log of a live run, as it would be had every ranking of another log been by `policyOf` its number, from 0. */
async function writeLiveLog(
  file: string,
  log: string,
  policyOf: (number: number) => Partial<Decision['policy']>,
): Promise<string> {
  const header = { engineVersion, signalbox: 'decision-log', stage: 'active', version: 1 };
  const lines = [JSON.stringify(header)];
  for await (const body of readDecisionLog(log)) {
    if (body.point !== 'ranking') continue;
    const policy = { ...body.policy, ...policyOf(lines.length - 1) };
    lines.push(recordLine({ body: { ...body, policy }, envelope: { engineVersion, stage: 'active' } }));
  }
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

function without(audit: FairnessAudit, ...fields: readonly (keyof FairnessAudit)[]): object {
  return Object.fromEntries(Object.entries(audit).filter(([field]) => !fields.includes(field as never)));
}

async function refusal(wrong: Promise<unknown>): Promise<string> {
  return wrong.then(
    () => 'not refused',
    (error: unknown) => (error as Error).message,
  );
}

describe('an audit of a file', () => {
  let folder: string;
  let log: string;
  let ofRecording: FairnessAudit;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-spec-'));
    log = join(folder, 'log.ndjson');
    await writeLog(log, 'rules/retail-bank');
    ofRecording = await audit(day);
  });
  after(() => rm(folder, { recursive: true }));

  it('finds the same in a recording and in the log of its replay', async () => {
    const ofLog = await audit(log);
    expect(ofRecording.selections).to.be.greaterThan(1000);
    for (const one of [ofRecording, ofLog]) expect(one.level).to.equal(1);
    expect(ofLog.record).to.equal(undefined);
    expect(without(ofLog, 'source', 'warnings')).to.deep.equal(
      without(ofRecording, 'source', 'warnings', 'record'),
    );
    expect(ofLog.source).to.deep.include({ kind: 'decision log', stage: 'replay', ofOthers: 0 });
  });

  it('takes from a live log what is the policy’s, of this version where there is some', async () => {
    const live = await writeLiveLog(join(folder, 'half.ndjson'), log, (number) =>
      number % 2 === 0 ? {} : { name: 'another', hash: 'another' },
    );
    const { level, source, selections } = await audit(live);
    expect(level).to.equal('live');
    expect(source).to.include({ stage: 'active', ofOthers: 535 });
    expect(selections).to.be.within(500, 536);
  });

  it('refuses a log that is somebody else’s, or of versions it does not know', async () => {
    const other = await writeLiveLog(join(folder, 'other.ndjson'), log, () => ({
      name: 'another',
      hash: 'x',
    }));
    expect(await refusal(audit(other))).to.contain(
      'other.ndjson: error: the log has no ranking by retail-bank → it has some by another: give that policy’s folder [other-policy]',
    );
    const versions = await writeLiveLog(join(folder, 'versions.ndjson'), log, (number) => ({
      hash: `version ${number % 2}`,
    }));
    expect(await refusal(audit(versions))).to.match(/several versions of retail-bank .*\[several-versions\]/);
    const one = await writeLiveLog(join(folder, 'one.ndjson'), log, () => ({ hash: 'an earlier version' }));
    expect((await audit(one)).warnings[0]).to.contain('the decisions are of another version of retail-bank');
  });

  it('refuses rulings, which do not say among whom was chosen, and what it cannot group or show by', async () => {
    const rulings = join(folder, 'rulings.ndjson');
    await writeFile(rulings, `${rulingsHeaderLine()}\n`);
    expect(await refusal(audit(rulings))).to.contain('write it with replay --log instead of --rulings');
    expect(await refusal(audit(day, { group: 'agentSkill' }))).to.contain('did you mean "agentSkills"?');
    expect(await refusal(audit(day, { group: 'sites.csv' }))).to.contain(
      'sites.csv: error: there is no such file',
    );
    expect(await refusal(audit(day, { segmentBy: 'langage' }))).to.contain('did you mean "language"?');
    expect(await refusal(audit(log, { group: 'agentLanguages' }))).to.contain(
      'give the recording, or a CSV file',
    );
    expect(await refusal(audit('rules/retail-bank/scoring.yaml'))).to.match(
      /^rules\/retail-bank\/scoring.yaml:1: error/,
    );
  });

  it('makes groups by what agents have in common', async () => {
    const { groups } = await audit(day, { group: 'agentLanguages' });
    expect(groups!.groups.map(({ group }) => group)).to.deep.equal(['en-US', 'en-US + es-US']);
    const agents = groups!.groups.reduce((sum, one) => sum + one.agents, 0);
    expect(agents + groups!.ungrouped).to.equal(ofRecording.evenness.agents);
  });

  it('is the same twice, and another with another seed of chance', async () => {
    const [again, other] = [await audit(day), await audit(day, { seed: 'another' })];
    expect(JSON.stringify(again)).to.equal(JSON.stringify(ofRecording));
    expect(other.evenness.test!.p).not.to.equal(ofRecording.evenness.test!.p);
    expect(ofRecording.evenness.test).to.include({ by: 'monteCarlo', replicates: 9999, seed: defaultSeed });
  });
});

describe('what an audit prints', () => {
  let whole: FairnessAudit;
  let text: string;
  before(async () => {
    whole = await audit(day, { group: 'agentLanguages' });
    text = fairnessText(whole);
  });

  it('has a definition for every figure, in the value and in the text', () => {
    for (const [path, means] of Object.entries(whole.definitions)) {
      const [first, ...rest] = path.split('.');
      let at: unknown = whole[first as keyof FairnessAudit];
      for (const name of rest) {
        if (Array.isArray(at)) at = at.find((one: object) => name in one);
        at = (at as Record<string, unknown> | undefined)?.[name];
      }
      expect(at, path).not.to.equal(undefined);
      expect(text, path).to.contain(means);
    }
  });

  it('claims no waits, service level, load or satisfaction of the policy: those are the record’s, and said to be', () => {
    const [ofPolicy, ofRecord] = text.split(
      'The record as it is: what happened, and none of it the doing of the policy audited.',
    );
    expect(ofPolicy).to.contain('level 1 (open loop)');
    expect(ofPolicy).to.contain('What waits and load would come of it is not claimed.');
    expect(ofPolicy!.replace('What waits and load would come of it is not claimed.', '')).not.to.match(
      /\bwaits?\b|answered|service level|occupancy|CSAT|abandon/i,
    );
    expect(ofRecord).to.match(/answered in 20 s|occupancy|Waits by queue/);
    expect(JSON.stringify(without(whole, 'record', 'definitions', 'claim'))).not.to.match(
      /wait|occupancy|csat|abandon/i,
    );
  });
});
