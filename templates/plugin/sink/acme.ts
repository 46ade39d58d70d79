import type { Answer, Asked } from 'signalbox/contract';

/** A CRM that stands in for the real one: it keeps each note by its id. */
export class Acme {
  readonly notes = new Map<string, object>();
  /** Answers so until it is undefined, and keeps nothing. */
  refusal: Answer | undefined;

  readonly answer = ({ body }: Asked): Answer => {
    if (this.refusal !== undefined) return this.refusal;
    const { notes } = body as { readonly notes: readonly { readonly id: string }[] };
    for (const note of notes) this.notes.set(note.id, note);
    return { status: 204 };
  };
}
