import { readFileSync } from 'node:fs';
import type { OpenAPI3 } from 'openapi-typescript';
import { topics } from '../plugins/genesys/contract/topics.ts';
import { contractFolder, typesOf } from './contract.ts';
import { componentsReached } from './prunedDocument.ts';

const excerptFile = `${contractFolder}/notifications.json`;

/** An OpenAPI document that has schemas of notifications instead of calls. */
interface TopicDocument extends OpenAPI3 {
  readonly 'x-topics': Readonly<Record<string, object>>;
}

/**
 * The excerpt of Genesys Cloud's notification topics that the plugin and the sandbox keep to, and its types. It is
 * pruned to the topics of contract/topics.ts from itself, or from the document that is put in its place.
 */
export async function notificationFiles(): Promise<[string, string][]> {
  const file = new URL(`../${excerptFile}`, import.meta.url);
  const excerpt = prunedTopics(
    JSON.parse(readFileSync(file, 'utf8')) as TopicDocument,
    Object.values(topics),
  );
  return [
    [excerptFile, `${JSON.stringify(excerpt, null, 1)}\n`],
    [`${contractFolder}/notifications.d.ts`, await typesOf(excerpt, 'notifications.json')],
  ];
}

/**
 * The document with these topics, the schemas they reach and nothing else.
 * @throws Error when a topic is not in the document.
 */
function prunedTopics(document: TopicDocument, kept: readonly string[]): TopicDocument {
  const xTopics = Object.fromEntries(
    [...kept].sort().map((topic) => {
      const found = document['x-topics'][topic];
      if (found === undefined)
        throw new Error(`${topic} is not in ${excerptFile}: put a document there that has it`);
      return [topic, found];
    }),
  );
  return {
    ...document,
    'x-topics': xTopics,
    components: componentsReached(document, xTopics),
  };
}
