import type { Answer, Asked } from 'signalbox/contract';
import type { Call } from './call.ts';

/** A telephone system that stands in for the real one: it tells its calls two at a time. */
export class Acme {
  readonly calls: Call[] = [];
  /** Whether a page may be the last. */
  isOver = true;
  /** Answers so until it is undefined. */
  refusal: Answer | undefined;

  readonly answer = ({ path }: Asked): Answer => {
    if (this.refusal !== undefined) return this.refusal;
    const after = Number(new URL(path, 'http://localhost').searchParams.get('after') ?? 0);
    const calls = this.calls.slice(after, after + 2);
    const cursor = after + calls.length;
    const isLast = this.isOver && cursor === this.calls.length;
    return { status: 200, body: { calls, cursor: String(cursor), isLast } };
  };
}

/** A call from its beginning to its end. @param begins in milliseconds since 1970. */
export function aCall(id: string, begins: number): readonly Call[] {
  const after = (seconds: number): string => new Date(begins + seconds * 1000).toISOString();
  return [
    { id, at: after(0), what: 'waits', queue: 'Cards', chose: 'lost_card' },
    { id, at: after(20), what: 'answered', agent: 'agent-01' },
    { id, at: after(50), what: 'over' },
  ];
}
