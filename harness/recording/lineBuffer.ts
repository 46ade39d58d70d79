/** Bytes gathered before they are taken away. */
const roomAtFirst = 1 << 18;

const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);

/** Lines of text as UTF-8, put together piece by piece: joining strings first would take longer than all the rest. */
export class LineBuffer {
  #bytes = Buffer.allocUnsafe(roomAtFirst);
  /** Bytes gathered so far. */
  length = 0;

  /** Adds a piece of a line. */
  text(piece: string): void {
    // No character takes more than three bytes for each unit of a string.
    if (this.length + piece.length * 3 > this.#bytes.length) this.#grow(piece.length * 3);
    const bytes = this.#bytes;
    let at = this.length;
    for (let k = 0; k < piece.length; k++) {
      const code = piece.charCodeAt(k);
      if (code > 0x7f) {
        this.length += bytes.write(piece, this.length, 'utf8');
        return;
      }
      bytes[at++] = code;
    }
    this.length = at;
  }

  /** Adds a text as JSON spells it between its quotes. */
  jsonText(text: string): void {
    for (let k = 0; k < text.length; k++) {
      const code = text.charCodeAt(k);
      if (code < 0x20 || code === quote || code === backslash || code > 0x7e) {
        this.text(JSON.stringify(text).slice(1, -1));
        return;
      }
    }
    this.text(text);
  }

  /** Adds whole lines, in UTF-8. */
  bytes(lines: Uint8Array): void {
    if (this.length + lines.length > this.#bytes.length) this.#grow(lines.length);
    this.#bytes.set(lines, this.length);
    this.length += lines.length;
  }

  /** Ends the line. */
  end(): void {
    this.text('\n');
  }

  /** What was gathered, which is no longer this buffer's. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.length);
    this.#bytes = Buffer.allocUnsafe(roomAtFirst);
    this.length = 0;
    return taken;
  }

  #grow(needed: number): void {
    const roomier = Buffer.allocUnsafe((this.#bytes.length + needed) * 2);
    this.#bytes.copy(roomier, 0, 0, this.length);
    this.#bytes = roomier;
  }
}
