import { loadOrg } from '../org/load.ts';
import type { Org } from '../org/org.ts';
import { retailBankOrg } from './retailBank.ts';

/**
 * The org that a command is asked to serve.
 * @param file left out, the retail bank.
 * @throws ProblemError as `loadOrg` does.
 */
export async function askedOrg(file: string | undefined): Promise<Org> {
  return file === undefined ? retailBankOrg : loadOrg(file);
}
