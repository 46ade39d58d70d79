import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../composition/systemClock.ts';
import type { Told } from '../../../engine/exchange.ts';
import type { Problem } from '../../../engine/problem.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { AuditTrail, type TrailSettings } from '../../../plugins/audit/auditTrail.ts';
import type { Entry } from '../../../plugins/audit/entry.ts';
import { checkpointDefaults, defaultFileBytes } from '../../../plugins/audit/schema.ts';
import { makeKeyPair, readPublicKey } from '../../../plugins/audit/signingKey.ts';
import { verifyLog, type Verified } from '../../../plugins/audit/verify/verify.ts';

/** Where a log and its key are, within a folder. */
export function placesIn(folder: string) {
  return { folder: join(folder, 'audit'), keyFile: join(folder, 'audit.key') };
}

/** A pair of keys in a folder. */
export function makeKey(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { privateKey, publicKey } = makeKeyPair();
  writeFileSync(join(folder, 'audit.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'audit.key.pub'), publicKey);
}

/** Settings of a log in a folder, whose problems no spec expects. */
export function settingsIn(home: string, given: Partial<TrailSettings> = {}): TrailSettings {
  return {
    folder: placesIn(home).folder,
    fileBytes: defaultFileBytes,
    clock: new VirtualClock(),
    problem: ({ message }) => {
      throw new Error(message);
    },
    checkpoints: undefined,
    ...given,
  };
}

/** How a log in a folder is signed. */
export function signingIn(home: string, everyEntries: number = checkpointDefaults.everyEntries) {
  const { folder, keyFile } = placesIn(home);
  return { ...checkpointDefaults, everyEntries, keyFile, folder: join(folder, 'checkpoints') };
}

export async function opened(settings: TrailSettings): Promise<AuditTrail> {
  const trail = new AuditTrail(settings);
  await trail.open(new AbortController().signal);
  return trail;
}

/** Writes a log from its beginning or on, in calls of this many, and closes it. */
export async function write(settings: TrailSettings, told: readonly Told[], atOnce = 7): Promise<void> {
  const trail = await opened(settings);
  for (let from = 0; from < told.length; from += atOnce)
    await trail.hear(told.slice(from, from + atOnce), new AbortController().signal);
  await trail.close();
}

/** What is found of the log in a folder. @param isChecked whether signatures are. */
export function verified(home: string, isChecked = false, checkpoints?: string): Promise<Verified> {
  const { folder, keyFile } = placesIn(home);
  const keys = isChecked ? [readPublicKey(`${keyFile}.pub`)] : [];
  const elsewhere = checkpoints === undefined ? {} : { checkpoints };
  return verifyLog({ folder, keys, clock: systemClock, ...elsewhere });
}

/** The names of a log's files, in order. */
export function logNames(home: string): readonly string[] {
  return readdirSync(placesIn(home).folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
}

/** All whole entries of the log in a folder. */
export function entriesIn(home: string): readonly Entry[] {
  const texts = logNames(home).map((name) => readFileSync(join(placesIn(home).folder, name), 'utf8'));
  return texts.flatMap((text) =>
    text
      .split(/(?<=\n)/)
      .filter((line) => line.endsWith('\n'))
      .map((line) => JSON.parse(line) as Entry),
  );
}

/** What is told in a log, without its own housekeeping. */
export function toldIn(home: string): readonly Told[] {
  return entriesIn(home).flatMap((entry): readonly Told[] => {
    if ('decision' in entry) return [{ decision: entry.decision }];
    return 'outcome' in entry ? [{ outcome: entry.outcome }] : [];
  });
}

/** Problems that are told, by code. */
export function telling(): { readonly codes: string[]; readonly problem: (problem: Problem) => void } {
  const codes: string[] = [];
  return { codes, problem: ({ code }) => void codes.push(code) };
}
