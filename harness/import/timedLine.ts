import type { Sorting } from '../recording/sort/sorting.ts';

/** An event as a line of a recording, with what it is sorted by. */
export interface TimedLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** At one instant, lower comes first. */
  readonly rank: number;
  /** The conversation's pseudonym. */
  readonly conversation: string;
  /** Position among the events of its row. */
  readonly index: number;
  /** Whether the agent's work on a conversation begins or ends here, or passes in no time; empty when neither. */
  readonly work: 'begins' | 'ends' | 'passes' | '';
  /** The agent's pseudonym; empty when nobody is known or concerned. */
  readonly agent: string;
  readonly line: string;
}

/**
 * A total order that knows nothing of where a row stood in its file, so that the same rows give the same recording in
 * whatever order they come.
 */
function compare(a: TimedLine, b: TimedLine): number {
  return (
    a.at - b.at ||
    a.rank - b.rank ||
    compareText(a.conversation, b.conversation) ||
    a.index - b.index ||
    compareText(a.line, b.line) ||
    compareText(a.work, b.work)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Two bytes for a character, and the objects around. */
function bytesHeld({ line, conversation, agent }: TimedLine): number {
  return 2 * (line.length + conversation.length + agent.length) + 200;
}

/** Neither pseudonyms nor JSON text hold tabs or line breaks. */
function serialize({ at, rank, conversation, index, work, agent, line }: TimedLine): string {
  return `${at}\t${rank}\t${conversation}\t${index}\t${work}\t${agent}\t${line}`;
}

function deserialize(text: string): TimedLine {
  const [at, rank, conversation, index, work, agent, line] = text.split('\t') as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    at: Number(at),
    rank: Number(rank),
    conversation,
    index: Number(index),
    work: work as TimedLine['work'],
    agent,
    line,
  };
}

/** How an import sorts its lines. */
export const importSorting: Sorting<TimedLine> = { compare, bytesHeld, serialize, deserialize };
