import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { problemError } from '../../engine/problem.ts';

/** A pair of Ed25519 keys as PEM: PKCS #8 and SPKI. */
export function makeKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** The key that signs. @throws ProblemError when the file holds none. */
export function readPrivateKey(file: string): KeyObject {
  return keyIn(file, createPrivateKey, 'private', 'make one: signalbox audit key --out <file>');
}

/** The key that signatures are checked by. @throws ProblemError when the file holds none. */
export function readPublicKey(file: string): KeyObject {
  return keyIn(file, publicOnly, 'public', 'name the one that ends in .pub');
}

/** Names a key, in checkpoints and for people: SHA-256 of the public one's DER, the first 16 hexadecimal digits. */
export function keyId(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** Whether others than its owner may read a file. */
export function isReadableByOthers(file: string): boolean {
  return (statSync(file).mode & 0o077) !== 0;
}

/** Of a private key the platform would make the public one, and nobody would see that it lies about. */
function publicOnly(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) throw new Error('it is a private key');
  return createPublicKey(pem);
}

function keyIn(file: string, read: (pem: string) => KeyObject, what: string, hint: string): KeyObject {
  const refused = (message: string) => problemError('no-key', message, { file, hint });
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(`the ${what} key cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
  let key: KeyObject;
  try {
    key = read(pem);
  } catch {
    throw refused(`there is no ${what} key in it`);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw refused(`the ${what} key in it is not of Ed25519`);
  return key;
}
