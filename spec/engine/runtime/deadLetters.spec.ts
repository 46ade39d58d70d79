import { expect } from 'chai';
import type { Told } from '../../../engine/exchange.ts';
import type { Instruction } from '../../../engine/instruction.ts';
import type { Actor, Sink } from '../../../engine/ports.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { queued } from '../decisions/decideEvents.ts';
import { header, rightPolicy } from '../policyText.ts';
import { idOf } from './recordingCrm.ts';
import { listening, running, runToEnd, telling } from './running.ts';

const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`);
const entry = (conversation: string, second: number) =>
  queued(conversation, second, { intent: 'red' }, `queue ${second}`);

/** A runtime whose notices are refused until it is told otherwise. */
async function refusing() {
  const clock = new VirtualClock(0);
  const told: Told[] = [];
  const asked: string[] = [];
  const mail = { refuses: true, isSlow: false };
  const actor: Actor = {
    does: ['do notify', 'set skills'],
    async act([command], { isRepeated }) {
      if ('set' in command!) return { status: 'done' };
      asked.push(`${idOf(command!)}${isRepeated ? ' again' : ''}`);
      if (mail.isSlow) await clock.sleep(10_000);
      return mail.refuses ? { status: 'refused', why: 'no such address' } : { status: 'done' };
    },
  };
  const live = await listening({
    ...{ policy, clock, actors: { mail: actor } },
    sinks: { sink: { hear: (all) => Promise.resolve(void told.push(...all)) } },
  });
  return { ...live, mail, asked, told };
}

describe('dead letters', () => {
  it('are done again when they are redone, as what they were, after all others of their conversation', async () => {
    const { runtime, store, mouth, mail, asked, clock } = await refusing();
    await mouth.say(entry('a', 0));
    await settled();
    const [letter] = await store.dead(0, 9);
    mail.refuses = false;
    mail.isSlow = true;
    await mouth.say(entry('a', 1), entry('a', 2));
    await runtime.deadLetters.redo([letter!.number]);
    await clock.pass(60_000);
    expect(asked).to.have.length(4);
    expect(new Set(asked.slice(0, 3)).size).to.equal(3);
    expect(asked[3]).to.equal(`${asked[0]!} again`);
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
  });

  it('end when they are dropped, and sinks hear it', async () => {
    const { runtime, store, mouth, told, asked, clock } = await refusing();
    await mouth.say(entry('a', 0));
    await clock.pass(1_000);
    const [letter] = await store.dead(0, 9);
    await runtime.deadLetters.drop([letter!.number], 'nobody works there any more');
    await settled();
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
    const ends = told.flatMap((one) =>
      'outcome' in one && 'id' in one.outcome.command ? [one.outcome] : [],
    );
    expect(ends.map(({ outcome, endedAt }) => [outcome.status, outcome.why, endedAt])).to.deep.equal([
      ['refused', 'no such address', 0],
      ['dropped', 'nobody works there any more', 1_000],
    ]);
    expect(asked).to.have.length(1);
  });

  it('that there are not are refused in words, and the runtime goes on', async () => {
    const { runtime, store, mouth, mail } = await refusing();
    await mouth.say(entry('a', 0));
    await settled();
    const [letter] = await store.dead(0, 9);
    const { deadLetters } = runtime;
    const twice = [
      deadLetters.redo([letter!.number]),
      deadLetters.drop([letter!.number], 'why'),
      deadLetters.redo([99]),
    ];
    const said = await Promise.allSettled(twice);
    expect(said.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected']);
    for (const one of said)
      if (one.status === 'rejected')
        expect(String(one.reason)).to.match(/there is no command \d+ among the dead.*no-such-command/);
    await settled();
    mail.refuses = false;
    await mouth.say(entry('b', 1));
    await settled();
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 1 });
  });

  it('leave once, though the store answers who asked first last', async () => {
    const { runtime, store, mouth } = await refusing();
    await mouth.say(entry('a', 0));
    await settled();
    const [letter] = await store.dead(0, 9);
    const dead = store.dead.bind(store);
    let asks = 0;
    store.dead = async (...of: Parameters<typeof dead>) => {
      const found = await dead(...of);
      if (asks++ === 0) await settled();
      return found;
    };
    const { deadLetters } = runtime;
    const said = await Promise.allSettled([
      deadLetters.redo([letter!.number]),
      deadLetters.drop([letter!.number], 'why'),
    ]);
    expect(said.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected']);
    await settled();
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 1 });
  });

  it('that were redone are done after a restart', async () => {
    const store = new MemoryStore();
    const refusal: Actor = { does: ['do notify'], act: () => Promise.resolve({ status: 'refused' }) };
    const sources = { spec: telling([entry('a', 0)]) };
    await runToEnd(running({ policy, store, actors: { refusal }, sources }));
    const [letter] = await store.dead(0, 9);
    await store.commit({ redone: [letter!.number] });
    const seen: boolean[] = [];
    const mail: Actor = {
      does: ['do notify'],
      act: (_commands, { isRepeated }) => {
        seen.push(isRepeated);
        return Promise.resolve({ status: 'done' });
      },
    };
    await runToEnd(running({ policy, store, actors: { mail }, sources }));
    expect(seen).to.deep.equal([true]);
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
  });

  it('are redone and dropped at an operator’s word: all it names or none, with its answer', async () => {
    const { store, mouth, told, mail } = await refusing();
    await mouth.say(entry('a', 0), entry('b', 1), entry('c', 2));
    await settled();
    const [a, b, c] = (await store.dead(0, 9)).map(({ number }) => number) as [number, number, number];
    const words: readonly Instruction[] = [
      { redo: { commands: [b, c] } },
      { drop: { commands: [a, 99] } },
      { drop: { commands: [a, a] } },
      { promote: {} } as unknown as Instruction,
    ];
    for (const word of words) await store.instruct(word, 0);
    mail.refuses = false;
    const sink: Sink = { hear: (all) => Promise.resolve(void told.push(...all)) };
    const answering: Actor = { does: ['do notify'], act: () => Promise.resolve({ status: 'done' }) };
    await runToEnd(running({ policy, store, actors: { mail: answering }, sinks: { sink } }));
    expect(await Promise.all([1, 2, 3, 4].map((number) => store.answer(number)))).to.deep.equal([
      { number: 1, outcome: 'accepted' },
      { number: 2, outcome: 'refused', why: 'there is no command 99 among the dead' },
      { number: 3, outcome: 'accepted' },
      { number: 4, outcome: 'refused', why: 'this release knows no such instruction' },
    ]);
    expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
    const ends = told.flatMap((one) =>
      'outcome' in one && 'id' in one.outcome.command ? [one.outcome] : [],
    );
    const endsOf = (conversation: string): readonly string[] =>
      ends
        .filter(({ command }) => command.conversation === conversation)
        .map(({ outcome }) => outcome.status);
    expect(endsOf('a')).to.deep.equal(['refused', 'dropped']);
    expect(endsOf('b')).to.deep.equal(['refused', 'done']);
    expect(endsOf('c')).to.deep.equal(['refused', 'done']);
  });
});
