import { problemError } from '../../../engine/problem.ts';
import { decoded } from './decoded.ts';
import { jsonRow } from './jsonRow.ts';
import type { RowSource } from './rowSource.ts';

/** A JSON list is read whole, so it may not be longer, in characters; NDJSON may. */
const longestFile = 200_000_000;

/** The rows of a file that is one JSON list of objects. @throws ProblemError when it is not, or is too long. */
export const readJson: RowSource = async function* (bytes, { file, format, found }) {
  let text = '';
  for await (const piece of decoded(bytes, format.encoding)) {
    text += piece;
    if (text.length <= longestFile) continue;
    throw problemError('too-large', `the file is over ${longestFile / 1e6} million characters long`, {
      file,
      hint: 'write it as NDJSON, one object a line: jq -c .[]',
    });
  }
  const list = parsed(text);
  if (!Array.isArray(list)) {
    throw problemError('not-json', 'the file is not a JSON list', {
      file,
      hint: 'of one object a line the map says format: { type: ndjson }',
    });
  }
  for (const [index, item] of list.entries()) yield jsonRow(item, index + 1, found);
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
