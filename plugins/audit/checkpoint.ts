import { sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../engine/canonical.ts';
import { readCanonical } from './entry.ts';
import { keyId } from './signingKey.ts';

const format = 'signalbox/checkpoint/v1';

/** What the log came to at some moment, signed. */
export interface Checkpoint {
  readonly format: typeof format;
  /** From 1. */
  readonly number: number;
  /** The last entry, and its hash, which covers all before it. */
  readonly seq: number;
  readonly hash: string;
  /** UTC. */
  readonly at: string;
  /** Names the key. */
  readonly key: string;
  /** Ed25519, of the canonical JSON of all the rest; Base64. */
  readonly signature: string;
}

/** The line of a checkpoint, with its line feed. */
export function signedCheckpoint(
  made: Pick<Checkpoint, 'number' | 'seq' | 'hash' | 'at'>,
  privateKey: KeyObject,
): string {
  const told = { format, ...made, key: keyId(privateKey) };
  const signature = sign(null, Buffer.from(canonicalJson(told)), privateKey).toString('base64');
  return `${canonicalJson({ ...told, signature })}\n`;
}

/** @param line without its line feed. @returns undefined when it is not, to the byte, what is written here. */
export function readCheckpoint(line: Uint8Array): Checkpoint | undefined {
  const read = readCanonical(line) as Partial<Checkpoint> | undefined;
  if (read?.format !== format) return undefined;
  const areNumbers = [read.number, read.seq].every((one) => Number.isSafeInteger(one));
  const areTexts = [read.hash, read.at, read.key, read.signature].every((one) => typeof one === 'string');
  return areNumbers && areTexts ? (read as Checkpoint) : undefined;
}

/** Whether a checkpoint was signed by the private key that belongs to this public one. */
export function isSignedBy(checkpoint: Checkpoint, publicKey: KeyObject): boolean {
  const { signature, ...told } = checkpoint;
  const bytes = Buffer.from(signature, 'base64');
  // Other letters may stand for the same bytes.
  if (bytes.toString('base64') !== signature) return false;
  return verify(null, Buffer.from(canonicalJson(told)), publicKey, bytes);
}
