import { expect } from 'chai';
import { deepFreeze } from '../../../engine/canonical.ts';
import { commandKindOf, type Command } from '../../../engine/decisions/record.ts';
import { actStatuses } from '../../../engine/facts/occurrence.ts';
import { commandKinds, type Actor } from '../../../engine/ports.ts';
import { it } from './runner.ts';

/** An actor to be held to the contract. */
export interface ActorSubject {
  readonly make: () => Promise<Actor>;
  /** Commands it can do, where they are given. */
  readonly commands?: readonly Command[];
}

const conversation = 'c-1';

/** One command of every kind. */
export const anyCommands: readonly Command[] = deepFreeze([
  { set: 'skills', conversation, skills: ['Cards'], language: 'en-US' },
  { set: 'priority', conversation, points: 2 },
  { set: 'scoredAgents', conversation, agents: [{ agent: 'agent-1', score: 100 }] },
  { set: 'attributes', conversation, attributes: { slaStatus: 'breach' } },
  { id: '1', conversation, do: 'notify', supervisor: 'lead@example.com', about: 'a rule' },
  { id: '2', conversation, do: 'transfer', queue: 'Cards' },
  { id: '3', conversation, do: 'offer', offer: 'callback' },
  { id: '4', conversation, do: 'say', text: 'One moment.' },
  { id: '5', conversation, do: 'assign', agent: 'agent-1' },
  { id: '6', conversation, do: 'crm', operation: 'upsert', record: { conversation_id: conversation } },
  { id: '7', conversation, do: 'webhook', event: 'handoff_evaluated', content: { queue: 'Cards' } },
]);

/** What every actor must do. */
export function actorContract({ make, commands = anyCommands }: ActorSubject): void {
  const signal = new AbortController().signal;

  it('does some kinds of command, each named once', async () => {
    const { does } = await make();
    expect(does).not.to.have.length(0);
    expect(new Set(does).size).to.equal(does.length);
    expect(commandKinds).to.include.members([...does]);
  });

  it('says of every command it does what became of it; the second time as well', async () => {
    const actor = await make();
    const own = commands.filter((command) =>
      (actor.does as readonly string[]).includes(commandKindOf(command)),
    );
    expect(own).not.to.have.length(0);
    for (const command of own)
      for (const isRepeated of [false, true]) {
        const { status } = await actor.act([command], { decidedAt: 0, isRepeated }, signal);
        expect(actStatuses).to.include(status);
      }
  });

  it('sets several states of a conversation at once', async () => {
    const actor = await make();
    const states = commands.filter(
      (command) => 'set' in command && (actor.does as readonly string[]).includes(commandKindOf(command)),
    );
    if (states.length === 0) return;
    const { status } = await actor.act(states, { decidedAt: 0, isRepeated: false }, signal);
    expect(actStatuses).to.include(status);
  });

  it('gives up when it is told to', async () => {
    const actor = await make();
    const reason = new Error('enough');
    const [command] = commands.filter((one) =>
      (actor.does as readonly string[]).includes(commandKindOf(one)),
    );
    const act = actor.act([command!], { decidedAt: 0, isRepeated: false }, AbortSignal.abort(reason));
    expect(await act.catch((error: unknown) => error)).to.equal(reason);
  });
}
