import { readFile, stat } from 'node:fs/promises';
import { deepFreeze } from '../../../engine/canonical.ts';
import { schemaProblems } from '../../../engine/packs/schemaProblems.ts';
import { largestFile, readDocuments, type SourceDocument } from '../../../engine/packs/yamlDocuments.ts';
import type { Problem } from '../../../engine/problem.ts';
import { fileProblem } from '../../recording/fileProblem.ts';
import type { ImportMap } from './importMap.ts';
import type { Finding } from './finding.ts';
import { mapMeaning } from './meaning.ts';
import validate from './schema.validator.js';

/** A map that was checked, and where each part of it is written. */
export interface LoadedImportMap {
  readonly map: ImportMap;
  /** A problem with something in the map, at its line and column. */
  readonly problemAt: (finding: Finding) => Problem;
}

export type ImportMapResult =
  | (LoadedImportMap & { readonly problems?: undefined })
  | { readonly map?: undefined; readonly problems: readonly Problem[] };

/**
 * Reads and checks an import map: one YAML or JSON document of at most 1 MB.
 * @returns the map, or everything that is wrong with it, each with file, line and column. Never throws for what a user
 * can write.
 */
export async function loadImportMap(path: string): Promise<ImportMapResult> {
  try {
    const { size } = await stat(path);
    if (size > largestFile) return refuse(path, 'too-large', `the map is over ${largestFile / 1e6} MB`);
    return checkImportMap({ file: path, bytes: await readFile(path) });
  } catch (error) {
    return { problems: fileProblem(error, path).problems };
  }
}

/** Checks a map already in memory; see `loadImportMap`. */
export function checkImportMap(source: {
  readonly file: string;
  readonly bytes: Uint8Array;
}): ImportMapResult {
  const { documents, problems } = readDocuments(source);
  if (problems.length > 0) return { problems };
  const [document] = documents;
  if (document === undefined) return refuse(source.file, 'empty-file', 'the file holds no map');
  if (documents.length > 1)
    return refuse(source.file, 'many-documents', 'a file holds one map; this one holds more');
  const problemAt = locate(document);
  if (!validate(document.content)) return { problems: schemaProblems(validate.errors!).map(problemAt) };
  const map = document.content as ImportMap;
  const findings = mapMeaning(map);
  return findings.length > 0 ? { problems: findings.map(problemAt) } : { map: deepFreeze(map), problemAt };
}

function locate(document: SourceDocument): (finding: Finding) => Problem {
  return ({ path, ...said }) => ({
    severity: 'error',
    file: document.file,
    ...document.where(path),
    ...said,
  });
}

function refuse(file: string, code: string, message: string): ImportMapResult {
  return { problems: [{ code, severity: 'error', message, file, line: 1, column: 1 }] };
}
