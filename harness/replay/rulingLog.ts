import { canonicalJson } from '../../engine/canonical.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import { decisionPoints, type DecisionEnvelope, type DecisionPoint } from '../../engine/decisions/record.ts';
import { engineVersion } from '../../engine/version.ts';
import type { LineBuffer } from '../recording/lineBuffer.ts';
import { formatUtc } from '../recording/time.ts';
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
  /** Names as JSON, without the closing quote: there are few, and each comes many times. */
  readonly #names = new Map<string, string>();
  /** What skill mappings give, in the same form. */
  readonly #gifts = new Map<unknown, string>();

  /** Adds the ruling's line. */
  write(ruling: Ruling, into: LineBuffer): void {
    const { conversation, ordinal, at } = ruling.context;
    into.text('{"at":"');
    into.text(formatUtc(at));
    into.text('","decidedBy":');
    into.text(this.#name(ruling.decidedBy));
    into.text('","effect":');
    into.text(this.#effect(ruling));
    into.text('","id":');
    into.text(opened(conversation));
    into.text(idParts[ruling.point]);
    into.text(String(ordinal));
    into.text('","pack":');
    into.text(this.#name(ruling.pack));
    into.text('"}\n');
  }

  #effect(ruling: Ruling): string {
    if (ruling.point === 'ranking') return this.#name(effectOf(ruling));
    if (ruling.point !== 'skills') return opened(effectOf(ruling));
    let effect = this.#gifts.get(ruling.assigned);
    if (effect === undefined) {
      effect = opened(effectOf(ruling));
      this.#gifts.set(ruling.assigned, effect);
    }
    return effect;
  }

  #name(name: string): string {
    let spelt = this.#names.get(name);
    if (spelt === undefined) {
      spelt = opened(name);
      this.#names.set(name, spelt);
    }
    return spelt;
  }
}

/** A text as JSON, without the closing quote. */
function opened(text: string): string {
  return JSON.stringify(text).slice(0, -1);
}

/** What stands between conversation and number in a decision's id. */
const idParts = Object.fromEntries(decisionPoints.map((point) => [point, `/${point}/`])) as Readonly<
  Record<DecisionPoint, string>
>;
