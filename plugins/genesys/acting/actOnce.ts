import type { ActOutcome } from '../../../engine/exchange.ts';
import { GenesysError } from '../genesysError.ts';
import { readStanding, type Acting, type Standing } from './acting.ts';

/**
 * Sends something once and looks whether it comes about. What may or may not have been received is settled by looking,
 * never by sending it again.
 * @param seen whether a conversation stands as wanted.
 * @throws GenesysError where it is certain that nothing was done.
 */
export async function actOnce(
  acting: Acting,
  conversation: string,
  send: () => Promise<unknown>,
  seen: (standing: Standing) => boolean,
): Promise<ActOutcome> {
  const isKnown = await isReceived(send);
  if (await comesAbout(acting, async () => seen(await readStanding(acting, conversation)))) {
    return { status: 'done' };
  }
  return isKnown
    ? { status: 'accepted', why: 'Genesys Cloud has accepted it, and it has not been seen to come about' }
    : { status: 'notDone', why: 'Genesys Cloud did not answer, and it has not been seen to come about' };
}

/** @returns false when it is not known whether the platform received it. */
export async function isReceived(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof GenesysError && error.code === 'genesys-unknown-outcome') return false;
    throw error;
  }
}

/** Looks a few times whether something is so. */
export async function comesAbout(
  { clock, settings, signal }: Acting,
  look: () => Promise<boolean>,
): Promise<boolean> {
  for (let looks = 1; ; looks++) {
    if (await look()) return true;
    if (looks >= settings.settleReads) return false;
    await clock.sleep(settings.settleSeconds * 1000, signal);
  }
}

/** Whether the platform refused because the conversation has gone on meanwhile, perhaps. */
export function isOvertaken(error: unknown): boolean {
  return (
    error instanceof GenesysError &&
    (error.code === 'genesys-not-found' || error.code === 'genesys-request-refused')
  );
}
