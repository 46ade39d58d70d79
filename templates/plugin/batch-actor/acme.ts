import type { Answer, Asked } from 'signalbox/contract';

interface Notice {
  readonly id: string;
  readonly to: string;
}

/** A chat that stands in for the real one: it keeps each notice by its id, and none for people it does not know. */
export class Acme {
  readonly notices = new Map<string, Notice>();
  /** Answers so until it is undefined, and keeps nothing. */
  refusal: Answer | undefined;

  readonly answer = ({ body }: Asked): Answer => {
    if (this.refusal !== undefined) return this.refusal;
    const { notices } = body as { readonly notices: readonly Notice[] };
    const results = notices.map((notice) => {
      if (notice.to === 'nobody') return { kept: false, why: 'nobody is not known' };
      this.notices.set(notice.id, notice);
      return { kept: true };
    });
    return { status: 200, body: { results } };
  };
}
