import { readFileSync } from 'node:fs';

/** JSON Schema, as OpenAPI 3.0 writes it. */
export type Schema = { readonly [key: string]: unknown };

/** A parameter of an operation, in its path or query. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Body {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Body>>;
  readonly 'x-permissions'?: Requirement;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Permissions: one of them, or every one. */
export type Requirement = { readonly any: readonly string[] } | { readonly all: readonly string[] };

/** One operation of Genesys Cloud's API. */
export interface Operation {
  /** The name of the method that the official SDK gives it. */
  readonly id: string;
  readonly method: string;
  /** `/api/v2/routing/queues/{queueId}` */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Of a JSON body; undefined when it takes none. */
  readonly request?: Schema;
  readonly isBodyRequired: boolean;
  /** Of the body of a success; undefined when it is empty. */
  readonly response?: Schema;
  /** Of a success; where the contract says only that it is one, 200. */
  readonly status: number;
  /** What a client must be allowed to do; undefined when nothing is documented. */
  readonly permissions?: Requirement;
}

/** The one place that knows where the contract lies. */
const contractFolder = new URL('../../../plugins/genesys/contract/', import.meta.url);

const openApi = JSON.parse(readFileSync(new URL('openapi.json', contractFolder), 'utf8')) as OpenApi;

/** What notification frames hold, by topic. */
export const notifications = JSON.parse(
  readFileSync(new URL('notifications.json', contractFolder), 'utf8'),
) as {
  readonly 'x-topics': Readonly<Record<string, { readonly eventBody: Schema }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** Every schema that operations refer to, by name. */
export const operationSchemas = openApi.components.schemas;

/** Every operation of the contract. */
export const operations: readonly Operation[] = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => operation(path, method, described)),
);

function operation(path: string, method: string, described: DescribedOperation): Operation {
  const { operationId, parameters = [], requestBody, responses, 'x-permissions': permissions } = described;
  const [code, success] = Object.entries(responses).find(([said]) => said.startsWith('2'))!;
  const request = requestBody?.content?.['application/json']?.schema;
  const response = success.content?.['application/json']?.schema;
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    parameters,
    isBodyRequired: requestBody?.required === true,
    status: code === '2XX' ? 200 : Number(code),
    ...(request === undefined ? {} : { request }),
    ...(response === undefined ? {} : { response }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}
