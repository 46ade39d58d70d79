/**
 * Bytes as text, piece by piece; a byte-order mark is dropped.
 * @param encoding as the WHATWG Encoding Standard names it; utf-8 unless said.
 */
export async function* decoded(bytes: NodeJS.ReadableStream, encoding?: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of bytes as AsyncIterable<Uint8Array>) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
