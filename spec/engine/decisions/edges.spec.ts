import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import { interpretRules } from '../../../engine/conditions/interpreter.ts';
import { conversationFactAt } from '../../../engine/conversation/factsAt.ts';
import { newConversation } from '../../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { HandoffRuling } from '../../../engine/decisions/handoff/decide.ts';
import { PolicyRun, type Decision } from '../../../engine/decisions/policyRun.ts';
import type { SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import { eventLine } from '../../../harness/recording/write.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { header, rightPolicy } from '../policyText.ts';
import { answered, at, decisionsAt, queued, turn } from './decideEvents.ts';
import { withFolder } from '../../folder.ts';

/** Replays events as a recording that carries only these facts. */
const replayed = (events: readonly RoutingEvent[], carried: readonly string[], ...packs: string[]) =>
  withFolder(async (folder) => {
    const file = join(folder, 'r.ndjson');
    const head = JSON.stringify({
      signalbox: 'recording',
      version: 1,
      name: 'r',
      facts: carried,
      source: 's',
    });
    const end = JSON.stringify({ type: 'recording.end', events: events.length, excluded: {} });
    await writeFile(file, [head, ...events.map(eventLine), end, ''].join('\n'));
    const decisions: Decision[] = [];
    const result = await replay({
      recording: file,
      policy: rightPolicy(...packs),
      onRuling: (one) => void decisions.push(one.record()),
    });
    return { result, decisions };
  });
const bare = (conversation: string, seconds: number, facts: object = {}): RoutingEvent =>
  ({
    type: 'conversation.queued',
    at: at(seconds),
    conversation,
    queue: 'Cards',
    ...(Object.keys(facts).length ? { facts } : {}),
  }) as RoutingEvent;
const observed = (seconds: number, facts: object, queue = 'Cards'): RoutingEvent =>
  ({ type: 'queue.observed', at: at(seconds), queue, facts }) as RoutingEvent;
const idle = (agent: string): RoutingEvent => ({ type: 'agent.updated', at: at(-5), agent, status: 'IDLE' });

describe('the order of equals', () => {
  it('of one moment goes by seeded hash, not by name', () => {
    const firsts = new Set<string>();
    for (let n = 0; n < 20; n++) {
      const [decision] = decisionsAt('order', header('QueueOrder'), [
        queued(`a-${n}`, 0),
        queued(`b-${n}`, 0),
        answered(`a-${n}`, 9),
      ]);
      firsts.add(decision!.next[0]!);
    }
    expect([...firsts].sort()).to.deep.equal(['a', 'b']);
  });
  it('names the head start that parts two arrivals of one moment', () => {
    const pack = `${header('QueueOrder')}headStarts: [{ name: high, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 9 }]`;
    const [decision] = decisionsAt('order', pack, [
      queued('a', 0),
      queued('b', 0, { priority: 'high' }),
      answered('a', 9),
    ]);
    expect([decision!.next, decision!.decidedBy]).to.deep.equal(['b', 'high']);
  });
  it('reads a queue’s facts as they are now, not as they were at the last answer', () => {
    const pack = `${header('QueueOrder')}headStarts: [{ name: busy, when: { all: [{ fact: conversationsWaiting, operator: greaterThan, value: 5 }, { fact: priority, operator: equal, value: high }] }, headStartSeconds: 99 }]`;
    const events = [
      queued('a', 0),
      queued('b', 1),
      queued('c', 2, { priority: 'high' }),
      answered('a', 3),
      observed(4, { conversationsWaiting: 9 }),
      answered('b', 5),
    ];
    expect(decisionsAt('order', pack, events).map(({ next }) => next)).to.deep.equal(['a', 'c']);
  });
});

describe('a skill mapping, by its parts', () => {
  it('puts a mapping without priority among the normal ones: above low', () => {
    const pack = rightPolicy(
      `${header('SkillMapping')}mappings: [{ name: l, intents: [a], assign: { skill: L, priority: low } }, { name: n, intents: [a], assign: { skill: N } }, { name: o, intents: [a], assign: { skill: O, priority: normal } }]`,
    ).packs[0] as SkillMapping;
    expect(pack.mappings.map(({ name }) => name)).to.deep.equal(['n', 'o', 'l']);
  });
  const two = `${header('SkillMapping')}mappings: [{ name: s, when: { fact: sentiment, operator: lessThan, value: 1 }, assign: { skill: S } }, { name: i, intents: [a], assign: { skill: I, priority: high } }]`;
  it('is not replayable when a rule above the one that holds cannot be known, and is when it stands below', async () => {
    const { result } = await replayed(
      [bare('c', 0, { intent: 'a' })],
      ['queue', 'intent'],
      two.replace(', priority: high', ''),
    );
    expect(result.notReplayableBy).to.deep.equal({ sentiment: 1 });
    const { result: known } = await replayed([bare('c', 0, { intent: 'a' })], ['queue', 'intent'], two);
    expect(known.decidedBy.skills).to.deep.equal({ i: 1 });
  });
  it('counts before the record, and makes known what the recording lacks', async () => {
    const mapping = `${header('SkillMapping')}mappings: []\notherwise: { assign: { skill: Cards, language: English, priority: high } }`;
    const order = `${header('QueueOrder')}headStarts: [{ name: high, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 9 }]`;
    const scoring = `${header('Scoring')}weights: { proficiency: 1, languageMatch: 1, historicalCsat: 0 }`;
    const carried = ['queue', 'agentStatus', 'agentSkills', 'agentLanguages'];
    const { result, decisions } = await replayed(
      [idle('a'), bare('c', 0), answered('c', 5)],
      carried,
      mapping,
      order,
      scoring,
    );
    expect(result.notReplayable).to.equal(0);
    expect(decisions.find((one) => one.point === 'ranking')!.requirements).to.deep.equal({
      queue: 'Cards',
      skills: ['Cards'],
      language: 'English',
    });
    const recorded = await replayed(
      [idle('a'), bare('c', 0, { requiredSkills: ['Loans'] }), answered('c', 5)],
      [...carried, 'requiredSkills'],
      mapping,
      scoring,
    );
    expect(recorded.decisions.find((one) => one.point === 'ranking')!.requirements.skills).to.deep.equal([
      'Cards',
    ]);
  });
});

describe('shifts and the queues they are for', () => {
  const scoring = `${header('Scoring')}eligible: { requiredSkill: ignore, requiredLanguage: ignore }`;
  const shifts = (more = '') =>
    `${header('SlaPolicy')}${more}shifts: [{ name: s, when: { fact: serviceLevel, operator: lessThan, value: 0.5 }, shift: { proficiency: -0.1, languageMatch: 0.1 } }]`;
  it('cannot be known of a queue never observed, when the recording carries no service level', async () => {
    const carried = ['queue', 'agentStatus', 'csat', 'csatSurveys'];
    const { result } = await replayed(
      [idle('a'), bare('c', 0), answered('c', 5)],
      carried,
      scoring,
      shifts(),
    );
    expect(result.notReplayableBy).to.deep.equal({ serviceLevel: 1 });
  });
  it('do not reach a queue they are not for', () => {
    const events = [idle('a'), observed(-1, { serviceLevel: 0.1 }), queued('c', 0), answered('c', 5)];
    const [elsewhere] = decisionsAt(
      'ranking',
      `${scoring}\n---\n${shifts('appliesTo: { queues: [Loans] }\n')}`,
      events,
    );
    expect(elsewhere!.shifts).to.deep.equal([]);
  });
});

describe('a handoff, by its parts', () => {
  const pack = (more: string) => `${header('Handoff')}target: { queue: Support }\n${more}`;
  const always =
    'triggers: { any: [{ name: t, when: { fact: botTurns, operator: greaterThan, value: 0 } }] }\n';
  const mood =
    'triggers: { any: [{ name: t, when: { fact: sentimentLevel, operator: lessThan, value: 0 } }] }\nguards: { all: [] }\n';
  const level = (smoothing: number, moods: readonly number[]) => {
    const decisions = decisionsAt(
      'handoff',
      pack(`${mood}sentiment: { smoothing: ${smoothing} }`),
      moods.map((sentiment, n) => turn(n, { sentiment })),
    );
    return decisions.at(-1)!.facts['sentimentLevel'];
  };
  it('weighs the newest turn by the smoothing, without the noise of binary fractions', () => {
    expect(level(0.8, [1, 0])).to.equal(0.2);
    expect(level(1, [1, 0.3])).to.equal(0.3);
    expect(level(0.1, [0.3, 0.3])).to.equal(0.3);
  });
  it('cools down after a handoff as after an answer', () => {
    const decisions = decisionsAt('handoff', pack(`${always}guards: { all: [] }`), [
      turn(0, {}),
      turn(10, {}),
      turn(60, {}),
    ]);
    expect(decisions.map(({ verdict }) => verdict)).to.deep.equal(['handoff', 'coolingDown', 'handoff']);
  });
  it('is replayable when a guard above the unknowable one has settled it', async () => {
    const guards =
      'guards: { all: [{ name: deep, when: { fact: handoffDepth, operator: greaterThan, value: 9 } }, { name: open, when: { fact: queueOpen, operator: equal, value: true } }] }\notherwise: { offer: callback }';
    const { decisions } = await replayed(
      [turn(0, { utterance: 'x' })],
      ['utterance'],
      pack(`${always}${guards}`),
    );
    expect(decisions.map(({ decidedBy }) => decidedBy)).to.deep.equal(['deep']);
  });
  it('is for the queue the conversation would go to, before it is in any', () => {
    const decisions = decisionsAt(
      'handoff',
      pack(`appliesTo: { queues: [Loans] }\n${always}guards: { all: [] }`),
      [turn(0, { queue: 'Loans' }), turn(1, { queue: 'Cards' })],
    );
    expect(decisions).to.have.length(1);
  });
  it('reads a margin between intents that is a decimal, not its noise', () => {
    const conversation = {
      ...newConversation('c'),
      facts: { intentConfidence: 0.8, secondIntentConfidence: 0.7 },
    };
    expect(conversationFactAt(conversation, 0, 'intentMargin')).to.equal(0.1);
  });
});

describe('why a rule does not hold', () => {
  it('is, in a group of alternatives, the first of them', async () => {
    const leaf = (fact: string) => ({ fact, operator: 'equal', value: 'x' });
    const rules = interpretRules([{ name: 'r', when: { any: [leaf('intent'), leaf('language')] } }], {});
    expect((await rules.evaluate({}, new Set()))[0]!.failedAt!.fact).to.equal('intent');
  });
});

describe('what a run remembers', () => {
  it('is gone when the conversation is over', async () => {
    const run = new PolicyRun(rightPolicy(header('Handoff') + 'target: { queue: Q }'), {
      seed: 's',
      prepare: compileRules,
      lacking: new Set(),
    });
    const { Floor } = await import('../../../engine/conversation/floor.ts');
    const conversation = { ...newConversation('c'), botTurns: 1 };
    const id = () => (run.handoff(conversation, new Floor(), 0) as HandoffRuling).record().id;
    expect([id(), id()]).to.deep.equal(['c/handoff/1', 'c/handoff/2']);
    run.forget('c');
    expect(id()).to.equal('c/handoff/1');
  });
});
