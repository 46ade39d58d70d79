import { packKinds } from '../engine/decisions/kinds.ts';
import { packSchema } from '../engine/packs/packSchema.ts';
import { casesSchema } from '../harness/cases/schema.ts';
import { importMapSchema } from '../harness/import/map/schema.ts';
import { lineSchemas } from '../harness/recording/format.ts';
import type { ValidatorSource } from './validatorModule.ts';

/** Every mistake is told, with what it needs to be told well: see `schemaProblems`. */
const tellAll = { allErrors: true, verbose: true };

/**
 * Every schema that input is held to at run time, and where its validator lies: beside the schema. What is imported
 * here must not import a validator in turn, or a new schema could never get its first one.
 */
export const validatorSources: readonly ValidatorSource[] = [
  ...packKinds.map((kind) => ({
    path: `engine/packs/schema/${kind.slug}.validator`,
    options: { ...tellAll, strict: true, strictTypes: false, strictRequired: false },
    schemas: { one: packSchema(kind) },
  })),
  { path: 'harness/cases/schema.validator', options: tellAll, schemas: { one: casesSchema } },
  {
    path: 'harness/import/map/schema.validator',
    options: { ...tellAll, allowUnionTypes: true },
    schemas: { one: importMapSchema },
  },
  // Recordings are written by programs and long: the first mistake of a line is enough, and stops the reading.
  {
    path: 'harness/recording/format.validator',
    options: { allowUnionTypes: true },
    schemas: { byName: lineSchemas },
  },
];
