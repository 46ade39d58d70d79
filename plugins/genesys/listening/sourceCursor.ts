/** Up to when what happened was taken in before, in milliseconds since 1970: each left out while nothing was. */
export interface SourceCursor {
  /** What is told of conversations, agents and queues. */
  readonly told?: number;
  /** What was said to bots, which is asked for apart. */
  readonly botTurns?: number;
}

/** The text that is kept with what was taken in. */
export function cursorText(cursor: SourceCursor): string {
  return JSON.stringify(cursor);
}

/** What `cursorText` wrote; where bots were not listened to then, their turns are as old as all else. */
export function parseCursor(text: string | undefined): SourceCursor {
  if (text === undefined) return {};
  const { told, botTurns = told } = JSON.parse(text) as SourceCursor;
  return { ...(told === undefined ? {} : { told }), ...(botTurns === undefined ? {} : { botTurns }) };
}
