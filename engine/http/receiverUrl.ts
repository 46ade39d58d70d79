import { problemError, type Problem } from '../problem.ts';
import { isLoopback } from './loopback.ts';

/**
 * The address of somebody who is told things: https, or http on this machine.
 * @param where the address is written, for the problem.
 * @throws ProblemError `bad-receiver-url`, which does not say the address: there may be a secret in it.
 */
export function receiverUrl(text: string, where: Pick<Problem, 'file' | 'line' | 'column'>): URL {
  const url = URL.parse(text);
  const refuse = (message: string, hint: string): never => {
    throw problemError('bad-receiver-url', message, { ...where, hint });
  };
  if (url === null || !/^https?:$/.test(url.protocol))
    return refuse('this is no address of HTTP', 'write it like https://crm.example.com/records');
  if (url.username !== '' || url.password !== '')
    return refuse('this address holds a user or a password', 'give them in a header, from the environment');
  if (url.hash !== '')
    return refuse('this address has a fragment, which is never sent', 'leave out what follows #');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return refuse(
      'what is sent here would be on the network unencrypted',
      'write https; http only for 127.0.0.1',
    );
  return url;
}
