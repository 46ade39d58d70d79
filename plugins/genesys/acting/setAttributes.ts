import type { ActOutcome } from '../../../engine/exchange.ts';
import { customerPurposes } from '../conversation/milestones.ts';
import type { SnapshotParticipant } from '../conversation/snapshot.ts';
import { GenesysError } from '../genesysError.ts';
import { mannerOf, readStanding, type Acting, type Standing } from './acting.ts';
import { comesAbout } from './actOnce.ts';

/** How often attributes are written that somebody else sets as well. */
const mostWrites = 3;

/**
 * Sets attributes of a conversation's customer; others stay. The platform keeps no version of them, so that the last to
 * write wins: what was written is read back, and written again, a few times, where somebody else got between.
 * @param standing as it was read; left out, it is read first.
 * @throws GenesysError as `call` does.
 */
export async function setAttributes(
  acting: Acting,
  conversation: string,
  attributes: Readonly<Record<string, string>>,
  standing?: Standing,
): Promise<ActOutcome> {
  let before = customerOf(standing ?? (await readStanding(acting, conversation)));
  for (let writes = 0; ; writes++) {
    if (before === undefined)
      return { status: 'notActed', why: 'the conversation has no customer to note it with' };
    const missing = Object.entries(attributes).filter(([name, value]) => before!.attributes[name] !== value);
    if (missing.length === 0) return { status: writes === 0 ? 'alreadySo' : 'done' };
    if (writes === mostWrites) return contested;
    if (await write(acting, conversation, before.id, Object.fromEntries(missing))) {
      before = await readBack(acting, conversation, before, attributes);
      if (before === undefined) return unseen;
    } else before = customerOf(await readStanding(acting, conversation));
  }
}

const unseen: ActOutcome = {
  status: 'accepted',
  why: 'Genesys Cloud has accepted the attributes, and they have not been seen to be set',
};
const contested: ActOutcome = {
  status: 'notDone',
  why: `somebody else sets these attributes too: written ${mostWrites} times, they are otherwise again`,
};

/** @returns false when the platform says that somebody else got between. */
async function write(
  acting: Acting,
  conversation: string,
  participantId: string,
  attributes: Readonly<Record<string, string>>,
): Promise<boolean> {
  const params = { path: { conversationId: conversation, participantId } };
  try {
    await acting.genesys.call(
      'patchConversationParticipantAttributes',
      { params, body: { attributes } },
      mannerOf(acting, 'skills'),
    );
    return true;
  } catch (error) {
    if (error instanceof GenesysError && error.call.status === conflict) return false;
    throw error;
  }
}

/** HTTP's status for it. */
const conflict = 409;

/**
 * Looks until the customer's attributes are as wanted, or are neither so nor as before: somebody else has written.
 * @returns the customer then; undefined when nothing has changed, or it cannot be read: they are written all the same.
 */
async function readBack(
  acting: Acting,
  conversation: string,
  before: SnapshotParticipant,
  wanted: Readonly<Record<string, string>>,
): Promise<SnapshotParticipant | undefined> {
  let after: SnapshotParticipant | undefined;
  const names = Object.keys(wanted);
  const look = async (): Promise<boolean> => {
    after = customerOf(await readStanding(acting, conversation));
    const now = after?.attributes ?? {};
    return (
      names.every((name) => now[name] === wanted[name]) ||
      names.some((name) => now[name] !== wanted[name] && now[name] !== before.attributes[name])
    );
  };
  try {
    return (await comesAbout(acting, look)) ? after : undefined;
  } catch (error) {
    if (error instanceof GenesysError) return undefined;
    throw error;
  }
}

function customerOf({ snapshot }: Standing): SnapshotParticipant | undefined {
  return snapshot.participants.find(({ purpose }) => customerPurposes.has(purpose));
}
