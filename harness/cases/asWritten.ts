import { stringify } from 'yaml';

/** A value as an analyst would write it in a case, on one line: `{ skills: [ Fraud ], priority: urgent }`. */
export function asWritten(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}
