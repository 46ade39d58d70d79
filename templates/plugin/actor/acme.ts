import type { Answer, Asked } from 'signalbox/contract';

/** A chat that stands in for the real one: it keeps each notice by its key. */
export class Acme {
  readonly notices = new Map<string, unknown>();
  /** Answers so until it is undefined, and keeps nothing. */
  refusal: Answer | undefined;

  readonly answer = ({ headers, body }: Asked): Answer => {
    if (this.refusal !== undefined) return this.refusal;
    this.notices.set(String(headers['idempotency-key']), body);
    return { status: 201 };
  };
}
