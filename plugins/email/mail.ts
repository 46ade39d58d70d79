import { sha256 } from '../../engine/canonical.ts';
import { printable } from '../../engine/problem.ts';
import { domainOf } from './address.ts';
import type { Alert, Digest } from './digest.ts';

/** A mail, before it is put into MIME. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** With its angle brackets. */
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly date: number;
}

/** Of a subject, in characters: what a list of mails shows, and some more. */
const longestSubject = 120;

/**
 * A digest as a mail, which is the same for the same alerts: its Message-ID is made of their ids, and its date is that of
 * the last decision.
 * @param from the sender's address.
 */
export function mailOf({ supervisor, isRepeated, alerts }: Digest, from: string): Mail {
  const ids = alerts.map(({ id }) => id).sort();
  const identity = sha256(JSON.stringify([supervisor, ...ids])).slice(0, 32);
  const byRule = Map.groupBy(alerts, ({ about }) => about);
  return {
    ...{ from, to: supervisor },
    subject: subjectOf(alerts, byRule),
    text: textOf(alerts, byRule, isRepeated),
    messageId: `<${identity}@${domainOf(from)}>`,
    date: alerts.at(-1)!.decidedAt,
  };
}

type ByRule = ReadonlyMap<string, readonly Alert[]>;

function subjectOf(alerts: readonly Alert[], byRule: ByRule): string {
  const [first] = alerts as readonly [Alert];
  const rules = [...byRule].map(([rule, { length }]) => `${rule} (${length})`).join(', ');
  const said =
    alerts.length === 1
      ? `${first.about}: conversation ${first.conversation}`
      : `${alerts.length} alerts: ${rules}`;
  const characters = [...`Signalbox: ${oneLine(said)}`];
  return characters.length <= longestSubject
    ? characters.join('')
    : `${characters.slice(0, longestSubject - 1).join('')}…`;
}

function textOf(alerts: readonly Alert[], byRule: ByRule, isRepeated: boolean): string {
  const sections = [...byRule].map(([rule, own]) => [oneLine(rule), ...own.map(alertLine), ''].join('\n'));
  const repeated = isRepeated
    ? ['This may have been sent before: then both mails have the same Message-ID.', '']
    : [];
  const count = alerts.length === 1 ? '1 alert' : `${alerts.length} alerts`;
  return [`${count}, by rule. Times are UTC.`, '', ...repeated, ...sections].join('\n');
}

function alertLine({ id, conversation, decidedAt }: Alert): string {
  const at = new Date(decidedAt).toISOString().slice(0, 19).replace('T', ' ');
  return `  ${at}  conversation ${oneLine(conversation)}  alert ${oneLine(id)}`;
}

/** Nothing in a rule's name or an id ends a line, and so a header. */
function oneLine(text: string): string {
  return printable(text.toWellFormed());
}
