import { canonicalJson } from '../../engine/canonical.ts';
import type { Ruling } from '../../engine/decisions/policyRun.ts';
import { decisionId, type DecisionEnvelope } from '../../engine/decisions/record.ts';
import { engineVersion } from '../../engine/version.ts';
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
  /** Names and effects as JSON: there are few of them, and each comes many times. */
  readonly #spelt = new Map<string, string>();

  /** @returns the line without its line break. */
  line(ruling: Ruling): string {
    const { context, point, decidedBy, pack } = ruling;
    const id = JSON.stringify(decisionId(point, context));
    const effect = this.#spell(effectOf(ruling));
    return `{"at":"${formatUtc(context.at)}","decidedBy":${this.#spell(decidedBy)},"effect":${effect},"id":${id},"pack":${this.#spell(pack)}}`;
  }

  #spell(text: string): string {
    let spelt = this.#spelt.get(text);
    if (spelt === undefined) {
      spelt = JSON.stringify(text);
      if (this.#spelt.size >= mostSpelt) this.#spelt.clear();
      this.#spelt.set(text, spelt);
    }
    return spelt;
  }
}

/** Texts remembered; effects that name a conversation are all different. */
const mostSpelt = 4096;
