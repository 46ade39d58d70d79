import { expect } from 'chai';
import type { LiveEngine } from '../../commands/liveEngine.ts';
import { sandboxPseudonymKey } from '../../commands/sandboxInStep.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import { Pseudonyms } from '../../engine/door/pseudonym.ts';
import { busiestMinute } from '../../harness/live/platformTally.ts';
import type { ConversationState } from '../../harness/sandbox/control/conversationStates.ts';
import { defaultRequestsPerMinute, type InProcess } from '../../harness/sandbox/sandbox.ts';
import { genesysDefaults } from '../../plugins/genesys/settings.ts';
import { requestFaultKinds, streamFaultKinds, type Fault } from '../../harness/sandbox/faults/fault.ts';

/** Any fault; a notification that is lost on a socket that is well among them, of which nothing tells. */
export const anyFaults = [...requestFaultKinds, ...streamFaultKinds];

/** Lets faults befall an engine and its sandbox, then peace return, and one more gap close. */
export async function weather(engine: LiveEngine, faults: readonly Fault[], until: number): Promise<void> {
  const { sandbox, lockStep } = engine;
  sandbox.befall(faults);
  await engine.passTo(until);
  sandbox.clearFaults();
  await engine.passTo(until + 600_000);
  // What was refused for good while it went wrong is read again with the next gap.
  sandbox.befall([{ kind: 'socketDrop' }]);
  // And what was lost is found by the next check.
  await engine.passTo(until + 600_000 + 2 * genesysDefaults.listening.reconcileSeconds * 1000);
  await lockStep.quiet();
}

/**
 * Fails unless the engine has every conversation where the sandbox has it, no minute was too busy, and nothing was done
 * twice.
 * @param since when the engine began, in milliseconds since 1970.
 */
export function assertWeathered({ sandbox, tally, isEnding }: LiveEngine, since: number): void {
  expect(isEnding, 'the engine goes on').to.equal(false);
  expect(misplaced(sandbox, tally.conversations, since)).to.deep.equal([]);
  expect(busiestMinute(sandbox.exchanges.map(({ at }) => Date.parse(at)))).to.be.at.most(
    defaultRequestsPerMinute,
  );
  expect(doneTwice(sandbox)).to.deep.equal([]);
}

/**
 * Conversations that an engine does not have where the sandbox has them, of those that it must follow: with both places.
 * @param conversations of the engine, by pseudonym. @param since when the engine began, in milliseconds since 1970.
 */
export function misplaced(
  sandbox: Pick<InProcess, 'conversations' | 'directory'>,
  conversations: ReadonlyMap<string, Conversation>,
  since: number,
): readonly object[] {
  const pseudonyms = new Pseudonyms(sandboxPseudonymKey);
  const followed = sandbox
    .conversations()
    .filter(
      ({ queue, mediaType, endedAt }) =>
        queue !== undefined && mediaType !== 'email' && Date.parse(endedAt ?? '9999-12-31') > since,
    );
  expect(followed).not.to.be.empty;
  return followed
    .map((state) => ({
      conversation: state.id,
      sandbox: placed(state, (name) => pseudonyms.of('agent', sandbox.directory.users.idOf(name))),
      engine: asPlaced(conversations.get(pseudonyms.of('conversation', state.id))),
    }))
    .filter((one) => JSON.stringify(one.sandbox) !== JSON.stringify(one.engine));
}

interface Placed {
  readonly place: ConversationState['place'];
  readonly queue: string | undefined;
  readonly agent: string | null;
}

function placed({ place, queue, agent }: ConversationState, pseudonym: (name: string) => string): Placed {
  return { place, queue, agent: agent === undefined ? null : pseudonym(agent) };
}

const places: Readonly<Record<Conversation['phase'], Placed['place']>> = {
  ...{ started: 'before', withBot: 'before', waiting: 'waiting', answered: 'withAgent', over: 'ended' },
};

function asPlaced(conversation: Conversation | undefined): Placed | undefined {
  if (conversation === undefined) return undefined;
  const { phase, queue, agent = null } = conversation;
  return { place: places[phase], queue, agent };
}

/** What the sandbox did that it had done before: e-mails of one mark, transfers out of one wait. */
export function doneTwice({ exchanges }: InProcess): readonly string[] {
  const done = exchanges.flatMap(({ operation, path, applied }) => {
    if (applied === undefined) return [];
    if (operation === 'postConversationsEmailsAgentless')
      return [(applied as { readonly subject: string }).subject];
    return operation === 'postConversationParticipantReplaceQueue' ? [path] : [];
  });
  return done.filter((one, index) => done.indexOf(one) !== index);
}
