import { operations, type OperationId } from '../contract/operations.ts';
import type { Operation } from '../contract/operation.ts';
import type { components } from '../contract/paths.d.ts';
import { GenesysError, type CallContext, type GenesysErrorCode } from '../genesysError.ts';

type ErrorBody = components['schemas']['ErrorBody'];

/** `routing:queue:view`: domain, entity, action. */
const permissionName = /[A-Za-z]\w*:\w+:(?:\w+|\*)/g;

/** The error for an answer of 4xx, in words; of 401 only when a fresh token was refused as well. */
export function refusal(id: OperationId, status: number, body: unknown, headers: Headers): GenesysError {
  const operation: Operation = operations[id];
  const said: ErrorBody = typeof body === 'object' && body !== null ? body : {};
  const correlationId = headers.get('inin-correlation-id') ?? said.contextId;
  const call: CallContext = {
    ...{ operation: id, status },
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(said.code === undefined ? {} : { platformCode: said.code }),
  };
  const told = (code: GenesysErrorCode, verb: string, hint: string): GenesysError =>
    new GenesysError(code, `Genesys Cloud ${verb} ${operation.purpose}${because(said)}`, hint, call);
  switch (status) {
    case 401:
      return told(
        'genesys-token-refused',
        'refuses a token it has just given, to',
        'see whether the OAuth client is active, and whether region or base URL are those of its organisation',
      );
    case 403:
      return told(
        'genesys-permission-missing',
        'does not allow the OAuth client to',
        grantHint(operation, said),
      );
    case 404:
      return told(
        'genesys-not-found',
        'finds nothing to',
        'it may be over or deleted; or the OAuth client’s roles do not reach its division',
      );
    default:
      return told(
        'genesys-request-refused',
        'refuses to',
        correlationId === undefined
          ? 'asked again alike, it will refuse again'
          : `asked again alike, it will refuse again; to Genesys’ support it is correlation id ${correlationId}`,
      );
  }
}

/** The platform's own words, where there are any. */
function because({ message, code }: ErrorBody): string {
  const words = [message, code].flatMap((part) => (typeof part === 'string' && part !== '' ? part : []));
  return words.length === 0 ? '' : `: ${words.map(cut).join(', ')}`;
}

/** What to grant: as the answer says, else as the documentation does. */
function grantHint(operation: Operation, said: ErrorBody): string {
  const named = [...new Set(textsOf(said).flatMap((text) => text.match(permissionName) ?? []))];
  const documented = operation.permissions ?? { any: [] };
  const [list, all] = 'all' in documented ? [documented.all, true] : [documented.any, false];
  const permissions = named.length > 0 ? named : list;
  if (permissions.length === 0) {
    return 'no permission is documented for it; see the roles of the OAuth client, and the divisions they are for';
  }
  const every = named.length > 0 ? said.code !== 'missing.any.permissions' : all;
  return `give the OAuth client a role with ${permissions.join(every ? ' and ' : ' or ')}, in the division it is about`;
}

/** @param depth how deep errors within errors are looked at. */
function textsOf(said: ErrorBody, depth = 3): string[] {
  const { message, messageWithParams, messageParams, errors } = said;
  const within = depth > 0 && Array.isArray(errors) ? errors.filter((one) => typeof one === 'object') : [];
  return [
    ...[message, messageWithParams, ...Object.values(messageParams ?? {})]
      .filter((text) => typeof text === 'string')
      .map(cut),
    ...within.flatMap((one) => textsOf(one ?? {}, depth - 1)),
  ];
}

/** Nobody reads further, and looking for permissions in much more would take long. */
const longestText = 1000;

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
