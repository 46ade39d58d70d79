import { decideSchema } from '../composition/service/decideSchema.ts';
import { simulateSchema } from '../composition/service/simulateSchema.ts';
import { packKinds } from '../engine/decisions/kinds.ts';
import { packSchema } from '../engine/packs/packSchema.ts';
import { configurationSchema } from '../engine/plugins/configurationSchema.ts';
import { casesSchema } from '../harness/cases/schema.ts';
import { importMapSchema } from '../harness/import/map/schema.ts';
import { lineSchemas } from '../harness/recording/format.ts';
import { faultsSchema } from '../harness/sandbox/faults/schema.ts';
import { orgSchema } from '../harness/sandbox/org/schema.ts';
import { exchangeSchemas, frameSchemas } from '../harness/sandbox/contract/schemas.ts';
import { auditSchema } from '../plugins/audit/schema.ts';
import { consoleSchema } from '../plugins/console/schema.ts';
import { crmAnswerSchema } from '../plugins/crm/answerSchema.ts';
import { crmSchema } from '../plugins/crm/schema.ts';
import { emailSchema } from '../plugins/email/schema.ts';
import { genesysSchema } from '../plugins/genesys/schema.ts';
import { memorySchema } from '../plugins/memory/schema.ts';
import { postgresSchema } from '../plugins/postgres/schema.ts';
import { queueFactsSchema } from '../plugins/queue-facts/schema.ts';
import { recordingSchema } from '../plugins/recording/schema.ts';
import { rehearsalSchema } from '../plugins/rehearsal/schema.ts';
import { sqliteSchema } from '../plugins/sqlite/schema.ts';
import { webhookSchema } from '../plugins/webhook/schema.ts';
import type { ValidatorSource } from './validatorModule.ts';

/** Every mistake is told, with what it needs to be told well: see `schemaProblems`. */
const tellAll = { allErrors: true, verbose: true };

/** The bundled plugins' own configurations. */
const pluginSchemas: Readonly<Record<string, object>> = {
  audit: auditSchema,
  console: consoleSchema,
  crm: crmSchema,
  email: emailSchema,
  genesys: genesysSchema,
  memory: memorySchema,
  postgres: postgresSchema,
  'queue-facts': queueFactsSchema,
  recording: recordingSchema,
  rehearsal: rehearsalSchema,
  sqlite: sqliteSchema,
  webhook: webhookSchema,
};

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
  {
    path: 'engine/plugins/configuration.validator',
    options: { ...tellAll, strictTypes: false },
    schemas: { one: configurationSchema },
  },
  {
    path: 'composition/service/decide.validator',
    options: { ...tellAll, strictTypes: false },
    schemas: { one: decideSchema },
  },
  {
    path: 'composition/service/simulate.validator',
    options: { ...tellAll, strictTypes: false },
    schemas: { one: simulateSchema },
  },
  ...Object.entries(pluginSchemas).map(([plugin, schema]) => ({
    path: `plugins/${plugin}/schema.validator`,
    options: tellAll,
    schemas: { one: schema },
  })),
  {
    path: 'harness/cases/schema.validator',
    options: { ...tellAll, allowUnionTypes: true },
    schemas: { one: casesSchema },
  },
  {
    path: 'harness/import/map/schema.validator',
    options: { ...tellAll, allowUnionTypes: true },
    schemas: { one: importMapSchema },
  },
  { path: 'plugins/crm/answer.validator', options: {}, schemas: { one: crmAnswerSchema } },
  // Recordings are written by programs and long: the first mistake of a line is enough, and stops the reading.
  {
    path: 'harness/recording/format.validator',
    options: { allowUnionTypes: true },
    schemas: { byName: lineSchemas },
  },
  { path: 'harness/sandbox/faults/schema.validator', options: tellAll, schemas: { one: faultsSchema } },
  {
    path: 'harness/sandbox/org/schema.validator',
    options: { ...tellAll, strict: true, strictTypes: false, strictRequired: false },
    schemas: { one: orgSchema },
  },
  // The contract's schemas are hundreds and refer to one another: written once each, not into one another.
  {
    path: 'harness/sandbox/contract/exchanges.validator',
    options: { inlineRefs: false, strict: false, validateFormats: false },
    schemas: exchangeSchemas(),
  },
  {
    path: 'harness/sandbox/contract/frames.validator',
    options: { inlineRefs: false, strict: false, validateFormats: false },
    schemas: frameSchemas(),
  },
];
