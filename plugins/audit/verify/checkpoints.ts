import type { KeyObject } from 'node:crypto';
import { isSignedBy, readCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { linesOf } from '../lines.ts';
import { keyId } from '../signingKey.ts';
import type { Faults } from './faults.ts';
import type { Extent } from './snapshot.ts';

/** The checkpoints of a log in their order, each looked at as it is read. */
export class Checkpoints {
  readonly #extent: Extent;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #faults: Faults;
  #count = 0;

  /** @param keys public ones; without any, signatures are not checked. */
  constructor(extent: Extent, keys: readonly KeyObject[], faults: Faults) {
    this.#extent = extent;
    this.#keys = new Map(keys.map((key) => [keyId(key), key]));
    this.#faults = faults;
  }

  /** How many lines there were so far. */
  get count(): number {
    return this.#count;
  }

  async *read(): AsyncGenerator<Checkpoint> {
    const { file, bytes: to } = this.#extent;
    let last: Pick<Checkpoint, 'number' | 'seq'> = { number: 0, seq: 0 };
    for await (const { bytes, isWhole } of linesOf(file, 0, to)) {
      const place = { file, line: ++this.#count };
      const checkpoint = isWhole ? readCheckpoint(bytes) : undefined;
      const isRight = checkpoint !== undefined && this.#isSigned(checkpoint);
      if (!isRight) {
        const what = checkpoint === undefined ? 'is not as it was written' : this.#whoSigned(checkpoint);
        this.#faults.add('checkpoint-altered', `checkpoint ${last.number + 1} ${what}`, place);
        last = { ...last, number: last.number + 1 };
        continue;
      }
      const { number, seq } = checkpoint;
      if (number !== last.number + 1 || seq <= last.seq) {
        const message =
          number > last.number + 1
            ? `checkpoint ${last.number + 1} is missing: ${number} follows ${last.number}`
            : `checkpoint ${number} stands after ${last.number}`;
        this.#faults.add('checkpoint-missing', message, place);
      }
      last = checkpoint;
      yield checkpoint;
    }
  }

  #isSigned(checkpoint: Checkpoint): boolean {
    if (this.#keys.size === 0) return true;
    const key = this.#keys.get(checkpoint.key);
    return key !== undefined && isSignedBy(checkpoint, key);
  }

  #whoSigned({ key }: Checkpoint): string {
    return this.#keys.has(key) ? 'is not what was signed' : `was signed by another key, ${key}`;
  }
}
