import { ProblemError, type Problem } from '../../engine/problem.ts';
import type { OperationId } from './contract/operations.ts';

/**
 * Why a call did not do what was asked; what a caller tells apart.
 *
 * | code | what is certain | what to do |
 * | --- | --- | --- |
 * | `genesys-credentials-rejected`, `genesys-token-refused` | nothing was done | a person must mend it |
 * | `genesys-permission-missing` | nothing was done | grant what the hint names |
 * | `genesys-not-found` | nothing was done | what it was about is gone |
 * | `genesys-request-refused` | nothing was done | asked again alike, it is refused alike |
 * | `genesys-rate-limited`, `genesys-circuit-open` | nothing was done | degrade, try later |
 * | `genesys-unavailable`, `genesys-deadline-passed` | nothing was done, or what can be asked again | degrade, try later |
 * | `genesys-unknown-outcome` | it may have been done | read, and settle it |
 * | `genesys-job-failed` | there is no result | ask for less, or later |
 * | `genesys-not-known-yet` | what is asked for is not all there yet | ask later |
 * | `genesys-listing-changes` | a listing does not come to rest | ask for what is further back, or by a job |
 * | `genesys-answer-too-long` | nothing was done; what was told is not known | ask for less |
 * | `genesys-paging-circle` | the listing never ends | tell Genesys |
 * | `genesys-foreign-address` | an answer leads to another host, and is not followed | see what answers |
 */
export type GenesysErrorCode =
  | 'genesys-credentials-rejected'
  | 'genesys-token-refused'
  | 'genesys-permission-missing'
  | 'genesys-not-found'
  | 'genesys-request-refused'
  | 'genesys-rate-limited'
  | 'genesys-circuit-open'
  | 'genesys-unavailable'
  | 'genesys-deadline-passed'
  | 'genesys-unknown-outcome'
  | 'genesys-job-failed'
  | 'genesys-not-known-yet'
  | 'genesys-listing-changes'
  | 'genesys-answer-too-long'
  | 'genesys-paging-circle'
  | 'genesys-foreign-address';

/** What is known of the call and its answer. */
export interface CallContext {
  readonly operation: OperationId;
  /** The HTTP status; absent when there was no answer. */
  readonly status?: number;
  /** What Genesys' support asks for: the `ININ-Correlation-Id` of the answer. */
  readonly correlationId?: string;
  /** The platform's own code, such as `conversations.error.transfer.not.connected`. */
  readonly platformCode?: string;
}

/** A call that failed, as one problem in words. It never holds the request, whose headers are secret. */
export class GenesysError extends ProblemError {
  readonly code: GenesysErrorCode;
  readonly call: CallContext;
  /** How long the platform, or the breaker, asks to be left alone; the runtime heeds it. */
  readonly retryAfterSeconds?: number;

  constructor(
    code: GenesysErrorCode,
    message: string,
    hint: string,
    call: CallContext,
    retryAfterSeconds?: number,
  ) {
    const problem: Problem = { code, severity: 'error', message, hint };
    super([problem]);
    this.name = 'GenesysError';
    this.code = code;
    this.call = call;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whether the platform does not give something out: asked again, it will not either. Others are not concerned. */
export function isBarred(error: unknown): error is GenesysError {
  return (
    error instanceof GenesysError &&
    (error.code === 'genesys-not-found' ||
      error.code === 'genesys-permission-missing' ||
      error.code === 'genesys-request-refused')
  );
}
