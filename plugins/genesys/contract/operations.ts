import type { Operation } from './operation.ts';
import { acting } from './operations/acting.ts';
import { listening } from './operations/listening.ts';
import { loggingIn } from './operations/loggingIn.ts';
import { readingConversations } from './operations/readingConversations.ts';
import { readingQueues } from './operations/readingQueues.ts';
import { simulating } from './operations/simulating.ts';
import type { operations as ContractOperations } from './paths.d.ts';

/**
 * Every call Signalbox makes or its sandbox answers, by operation id: the one list the OpenAPI excerpt beside it is
 * pruned to (`npm run generate`). To add one, add it to a list and give `npm run generate:contract <file>` an OpenAPI
 * document that has it.
 */
export const operations = {
  ...loggingIn,
  ...readingQueues,
  ...readingConversations,
  ...listening,
  ...acting,
  ...simulating,
} as const satisfies Readonly<Record<keyof ContractOperations, Operation>>;

/** The operation ids of the contract. */
export type OperationId = keyof ContractOperations;
