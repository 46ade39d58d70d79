import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { scheduleGroupId } from '../../harness/sandbox/operations/schedules.ts';
import { defaultRequestsPerMinute } from '../../harness/sandbox/sandbox.ts';
import { makeKeyPair } from '../../plugins/audit/signingKey.ts';

/** What an engine of a day has its time from, and where it keeps what it knows. */
export interface Ground {
  /** Entries of `plugins`, in YAML. */
  readonly plugins: string;
  readonly requestsPerMinute: number;
  /** How often there is a snapshot, in YAML. */
  readonly snapshots: string;
}

/** One engine at a time, which can be killed at each durable step, and whose time is told. */
const alone: Ground = {
  plugins: `  - { plugin: ${resolve('spec/live/plugins/toldClock.ts')} }
  - plugin: ${resolve('spec/live/plugins/killedStore.ts')}
    configuration: { file: store.db }`,
  requestsPerMinute: defaultRequestsPerMinute,
  snapshots: 'snapshotEntries: 2000',
};

const configuration = (
  smtpPort: number,
  { plugins, requestsPerMinute, snapshots }: Ground,
): string => `apiVersion: signalbox/v1
kind: Configuration
policy: rules
plugins:
${plugins}
  - plugin: genesys
    configuration:
      baseUrl: '\${env:GENESYS_BASE_URL}'
      clientId: '\${env:GENESYS_CLIENT_ID}'
      clientSecret: '\${env:GENESYS_CLIENT_SECRET}'
      pseudonymKey: '\${env:SIGNALBOX_PSEUDONYM_KEY}'
      botFlows: ['\${env:GENESYS_BOT_FLOW}']
      politeness: { requestsPerMinute: ${requestsPerMinute} }
      reading: { openingHours: { General: ${scheduleGroupId('General')} } }
  - { plugin: crm, configuration: { url: '\${env:RECEIVERS_URL}/crm' } }
  - plugin: webhook
    configuration:
      endpoints:
        conversation_changed: { url: '\${env:RECEIVERS_URL}/webhook', secrets: [ '\${env:WEBHOOK_SECRET}' ] }
        handoff_evaluated: { url: '\${env:RECEIVERS_URL}/webhook', secrets: [ '\${env:WEBHOOK_SECRET}' ] }
  - plugin: email
    configuration: { host: 127.0.0.1, port: ${smtpPort}, from: signalbox@example.com, digestSeconds: 60 }
  - plugin: audit
    configuration: { folder: audit, fileBytes: 8388608, checkpoints: { keyFile: audit.key } }
  - { plugin: console, configuration: { format: json } }
runtime: { ${snapshots} }
`;

/** What checkpoints of the audit log are checked by, and where that is, in the day's folder. */
export const [auditKey, auditFolder] = ['audit.key.pub', 'audit'];

/** Writes what the engine runs by: signalbox.yaml, the rules, and the key of the audit log. @returns signalbox.yaml. */
export async function prepare(folder: string, smtpPort: number, ground = alone): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(resolve('rules/retail-bank'), join(folder, 'rules'), { recursive: true });
  await cp(resolve('spec/live/policy'), join(folder, 'rules'), { recursive: true });
  const { privateKey, publicKey } = makeKeyPair();
  await writeFile(join(folder, 'audit.key'), privateKey, { mode: 0o600 });
  await writeFile(join(folder, auditKey), publicKey);
  const config = join(folder, 'signalbox.yaml');
  await writeFile(config, configuration(smtpPort, ground));
  return config;
}
