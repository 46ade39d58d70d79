import { packKinds } from '../engine/decisions/kinds.ts';
import { packSchema } from '../engine/packs/packSchema.ts';
import { contractFiles } from './contract.ts';
import { factsPage } from './factsPage.ts';
import { notificationFiles } from './notifications.ts';
import { validatorModule, validatorTypes } from './validatorModule.ts';
import { validatorSources } from './validators.ts';

/**
 * Every file that is derived from the code, by its path from the root of the repository, and its text.
 * @param openapi path of the document to prune Genesys Cloud's contract from; left out, the committed excerpt.
 */
export async function generatedFiles(openapi: string | undefined): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...packKinds.map((kind): [string, string] => [
      `engine/packs/schema/${kind.slug}.schema.json`,
      `${JSON.stringify(packSchema(kind), null, 2)}\n`,
    ]),
    ...validatorSources.flatMap((source): [string, string][] => [
      [`${source.path}.js`, validatorModule(source)],
      [`${source.path}.d.ts`, validatorTypes(source)],
    ]),
    ['docs/facts.md', factsPage()],
    ...(await contractFiles(openapi)),
    ...(await notificationFiles()),
  ]);
}
