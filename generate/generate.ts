import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatedFiles } from './files.ts';

/**
 * Writes what is derived from the code: the published schemas, the validators made of them and of the harness's own,
 * the reference of facts and operators, and Genesys Cloud's contract with its types. With --check it writes nothing and
 * exits with 1 when a file is not what it would write. --openapi names an OpenAPI document to prune the contract from,
 * for operations that the committed excerpt does not have yet.
 */
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, openapi: { type: 'string' } },
});
const { check } = values;
const stale: string[] = [];
for (const [path, text] of await generatedFiles(values.openapi)) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  if ((await readFile(file, 'utf8').catch(() => '')) === text) continue;
  stale.push(path);
  if (!check) await writeFile(file, text);
}
const said = check ? 'is not what the code says: run npm run generate' : 'written';
for (const path of stale) process.stdout.write(`${path} ${said}\n`);
if (check && stale.length > 0) process.exitCode = 1;
