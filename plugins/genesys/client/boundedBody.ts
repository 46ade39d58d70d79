/** The longest answer that is read, in bytes, unpacked: a thousand conversations in all detail have a tenth. Ours. */
export const longestAnswerBytes = 32 * 1024 * 1024;

/** An answer that is not read to its end: it would fill the memory. */
export class OversizedAnswer extends Error {
  constructor() {
    super(`the answer is longer than ${longestAnswerBytes / 1024 / 1024} MB`);
    this.name = 'OversizedAnswer';
  }
}

/**
 * The same response, whose body fails with `OversizedAnswer` where it becomes too long. What comes packed has been
 * unpacked by then, so a short body that would unpack to a long one fails as well.
 */
export function withBoundedBody(response: Response): Response {
  const { body, status, statusText, headers } = response;
  if (body === null) return response;
  let bytes = 0;
  const bounded = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, out) {
        bytes += piece.byteLength;
        // The rest is not asked for: an error here cancels what it comes from.
        if (bytes > longestAnswerBytes) throw new OversizedAnswer();
        out.enqueue(piece);
      },
    }),
  );
  return new Response(bounded, { status, statusText, headers });
}
