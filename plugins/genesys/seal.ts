import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Bytes of what makes each sealing another, and of what shows that it was not altered. */
const [nonceBytes, tagBytes] = [12, 16];

/** Closes a text so that only who has the same key can read it, or make one: AES-256-GCM. */
export class Seal {
  readonly #key: Buffer;

  /** @param key any text. */
  constructor(key: string) {
    this.#key = createHmac('sha256', key).update('signalbox/seal').digest();
  }

  /** @returns Base64, another each time. */
  closed(text: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  }

  /** @returns undefined when it was closed with another key, or altered. */
  opened(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64');
    const start = nonceBytes + tagBytes;
    if (bytes.length < start) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    try {
      decipher.setAuthTag(bytes.subarray(nonceBytes, start));
      return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
