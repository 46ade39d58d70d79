import type { Occasion } from '../../../engine/ports.ts';
import type { ActOutcome } from '../../../engine/exchange.ts';
import { interval } from '../reading/analytics.ts';
import { queryDetails } from '../reading/detailsJob.ts';
import { mannerOf, type Acting } from './acting.ts';
import { comesAbout, isReceived } from './actOnce.ts';

/** An e-mail to a supervisor. */
export interface EmailWish {
  /** The command's id: a part of it ends the subject, and is what the e-mail is known by afterwards. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Sends an e-mail that no agent writes. The platform would send a second one if asked again, so what may have been
 * received is looked for by its subject, and never sent again.
 * @throws GenesysError where it is certain that nothing was done.
 */
export async function sendEmail(acting: Acting, wish: EmailWish, occasion: Occasion): Promise<ActOutcome> {
  const { genesys, settings } = acting;
  if (settings.fromAddress === undefined) {
    return {
      status: 'notActed',
      why: 'no sender is set: give acting.fromAddress, of a domain of the organisation',
    };
  }
  const mark = `[${wish.id.slice(0, 12)}]`;
  const look = (): Promise<boolean> => isSent(acting, mark, occasion.decidedAt);
  if (occasion.isRepeated) return (await look()) ? { status: 'alreadySo' } : unseen;
  const body = {
    senderType: 'Outbound',
    fromAddress: { email: settings.fromAddress },
    toAddresses: [{ email: wish.to }],
    subject: `${wish.subject} ${mark}`,
    textBody: wish.text,
  };
  const manner = mannerOf(acting, 'skills');
  if (await isReceived(() => genesys.call('postConversationsEmailsAgentless', { body }, manner))) {
    return { status: 'done' };
  }
  return (await comesAbout(acting, look)) ? { status: 'done' } : unseen;
}

const unseen: ActOutcome = {
  status: 'unknown',
  why: 'Genesys Cloud may have sent the e-mail, and none with this command’s mark is to be seen',
};

async function isSent({ reading, clock }: Acting, mark: string, decidedAt: number): Promise<boolean> {
  const dimension = (name: string, value: string) =>
    ({ type: 'dimension', dimension: name, operator: 'matches', value }) as const;
  const query = {
    interval: interval(Math.min(decidedAt, clock.now() - 1), clock.now()),
    segmentFilters: [
      { type: 'and', predicates: [dimension('mediaType', 'email'), dimension('direction', 'outbound')] },
    ],
  };
  for await (const conversations of queryDetails(reading, query)) {
    const segments = conversations
      .flatMap(({ participants = [] }) => participants)
      .flatMap(({ sessions = [] }) => sessions)
      .flatMap((session) => session.segments ?? []);
    if (segments.some(({ subject }) => subject?.includes(mark))) return true;
  }
  return false;
}
