import type { SourceDocument } from '../../engine/packs/yamlDocuments.ts';
import { didYouMean } from '../../engine/suggest.ts';
import type { Finding } from './finding.ts';
import { lintRules, type LintRule } from './lintRules.ts';

/** A finding with the lines of its file on which a comment bears on it: its own, and where its rule begins. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly lines: readonly number[];
}

/** A comment that allows what a lint rule finds. */
interface Silence {
  readonly code: LintRule;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line it is about: its own, or, where nothing else stands there, the next that is no comment. */
  readonly about: number;
}

const form = '# signalbox-lint: allow <id> because <reason>';

/** Leaves out the findings that comments allow; tells the comments that do not say what or why, or allow nothing. */
export function withoutAllowed(
  found: readonly PlacedFinding[],
  documents: readonly SourceDocument[],
): readonly Finding[] {
  const byFile = new Map(documents.map((document) => [document.file, document]));
  const read = [...byFile.values()].flatMap(silencesIn);
  const silences = read.filter((one): one is Silence => 'about' in one);
  const used = new Set<Silence>();
  const left = found.filter(({ finding, lines }) => {
    const allowing = silences.filter(
      ({ code, file, about }) => code === finding.code && file === finding.file && lines.includes(about),
    );
    for (const one of allowing) used.add(one);
    return allowing.length === 0;
  });
  const idle = silences
    .filter((one) => !used.has(one))
    .map(({ code, file, line, column }) => {
      const message = `nothing here is found by "${code}"`;
      return bad(
        { file, line, column },
        message,
        'drop the comment, or put it on or above the rule it is for',
      );
    });
  const wrong = read.filter((one): one is Finding => !('about' in one));
  return [...left.map(({ finding }) => finding), ...idle, ...wrong];
}

function silencesIn({ file, comments }: SourceDocument): readonly (Silence | Finding)[] {
  const all = comments();
  const alone = new Set(all.filter(({ isAlone }) => isAlone).map(({ line }) => line));
  return all.flatMap(({ line, column, isAlone, text }): readonly (Silence | Finding)[] => {
    const told = /^#+\s*signalbox-lint\b:?\s*(.*)$/.exec(text)?.[1];
    if (told === undefined) return [];
    const place = { file, line, column };
    const [, id, reason] = /^allow\s+(\S+)\s*(?:because\b:?\s*(.*))?$/.exec(told) ?? [];
    if (id === undefined)
      return [bad(place, 'this comment for lint says nothing that lint knows', `write ${form}`)];
    if (!Object.hasOwn(lintRules, id)) {
      const hint = didYouMean(id, Object.keys(lintRules)) ?? 'docs/lint.md has the ids';
      return [bad(place, `no lint rule is called "${id}"`, hint)];
    }
    if (reason === undefined || reason.trim() === '')
      return [bad(place, `this allows "${id}" and does not say why`, `write ${form}`)];
    let about = line;
    if (isAlone) while (alone.has(about)) about++;
    return [{ code: id as LintRule, ...place, about }];
  });
}

function bad(place: Pick<Finding, 'file' | 'line' | 'column'>, message: string, hint: string): Finding {
  return { code: 'bad-silence', severity: 'error', ...place, message, hint };
}
