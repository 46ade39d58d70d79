import { ByteCursor, slack } from './byteCursor.ts';
import { ByteTable, slotAmong } from './byteTable.ts';

/** Known texts, each with what it means, recognised by their bytes: keys, types of events, members of enumerations. */
export class Keywords<Meaning> {
  readonly #table: ByteTable;
  readonly #meanings: Meaning[] = [];

  /** @param meanings by text: ASCII without quotes and backslashes, at most 64 characters. */
  constructor(meanings: ReadonlyMap<string, Meaning>) {
    const cursors = [...meanings.keys()].map(cursorAt);
    // The smallest table in which every text has a slot of its own.
    let bits = 1;
    while (new Set(cursors.map((cursor) => slotAmong(cursor, bits))).size < cursors.length) bits++;
    this.#table = new ByteTable(bits);
    for (const [index, meaning] of [...meanings.values()].entries()) {
      const cursor = cursors[index]!;
      const slot = this.#table.slotOf(cursor);
      this.#table.put(slot, cursor);
      this.#meanings[slot] = meaning;
    }
  }

  /**
   * Reads a keyword, from the byte after its opening quote, and steps over its closing quote.
   * @returns what it means; undefined, and the cursor stays, when it is none of them.
   */
  read(cursor: ByteCursor): Meaning | undefined {
    if (!cursor.spanText()) return undefined;
    const slot = this.#table.slotOf(cursor);
    if (!this.#table.holds(slot, cursor)) return undefined;
    cursor.at = cursor.end + 1;
    return this.#meanings[slot];
  }
}

/** Keywords that mean themselves: the very strings given, whatever was read. */
export function membersOf<Member extends string>(members: readonly Member[]): Keywords<Member> {
  return new Keywords(new Map(members.map((member) => [member, member])));
}

/** A cursor that has spanned the text. */
function cursorAt(text: string): ByteCursor {
  const cursor = new ByteCursor(Buffer.from(`${text}"${'\0'.repeat(slack)}`));
  if (!cursor.spanText()) throw new Error(`"${text}" cannot be a keyword`);
  return cursor;
}
