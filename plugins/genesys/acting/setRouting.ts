import type { ActOutcome } from '../../../engine/exchange.ts';
import type { StateCommand } from '../../../engine/decisions/record.ts';
import type { CallInput } from '../client/client.ts';
import type { RoutingData } from '../conversation/snapshot.ts';
import { idOf, mannerOf, notWaiting, over, readStanding, type Acting } from './acting.ts';
import { isOvertaken } from './actOnce.ts';

/** What is set of how a conversation is routed. */
export type RoutingCommand = Exclude<StateCommand, { readonly set: 'attributes' }>;

type Patch = CallInput<'patchRoutingConversation'>['body'];

const unset: RoutingData = { skills: [], priority: 0, scoredAgents: [] };

/**
 * Brings a waiting conversation's skills, language, priority and scored agents to what is wanted, by one call that names
 * only what is not so already. What no command speaks of stays as it is.
 * @param commands of this conversation; of two for one thing, the later counts.
 * @throws ProblemError when a name is unknown; GenesysError as `call` does.
 */
export async function setRouting(
  acting: Acting,
  conversation: string,
  commands: readonly RoutingCommand[],
): Promise<ActOutcome> {
  const standing = await readStanding(acting, conversation);
  if (standing.isOver) return over;
  if (standing.waiting === undefined) return notWaiting;
  const now = standing.waiting.routing ?? unset;
  const latest = new Map(commands.map((command) => [command.set, command])).values();
  const patch = [...latest].reduce<Patch>(
    (parts, command) => ({ ...parts, ...difference(acting, now, command) }),
    {},
  );
  if (Object.keys(patch).length === 0) return { status: 'alreadySo' };
  try {
    const params = { path: { conversationId: conversation } };
    await acting.genesys.call(
      'patchRoutingConversation',
      { params, body: patch },
      mannerOf(acting, 'skills'),
    );
    return { status: 'done' };
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    const after = await readStanding(acting, conversation);
    if (after.isOver) return over;
    if (after.waiting === undefined) return notWaiting;
    throw error;
  }
}

/** The part of a command that is not so yet. */
function difference(acting: Acting, now: RoutingData, command: RoutingCommand): Patch {
  switch (command.set) {
    case 'skills': {
      const wanted = command.skills.map((name) => idOf(acting, 'skill', name));
      const skills = [
        ...new Set([...(acting.settings.skills === 'add' ? now.skills : []), ...wanted]),
      ].sort();
      const language =
        command.language === undefined ? undefined : idOf(acting, 'language', command.language);
      return {
        ...(same(skills, now.skills) ? {} : { skillIds: skills }),
        ...(language === undefined || language === now.language ? {} : { languageId: language }),
      };
    }
    case 'priority':
      return command.points === now.priority ? {} : { priority: command.points };
    case 'scoredAgents': {
      const held = now.scoredAgents.map(({ agent, score }) => `${agent} ${score}`);
      const wanted = command.agents.map(({ agent, score }) => `${agent} ${score}`);
      if (same([...wanted].sort(), [...held].sort())) return {};
      return { requestScoredAgents: command.agents.map(({ agent, score }) => ({ id: agent, score })) };
    }
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
