import { canonicalJson } from '../../engine/canonical.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import { decisionPoints, type DecisionEnvelope, type DecisionPoint } from '../../engine/decisions/record.ts';
import { engineVersion } from '../../engine/version.ts';
import type { LineBuffer } from '../recording/lineBuffer.ts';
import { utcParts } from '../recording/time.ts';
import { effectOf } from './effect.ts';

/** The version of the log of rulings this code writes. */
const logVersion = 1;

/** The first line of a log of rulings, without its line break. */
export function rulingsHeaderLine(): string {
  const envelope: DecisionEnvelope = { engineVersion, stage: 'replay' };
  return canonicalJson({ signalbox: 'rulings', version: logVersion, ...envelope });
}

/**
 * Writes rulings as lines of JSON: when, by what, what came of it, and the id by which `explain` tells why. Keys are
 * sorted, so equal rulings are equal bytes.
 */
export class RulingLines {
  /** By rule, the piece of a line that names it: there are few, and each comes many times. */
  readonly #rules = new Map<string, string>();
  /** What skill mappings give, as JSON. */
  readonly #gifts = new Map<unknown, string>();

  /** Adds the ruling's line. */
  write(ruling: Ruling, into: LineBuffer): void {
    const { conversation, ordinal, at } = ruling.context;
    const [day, minute, second, milliseconds] = utcParts(at);
    into.text('{"at":"');
    into.text(day);
    into.text(minute);
    into.text(second);
    into.text(milliseconds);
    into.text(this.#rule(ruling.decidedBy));
    this.#effect(ruling, into);
    into.text(',"id":"');
    into.jsonText(conversation);
    into.text(idParts[ruling.point]);
    into.text(String(ordinal));
    into.text('"}\n');
  }

  #rule(name: string): string {
    let piece = this.#rules.get(name);
    if (piece === undefined) {
      piece = `","decidedBy":${JSON.stringify(name)},"effect":`;
      this.#rules.set(name, piece);
    }
    return piece;
  }

  #effect(ruling: Ruling, into: LineBuffer): void {
    if (ruling.point !== 'skills') {
      into.text('"');
      into.jsonText(effectOf(ruling));
      into.text('"');
      return;
    }
    let gift = this.#gifts.get(ruling.assigned);
    if (gift === undefined) {
      gift = JSON.stringify(effectOf(ruling));
      this.#gifts.set(ruling.assigned, gift);
    }
    into.text(gift);
  }
}

/** What stands between conversation and number in a decision's id. */
const idParts = Object.fromEntries(decisionPoints.map((point) => [point, `/${point}/`])) as Readonly<
  Record<DecisionPoint, string>
>;
