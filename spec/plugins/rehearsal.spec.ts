import { expect } from 'chai';
import { tokens, type Actor } from '../../engine/ports.ts';
import rehearsal from '../../plugins/rehearsal/plugin.ts';
import { actorContract, pluginContract } from './contract.ts';
import { anyCommands } from './contract/actor.ts';

function made(configuration: object = {}): { readonly actor: Actor; readonly written: () => string } {
  let written = '';
  const output = (text: string): Promise<void> => Promise.resolve(void (written += text));
  const get = (() => output) as never;
  const { parts } = rehearsal.create({ name: 'it', configuration, folder: '.', place: () => ({}), get });
  return { actor: parts[tokens.actor] as Actor, written: () => written };
}

describe('plugin rehearsal', () => {
  pluginContract({
    plugin: rehearsal,
    right: [{}, { show: false }],
    wrong: [{ show: 'no' }, { loud: true }],
    needs: new Map([[tokens.output, () => Promise.resolve()]]),
  });
  actorContract({ make: () => Promise.resolve(made().actor) });

  it('writes every command as a line, and does none', async () => {
    const { actor, written } = made();
    const outcome = await actor.act(
      anyCommands,
      { decidedAt: 0, isRepeated: false },
      new AbortController().signal,
    );
    expect(outcome.status).to.equal('notActed');
    expect(
      written()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).to.deep.equal(anyCommands);
  });

  it('says nothing when nothing is to be shown', async () => {
    const { actor, written } = made({ show: false });
    await actor.act(anyCommands, { decidedAt: 0, isRepeated: false }, new AbortController().signal);
    expect(written()).to.equal('');
  });
});
