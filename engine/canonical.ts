import { createHash } from 'node:crypto';

/** Plain data: what survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON with one spelling for one meaning: keys sorted by UTF-16 code unit, no white space, ECMAScript number
 * formatting (RFC 8785). Keys whose value is undefined are left out.
 * @throws TypeError on what JSON cannot say (NaN, infinities, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in canonical JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    let members = '';
    for (const key of Object.keys(value).sort()) {
      const held = (value as Readonly<Record<string, unknown>>)[key];
      if (held === undefined) continue;
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(held)}`;
    }
    return `{${members}}`;
  }
  throw new TypeError(`a ${typeof value} has no place in canonical JSON`);
}

/** @returns SHA-256 of the value's canonical JSON, in hexadecimal. */
export function contentHash(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** @returns SHA-256 of the text's UTF-8 bytes, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Freezes a value and all it holds, so that a loaded policy cannot be changed by who reads it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
