import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { packCovering } from '../../../engine/packs/policy.ts';
import { eventLine } from '../../../harness/recording/write.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { isUnnamedTarget } from '../../../harness/replay/unnamedTargets.ts';
import { runCase } from '../../../harness/cases/runCase.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { answered, at, queued, turn } from '../../engine/decisions/decideEvents.ts';
import { withFolder } from '../../folder.ts';

const facts = [
  'mediaType',
  'queue',
  'intent',
  'utterance',
  'priority',
  'requiredSkills',
  'language',
  'sentiment',
  'serviceLevel',
  'slaTarget',
  'queueOpen',
  'agentStatus',
  'agentSkills',
  'agentLanguages',
  'csat',
  'csatSurveys',
];
const recorded = async (
  events: readonly RoutingEvent[],
  before: readonly string[],
  after: readonly string[],
  carried = facts,
) =>
  withFolder(async (folder) => {
    const recording = join(folder, 'r.ndjson');
    const head = JSON.stringify({
      signalbox: 'recording',
      version: 1,
      name: 'r',
      facts: carried,
      source: 's',
    });
    const end = JSON.stringify({ type: 'recording.end', events: events.length, excluded: { 'no-time': 2 } });
    await writeFile(recording, [head, ...events.map(eventLine), end, ''].join('\n'));
    return replay({ recording, policy: rightPolicy(...after), against: rightPolicy(...before) });
  });
const groups = async (
  events: readonly RoutingEvent[],
  before: string | readonly string[],
  after: string | readonly string[],
) =>
  (await recorded(events, [before].flat(), [after].flat())).changes!.groups.map(({ cause, examples }) => [
    cause,
    `${examples[0]!.before} → ${examples[0]!.after}`,
  ]);

const mapping = (...rows: readonly string[]) => `${header('SkillMapping')}mappings: [${rows.join(', ')}]`;
const row = (name: string, intent: string, assign: string, more = '') =>
  `{ name: ${name}, intents: [${intent}], assign: { ${assign} }${more} }`;

describe('a change, told as what it comes to and what caused it', () => {
  const call = [queued('c', 0, { intent: 'a' })];
  it('of a skill, a language, or who is told', async () => {
    const was = mapping(row('m', 'a', 'skill: A'));
    expect(await groups(call, was, mapping(row('m', 'a', 'skill: A, language: English')))).to.deep.equal([
      ['SkillMapping spec: “m” assign.language: English is new', 'A → A, English'],
    ]);
    expect(
      await groups(call, was, mapping(row('m', 'a', 'skill: A', ', notify: { supervisor: a@b.cd }'))),
    ).to.deep.equal([
      ['SkillMapping spec: “m” notify: {"supervisor":"a@b.cd"} is new', 'A → A, tells a@b.cd'],
    ]);
  });
  it('is no change when a rule only has another name or the pack has', async () => {
    expect(
      await groups(
        call,
        mapping(row('m', 'a', 'skill: A')),
        mapping(row('n', 'a', 'skill: A')).replace('name: spec', 'name: other'),
      ),
    ).to.deep.equal([]);
  });
  it('is found in a rule as long as it was', async () => {
    expect(
      await groups(call, mapping(row('m', 'a', 'skill: A')), mapping(row('m', 'a', 'skill: B'))),
    ).to.deep.equal([['SkillMapping spec: “m” assign.skill A → B', 'A → B']]);
  });
  it('says new, removed, and the new policy’s rules before the old one’s', async () => {
    const both = mapping(row('x', 'a', 'skill: X'), row('y', 'a', 'skill: Y'));
    expect(await groups(call, mapping(row('y', 'a', 'skill: Y')), both)).to.deep.equal([
      ['SkillMapping spec: “x” is new', 'Y → X'],
    ]);
    expect(await groups(call, both, mapping(row('y', 'a', 'skill: Y')))).to.deep.equal([
      ['SkillMapping spec: “x” was removed', 'X → Y'],
    ]);
    expect(
      await groups(call, mapping(row('x', 'a', 'skill: X')), mapping(row('z', 'a', 'skill: Z'))),
    ).to.deep.equal([['SkillMapping spec: “z” is new', 'X → Z']]);
  });
  it('of an answer to the customer', async () => {
    const pack = (say: string) =>
      `${header('Handoff')}target: { queue: Q }\ntriggers: { any: [{ name: t, when: { fact: botTurns, operator: greaterThan, value: 0 } }] }\nguards: { all: [{ name: open, when: { fact: queueOpen, operator: equal, value: true }, otherwise: { say: ${say} } }] }`;
    expect(await groups([turn(0, {})], pack('Sorry'), pack('Alas'))).to.deep.equal([
      [
        'Handoff spec: “open” otherwise.say Sorry → Alas',
        'says “Sorry” and stays with the bot → says “Alas” and stays with the bot',
      ],
    ]);
  });

  const floor: RoutingEvent[] = ['a', 'b'].map((agent) => ({
    type: 'agent.updated',
    at: at(-9),
    agent,
    status: 'IDLE',
    skills: agent === 'a' ? { A: 5 } : { B: 5 },
    languages: agent === 'a' ? {} : { English: 5 },
  }));
  const scoring = `${header('Scoring')}eligible: { requiredSkill: prefer }\nbucket: 0\nminimumScore: 0\n`;
  it('of a ranking, by the skills assigned before it; not by settings that changed beside', async () => {
    const skills = (skill: string) => mapping(row('m', 'a', `skill: ${skill}`));
    const found = await groups(
      [...floor, ...call, answered('c', 5)],
      [scoring, skills('A')],
      [`${scoring}publish: 3`, skills('B')],
    );
    expect(found).to.deep.include(['SkillMapping spec: “m” assign.skill A → B', 'a → b']);
  });
  it('of a ranking, by a shift that begins or ends', async () => {
    const sla = (below: number) =>
      `${header('SlaPolicy')}shifts: [{ name: s, when: { fact: serviceLevel, operator: lessThan, value: ${below} }, shift: { proficiency: -0.4, languageMatch: 0.4 } }]`;
    const events: RoutingEvent[] = [
      ...floor,
      { type: 'queue.observed', at: at(-1), queue: 'Cards', facts: { serviceLevel: 0.5 } },
      queued('c', 0, { requiredSkills: ['A'], language: 'English' }),
      answered('c', 5),
    ];
    expect(await groups(events, [scoring, sla(0.4)], [scoring, sla(0.6)])).to.deep.equal([
      ['SlaPolicy spec: “s” serviceLevel lessThan 0.4 → 0.6', 'a → b'],
    ]);
    expect(await groups(events, [scoring, sla(0.6)], [scoring, sla(0.4)])).to.deep.equal([
      ['SlaPolicy spec: “s” serviceLevel lessThan 0.6 → 0.4', 'b → a'],
    ]);
  });
  it('of an order, by what the policy decided before', async () => {
    const order = `${header('QueueOrder')}headStarts: [{ name: h, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 99 }]`;
    const skills = (priority: string) => mapping(row('m', 'b', `priority: ${priority}`));
    const found = await groups(
      [queued('x', 0), queued('y', 1, { intent: 'b' }), answered('x', 5)],
      [order, skills('low')],
      [order, skills('high')],
    );
    expect(found).to.deep.include([
      'SkillMapping spec: “m” assign.priority low → high',
      'x is next → y is next',
    ]);
  });

  it('counts each side by itself, the larger group first, and what was left out on import', async () => {
    const events = [
      queued('c', 0, { intent: 'a' }),
      queued('d', 0, { intent: 'b' }),
      queued('e', 0, { intent: 'b' }),
    ];
    const result = await recorded(
      [...events, events[2]!],
      [mapping()],
      [mapping(row('a', 'a', 'skill: A'), row('b', 'b', 'skill: B'))],
    );
    expect(result.changes!.groups.map(({ cause, count }) => [cause, count])).to.deep.equal([
      ['SkillMapping spec: “b” is new', 2],
      ['SkillMapping spec: “a” is new', 1],
    ]);
    expect([result.decidedBy.skills, result.against!.decidedBy.skills]).to.deep.equal([
      { b: 2, a: 1 },
      { 'no mapping holds': 3 },
    ]);
    expect(result.excluded).to.deep.equal({ 'no-time': 2, 'repeated-event': 1 });
    expect(result.events).to.equal(3);
  });
  it('is only one’s when the other has no pack for the conversation', async () => {
    const { changes } = await recorded(call, [header('QueueOrder')], [mapping()]);
    expect(changes!.counts.skills).to.deep.equal({
      ...{ compared: 0, changed: 0, changedVerdicts: 0, onlyOne: 1 },
    });
  });
});

describe('what a replay counts', () => {
  const agent: RoutingEvent = { type: 'agent.updated', at: at(-9), agent: 'a', status: 'IDLE' };
  it('as unroutable: rankings with nobody, and only those', async () => {
    const events = [queued('c', 0), answered('c', 5), agent].sort((x, y) => x.at - y.at);
    const open = `${header('Scoring')}minimumScore: 0`;
    const result = await recorded(events, [open], [`${open}\neligible: { status: [OFF_QUEUE] }`]);
    expect([result.unroutable, result.against!.unroutable]).to.deep.equal([1, 0]);
  });
  it('at an answer finds the agents as they were just before it', async () => {
    const scoring = `${header('Scoring')}tieBreak: [fewestHandled, seededHash]\nminimumScore: 0`;
    const events = [
      agent,
      { ...agent, agent: 'b' },
      queued('c', 0),
      { ...answered('c', 5), agent: 'a' } as RoutingEvent,
    ];
    const { decisions } = await recorded(events, [scoring], [scoring]);
    expect(decisions.ranking).to.equal(1);
  });
  it('decides skills again when a fact comes while it waits', async () => {
    const fact: RoutingEvent = {
      type: 'conversation.facts',
      at: at(1),
      conversation: 'c',
      facts: { intent: 'a' },
    };
    const { decisions } = await recorded(
      [queued('c', 0), fact, answered('c', 2), { ...fact, at: at(3) }],
      [mapping()],
      [mapping()],
    );
    expect(decisions.skills).to.equal(2);
  });
});

describe('a service-level target no shift names', () => {
  const unnamed = (when: string, target = '80/20') =>
    isUnnamedTarget(
      rightPolicy(
        header('Scoring'),
        `${header('SlaPolicy')}shifts: [{ name: s, when: ${when}, shift: { proficiency: -0.1, languageMatch: 0.1 } }]`,
      ),
      target,
      'Q',
      'voice',
    );
  it('is one that shifts which name targets leave out, in a list too', () => {
    expect(unnamed('{ fact: slaTarget, operator: in, value: [80/20, 90/10] }')).to.equal(false);
    expect(unnamed('{ fact: slaTarget, operator: in, value: [95/5, 90/10] }')).to.equal(true);
    expect(unnamed('{ fact: serviceLevel, operator: lessThan, value: 0.5 }')).to.equal(false);
    expect(isUnnamedTarget(rightPolicy(header('Scoring')), '80/20', 'Q', 'voice')).to.equal(false);
  });
});

describe('what a pack is for', () => {
  it('does not take in a conversation whose queue or media type is not known', () => {
    const policy = rightPolicy(`${header('QueueOrder')}appliesTo: { queues: [A], mediaTypes: [voice] }`);
    expect(packCovering(policy, 'QueueOrder', undefined, 'voice')).to.equal(undefined);
    expect(packCovering(policy, 'QueueOrder', 'A', undefined)).to.equal(undefined);
    expect(packCovering(policy, 'QueueOrder', 'A', 'voice')).to.not.equal(undefined);
  });
});

describe('a case', () => {
  it('is judged by the last decision of its point', () => {
    const policy = rightPolicy(`${header('Handoff')}target: { queue: Q }\ncooldownSeconds: 0`);
    const { passed } = runCase(
      {
        name: 'n',
        given: {
          turns: [{}, { utterance: 'agent' }],
          queues: { Q: { queueOpen: true, agentsOnQueue: 1, estimatedWaitSeconds: 0 } },
        },
        expect: { point: 'handoff', decision: { verdict: 'handoff', turn: 2 } },
      },
      policy,
    );
    expect(passed).to.equal(true);
  });
});
