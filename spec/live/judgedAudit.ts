import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Told } from '../../engine/exchange.ts';
import { signalbox } from '../signalbox.ts';
import { auditFolder, auditKey } from './engineConfiguration.ts';
import type { KilledDay } from './killedDay.ts';
import type { Verdict } from './verdict.ts';

/** The audit log as its own command verifies it, and what it holds against what there was to hear. */
export async function judgedAudit({ folder, store }: KilledDay): Promise<Verdict> {
  const { problems, names } = await verifiedAudit(folder);
  const told = store.told(toldName);
  return {
    'audit: not verified': problems,
    'audit: not what was told':
      names.length === told.length
        ? names.filter((one, index) => one !== told[index])
        : [names.length, told.length],
  };
}

/** What the audit log of a day holds, by name; and what its own command says against it. */
export async function verifiedAudit(
  folder: string,
): Promise<{ readonly problems: readonly string[]; readonly names: readonly string[] }> {
  const log = join(folder, auditFolder);
  const { code, stdout, stderr } = await signalbox([
    'audit',
    'verify',
    log,
    '--public-key',
    join(folder, auditKey),
  ]);
  return { problems: code === 0 ? [] : [stdout + stderr], names: await entries(log) };
}

/** What the log says was told, in its order, by name. */
async function entries(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  const names: string[] = [];
  for (const file of files)
    for await (const line of createInterface(createReadStream(join(folder, file)))) {
      const entry = JSON.parse(line) as Told;
      if ('decision' in entry || 'outcome' in entry) names.push(toldName(entry));
    }
  return names;
}

/** What was told, in a word: the same for the same. */
export function toldName(told: Told): string {
  if ('decision' in told) return told.decision.body.id;
  const { command, decision, endedAt, attempts } = told.outcome;
  return JSON.stringify([decision, 'id' in command ? command.id : command.set, endedAt, attempts]);
}
