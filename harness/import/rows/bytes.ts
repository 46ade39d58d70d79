import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const chunk = 1 << 16;

/**
 * A file as a stream of bytes, unpacked when its name ends in `.gz`.
 * @param onProgress told how much of the file, as it lies on disk, has been read: 0 to 1.
 * @throws when there is no such file or it is a folder.
 */
export async function openBytes(file: string, onProgress: (fraction: number) => void): Promise<Readable> {
  const { size } = await stat(file);
  let read = 0;
  const counted = new Transform({
    highWaterMark: chunk,
    transform(bytes: Uint8Array, _encoding, done) {
      read += bytes.length;
      onProgress(Math.min(1, read / Math.max(1, size)));
      done(null, bytes);
    },
  });
  const raw = createReadStream(file, { highWaterMark: chunk });
  // Errors reach the reader through the last stream, which pipeline destroys with them.
  if (!file.endsWith('.gz')) return pipeline(raw, counted, () => undefined);
  return pipeline(raw, counted, createGunzip({ chunkSize: chunk }), () => undefined);
}
