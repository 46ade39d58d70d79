/** Why the platform does not do what it is asked; becomes an `ErrorBody`. */
export class Refusal extends Error {
  readonly status: number;
  /** As Genesys spells it: `not.found`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly params?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.params = more.params ?? {};
    this.headers = more.headers ?? {};
  }
}

/** @param what `conversation`, `queue`. */
export function notFound(what: string, id: string): Refusal {
  return new Refusal(404, 'not.found', `The requested ${what} ${id} was not found`, { params: { id } });
}

/** @param why one sentence. */
export function badRequest(code: string, why: string): Refusal {
  return new Refusal(400, code, why);
}

/** @param contextId also in the `ININ-Correlation-Id` header. */
export function errorBody(refusal: Refusal, contextId: string): object {
  const { message, code, status, params } = refusal;
  const messageParams = Object.keys(params).length === 0 ? {} : { messageParams: params };
  return { message, code, status, contextId, ...messageParams, details: [], errors: [] };
}
