import { problemError, type Problem } from '../problem.ts';

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible characters of ASCII, and blanks between them: a line break would begin another header. */
const headerValue = /^[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?$/;

/**
 * Holds headers of a configuration to what HTTP can send.
 * @param reserved names that are not to be set, in small letters.
 * @param where a header is written, by its name, for the problem.
 * @throws ProblemError `bad-header`, which does not say the value.
 */
export function checkHeaders(
  headers: Readonly<Record<string, string>>,
  reserved: ReadonlySet<string>,
  where: (name: string) => Pick<Problem, 'file' | 'line' | 'column'>,
): void {
  for (const [name, value] of Object.entries(headers)) {
    const wrong = !headerName.test(name)
      ? 'is no name of a header'
      : reserved.has(name.toLowerCase())
        ? 'is a header that Signalbox sets itself'
        : headerValue.test(value)
          ? undefined
          : 'has a value that a header cannot have';
    if (wrong === undefined) continue;
    const hint = 'a header is one line of visible ASCII: authorization: Bearer ${env:CRM_TOKEN}';
    throw problemError('bad-header', `"${name}" ${wrong}`, { ...where(name), hint });
  }
}
