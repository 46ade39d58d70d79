import { expect } from 'chai';
import { undone } from '../../composition/undone.ts';
import type { Taken } from '../../engine/runtime/oversight.ts';
import type { Actor } from '../../engine/ports.ts';
import { header, rightPolicy } from '../engine/policyText.ts';
import { listening } from '../engine/runtime/running.ts';
import { EditedFolder, mapping } from '../engine/runtime/versions.ts';

/** Two looks: a folder is read when it was the same at both. */
const looked = 2_000;

describe('bugs found by fresh eyes on a run that can be trusted', () => {
  it('1 who edits a rule file well is told so, and once more when what was wrong is right again', async () => {
    const folder = new EditedFolder('p', mapping('Old'));
    folder.started();
    const taken: Taken[] = [];
    const overseen = {
      folders: [folder],
      check: () => Promise.resolve([]),
      taken: (change: Taken): void => void taken.push(change),
    };
    const { runtime, clock } = await listening({ policies: [folder.version], overseen });
    const over = new AbortController();
    void runtime.oversee(clock, over.signal);
    const edit = async (text: string): Promise<readonly string[]> => {
      folder.edit(text);
      await clock.pass(looked);
      return taken.splice(0).map(({ what, policy }) => `${what} ${policy.hash}`);
    };
    expect(await edit(mapping('New'))).to.deep.equal([`edit ${folder.version.policy.hash}`]);
    const good = folder.version.policy.hash;
    expect(await edit(mapping('New').replace('mediaType', 'mediaTyp'))).to.deep.equal([]);
    expect(await edit(mapping('New'))).to.deep.equal([`mended ${good}`]);
    expect(await edit(`# a remark\n${mapping('New')}`)).to.deep.equal([]);
    over.abort(new Error('over'));
  });

  it('2 doctor tells what rules ask for and nobody does, and nothing of what any plugin does', () => {
    const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: m, intents: [i], assign: { skill: S }, notify: { supervisor: a@example.com } }
`);
    const mailer: Actor = { does: ['do notify'], act: () => Promise.resolve({ status: 'done' }) };
    const whatOf = (actors: readonly Actor[]): readonly string[] =>
      undone(policy, {
        actors: actors.map((part) => ({ name: 'mailer', part, where: {} })),
        batchActors: [],
      }).map(({ what }) => what);
    expect(whatOf([])).to.deep.equal(['rules ask for "do notify", and no plugin that is listed does it']);
    expect(whatOf([mailer])).to.deep.equal([]);
  });
});
