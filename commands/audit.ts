import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { systemClock } from '../composition/systemClock.ts';
import { problemError, renderProblem } from '../engine/problem.ts';
import { withCommas } from '../harness/figures.ts';
import { keyId, makeKeyPair, readPublicKey } from '../plugins/audit/signingKey.ts';
import { verifyLog, type Verified } from '../plugins/audit/verify/verify.ts';
import { command, type Common } from './command.ts';
import { exit, print } from './terminal.ts';

/** `signalbox audit verify` and `signalbox audit key`. */
export function addAudit(program: Command): void {
  const audit = program.command('audit').description('Verify what the plugin audit wrote, or make its key.');
  addVerify(audit);
  addKey(audit);
}

interface VerifyOptions extends Common {
  readonly checkpoints?: string;
  readonly publicKey?: readonly string[];
  readonly from?: number;
}

function addVerify(audit: Command): void {
  command(audit, 'verify', 'Say whether an entry was changed, taken out, put elsewhere or cut off.', [
    'signalbox audit verify /var/lib/signalbox/audit --public-key audit.key.pub',
    'signalbox audit verify audit --checkpoints /mnt/elsewhere --public-key audit.key.pub older.key.pub',
  ])
    .argument('<folder>', 'the log, as the plugin audit writes it; it may be writing meanwhile')
    .option('--checkpoints <folder>', 'where its checkpoints are; within its own folder unless told')
    .option('--public-key <files...>', 'by what the signatures of checkpoints are checked')
    .option(
      '--from <number>',
      'the first entry there must be; files before it were removed on purpose',
      entryNumber,
    )
    .action(async (folder: string, { checkpoints, publicKey = [], from, format }: VerifyOptions) => {
      const verified = await verifyLog({
        folder,
        keys: publicKey.map(readPublicKey),
        clock: systemClock,
        ...(checkpoints === undefined ? {} : { checkpoints }),
        ...(from === undefined ? {} : { from }),
      });
      print(
        format === 'json' ? JSON.stringify({ folder, ...verified }, null, 2) : verifiedText(folder, verified),
      );
      process.exitCode = verified.faultCount === 0 ? exit.fine : exit.failed;
    });
}

function addKey(audit: Command): void {
  command(audit, 'key', 'Make a pair of keys that checkpoints are signed and checked by (Ed25519).', [
    'signalbox audit key --out audit.key                        audit.key signs, audit.key.pub checks',
  ])
    .requiredOption('--out <file>', 'the private key; the public one is beside it, with .pub')
    .action(({ out, format }: Common & { out: string }) => {
      const { privateKey, publicKey } = makeKeyPair();
      const pub = `${out}.pub`;
      // The public one first: where it cannot be written, no private one lies about.
      writeNew(pub, publicKey, 0o644);
      writeNew(out, privateKey, 0o600);
      const id = keyId(readPublicKey(pub));
      const text = [
        `${out}: the private key ${id}, for checkpoints.keyFile of the plugin audit; who has it can sign another log.`,
        `${pub}: the public key, for signalbox audit verify; keep it where the log is not.`,
      ];
      print(
        format === 'json'
          ? JSON.stringify({ privateKey: out, publicKey: pub, id }, null, 2)
          : text.join('\n'),
      );
    });
}

function writeNew(file: string, text: string, mode: number): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode, flush: true });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    if (isThere) {
      const hint = 'checkpoints it signed could not be checked any more: give another name';
      throw problemError('key-exists', 'there is a file already, which is not replaced', { file, hint });
    }
    const hint = 'does its folder exist, and may you write there?';
    throw problemError('not-written', `it cannot be written: ${(error as Error).message}`, { file, hint });
  }
}

function entryNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw problemError('bad-number', `"${text}" is no number of an entry`, { hint: 'a whole number from 1' });
}

/** What was found, for people. */
function verifiedText(folder: string, verified: Verified): string {
  const { files, entries, last, faults, faultCount } = verified;
  const more = faultCount - faults.length;
  return [
    `${folder}: ${counted(entries, 'entry', 'entries')} in ${counted(files, 'file', 'files')}${last === undefined ? '' : `, the last ${withCommas(last.seq)} of ${last.at}`}.`,
    ...(last === undefined ? [] : [`Its hash is ${last.hash}.`]),
    checkpointsText(verified),
    ...faults.map(renderProblem),
    ...(more > 0 ? [`and ${withCommas(more)} more`] : []),
    faultCount === 0
      ? '✓ Every entry is as it was written, and in its place.'
      : `✗ ${counted(faultCount, 'fault', 'faults')}.`,
  ].join('\n');
}

function checkpointsText({ checkpoints, areSignaturesChecked, covered }: Verified): string {
  if (checkpoints === 0)
    return 'No checkpoints: entries that were cut off the end, and a log that was written anew, cannot be seen.';
  const count = counted(checkpoints, 'checkpoint', 'checkpoints');
  if (!areSignaturesChecked)
    return `${count}, signatures not checked (--public-key): who changed the log may have changed them as well.`;
  return `${count}, signatures checked, up to entry ${withCommas(covered)}; what is cut off or written anew after it cannot be seen.`;
}

function counted(count: number, one: string, many: string): string {
  return `${withCommas(count)} ${count === 1 ? one : many}`;
}
