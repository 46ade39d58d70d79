import { isLoopback } from '../../engine/http/loopback.ts';
import type { Dependencies } from '../../engine/plugins/plugin.ts';
import { problemError, type Problem } from '../../engine/problem.ts';
import { isAddress } from './address.ts';
import { emailDefaults, ports, type EmailConfiguration } from './schema.ts';

/** The configuration with its defaults. */
export interface EmailSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: keyof typeof ports;
  readonly login: { readonly user: string; readonly pass: string } | undefined;
  readonly from: string;
  readonly firstSeconds: number;
  readonly digestSeconds: number;
  readonly timeoutSeconds: number;
}

/** @throws ProblemError for an address that is none, half a login, or a password that would be sent unencrypted. */
export function settingsOf(configuration: EmailConfiguration, place: Dependencies['place']): EmailSettings {
  const { host, from, user, password } = configuration;
  const { tls = isLoopback(host) ? 'none' : 'startTls' } = configuration;
  const refuse = (key: keyof EmailConfiguration, code: string, message: string, hint: string): never => {
    throw problemError(code, message, { ...place([key]), hint });
  };
  if (!isAddress(from)) throw badAddress(from, place(['from']));
  if ((user === undefined) !== (password === undefined))
    refuse(
      user === undefined ? 'password' : 'user',
      'half-login',
      'a login needs a user and a password',
      'give both, or none',
    );
  if (tls === 'none' && password !== undefined && !isLoopback(host))
    refuse(
      'tls',
      'password-in-clear',
      'the password would be on the network unencrypted',
      'write startTls or implicit',
    );
  return {
    ...{ ...emailDefaults, port: ports[tls], ...configuration },
    tls,
    login: user === undefined || password === undefined ? undefined : { user, pass: password },
  };
}

/** What is told of a text that is no e-mail address. */
export function badAddress(text: string, where: Partial<Problem>): Error {
  const hint = 'write the address alone: lead@example.com';
  return problemError('bad-address', `"${text}" is no e-mail address`, { ...where, hint });
}
