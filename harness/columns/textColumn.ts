/** Bytes there is room for at first; the room doubles when it is used up. */
const firstRoom = 1 << 16;

/** A text for each row, as bytes: a million of them cost nothing until one is looked at. */
export interface TextColumn {
  readonly kind: 'texts';
  /** Where the text of each row ends in `bytes`; it begins where the one before ends. */
  readonly ends: Float64Array;
  /** The texts one after the other: JSON in UTF-8 without the quotes, which can say every text there is. */
  readonly bytes: Uint8Array;
}

/** The text in a row. @param row from 0 up to the number of rows. */
export function textAt({ ends, bytes }: TextColumn, row: number): string {
  const begins = row === 0 ? 0 : ends[row - 1]!;
  const { buffer, byteOffset } = bytes;
  const json = Buffer.from(buffer, byteOffset + begins, ends[row]! - begins).toString();
  return JSON.parse(`"${json}"`) as string;
}

/** A column of texts as it grows, row by row. */
export class TextColumnBuilder {
  #bytes = Buffer.alloc(firstRoom);
  #length = 0;
  #ends = new Float64Array(firstRoom / 8);
  #rows = 0;

  append(text: string): void {
    const json = JSON.stringify(text).slice(1, -1);
    // No character of UTF-16 takes more than three bytes of UTF-8.
    const needed = this.#length + 3 * json.length;
    if (needed > this.#bytes.length) {
      const roomier = Buffer.alloc(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(roomier);
      this.#bytes = roomier;
    }
    this.#length += this.#bytes.write(json, this.#length);
    if (this.#rows === this.#ends.length) {
      const roomier = new Float64Array(2 * this.#rows);
      roomier.set(this.#ends);
      this.#ends = roomier;
    }
    this.#ends[this.#rows++] = this.#length;
  }

  /** The column as it stands; nothing may be appended afterwards. */
  finish(): TextColumn {
    const bytes = Uint8Array.from(this.#bytes.subarray(0, this.#length));
    return { kind: 'texts', ends: this.#ends.slice(0, this.#rows), bytes };
  }
}
