import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../engine/canonical.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import { eventLine } from '../../harness/recording/write.ts';
import { explainFrom } from '../../harness/replay/explainFrom.ts';
import { replay } from '../../harness/replay/replay.ts';
import { header, policyFromText, rightPolicy } from '../engine/policyText.ts';
import { answered, at, decisionsAt, queued, turn } from '../engine/decisions/decideEvents.ts';
import { withFolder } from '../folder.ts';

const replayed = (
  events: readonly RoutingEvent[],
  carried: readonly string[],
  after: readonly string[],
  before?: readonly string[],
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
    const end = JSON.stringify({ type: 'recording.end', events: events.length, excluded: {} });
    await writeFile(recording, [head, ...events.map(eventLine), end, ''].join('\n'));
    const decisions: Decision[] = [];
    const result = await replay({
      recording,
      policy: rightPolicy(...after),
      ...(before ? { against: rightPolicy(...before) } : {}),
      onRuling: (one) => void decisions.push(one.record()),
    });
    return { ...result, log: decisions };
  });
const idle = (agent: string, more: object = {}, seconds = -9): RoutingEvent => ({
  type: 'agent.updated',
  at: at(seconds),
  agent,
  status: 'IDLE',
  ...more,
});
const observed = (facts: object, seconds = -1, queue = 'Cards'): RoutingEvent =>
  ({ type: 'queue.observed', at: at(seconds), queue, facts }) as RoutingEvent;
const scoring = (more = '') => `${header('Scoring')}minimumScore: 0\n${more}`;
const when = (below: number) => `when: { fact: serviceLevel, operator: lessThan, value: ${below} }`;

describe('bugs found in review of the core', () => {
  it('1 two QueueOrder packs by media type in one queue', () => {
    const pack = (media: string, starts: string) =>
      `${header('QueueOrder', media)}appliesTo: { mediaTypes: [${media}] }\nheadStarts: [${starts}]`;
    const start = (name: string) =>
      `{ name: ${name}, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 60 }`;
    const policy = `${pack('voice', start('v'))}\n---\n${pack('chat', `${start('c1')}, ${start('c2')}`)}`;
    const events = [
      queued('v', 0),
      queued('c', 1, { mediaType: 'chat', priority: 'high' }),
      answered('v', 5),
      answered('c', 9),
    ];
    expect(
      decisionsAt('order', policy, events).map(
        ({ places }) => places.find((p) => p.conversation === 'c')!.headStarts,
      ),
    ).to.deep.equal([
      ['c1', 'c2'],
      ['c1', 'c2'],
    ]);
  });
  it('2 skills unknowable → what rests on them too', async () => {
    const mapping = `${header('SkillMapping')}mappings: [{ name: m, when: { fact: utterance, operator: containsWord, value: x }, assign: { skill: S } }]`;
    const r = await replayed(
      [idle('a'), queued('c', 0), answered('c', 5)],
      ['mediaType', 'queue', 'requiredSkills', 'language', 'agentStatus', 'csat', 'csatSurveys'],
      [mapping, scoring()],
    );
    expect([r.decisions.ranking, r.notReplayableBy]).to.deep.equal([0, { utterance: 2 }]);
  });
  it('3 changed shift is named', async () => {
    const sla = (by: number) =>
      `${header('SlaPolicy')}shifts: [{ name: s, ${when(0.9)}, shift: { proficiency: ${-by}, languageMatch: ${by} } }]`;
    const events = [
      idle('a', { skills: { A: 5 } }),
      idle('b', { skills: { A: 1 }, languages: { E: 5 } }),
      observed({ serviceLevel: 0.5 }),
      queued('c', 0, { requiredSkills: ['A'], language: 'E' }),
      answered('c', 5),
    ];
    const base = scoring('weights: { proficiency: 0.6, languageMatch: 0.3, historicalCsat: 0.1 }');
    const r = await replayed(
      events,
      [
        'mediaType',
        'queue',
        'requiredSkills',
        'language',
        'agentStatus',
        'agentSkills',
        'agentLanguages',
        'csat',
        'csatSurveys',
        'serviceLevel',
      ],
      [base, sla(0.5)],
      [base, sla(0.01)],
    );
    expect(r.changes!.groups.map(({ cause }) => cause)).to.deep.equal([
      'SlaPolicy spec: “s” shift.proficiency -0.01 → -0.5, shift.languageMatch 0.01 → 0.5',
    ]);
  });
  it('4 shift called "<other> until"', () => {
    const sla = `${header('SlaPolicy')}shifts: [{ name: a, ${when(0.5)}, until: { fact: serviceLevel, operator: greaterThan, value: 0.8 }, shift: { proficiency: -0.1, languageMatch: 0.1 } }, { name: a until, ${when(0.9)}, shift: { proficiency: -0.1, languageMatch: 0.1 } }]`;
    const { problems, policy } = policyFromText(scoring(), sla);
    if (problems.length > 0) return;
    const [d] = decisionsAt('ranking', `${scoring()}\n---\n${sla}`, [
      observed({ serviceLevel: 0.3 }),
      queued('c', 0),
      answered('c', 1),
    ]);
    expect(policy && d!.shifts.map(({ state }) => state)).to.deep.equal(['applied', 'applied']);
  });
  it('5 missing defaults of an SlaPolicy hold of a queue never observed', () => {
    const sla = `${header('SlaPolicy')}missing: { serviceLevel: 0.5 }\nshifts: [{ name: s, ${when(0.9)}, shift: { proficiency: -0.1, languageMatch: 0.1 } }]`;
    const [d] = decisionsAt('ranking', `${scoring()}\n---\n${sla}`, [queued('c', 0), answered('c', 1)]);
    expect(d!.shifts[0]!.state).to.equal('applied');
  });
  it('6 skill named constructor', () => {
    const [d] = decisionsAt('ranking', scoring('eligible: { requiredSkill: prefer }'), [
      idle('a', { skills: { A: 1 } }),
      queued('c', 0, { requiredSkills: ['constructor'] }),
      answered('c', 1),
    ]);
    expect(canonicalJson(d!.ranked[0]!.facts)).to.equal('{"agentSkills":{}}');
  });
  it('7 handoff memory of another pack', () => {
    const pack = (name: string, queue: string, fact: string) =>
      `${header('Handoff', name)}appliesTo: { queues: [${queue}] }\ntarget: { queue: ${queue} }\ntriggers: { any: [{ name: t, when: { fact: ${fact}, operator: lessThan, value: 0.5 }, forTurns: 2 }] }\nguards: { all: [] }`;
    const ds = decisionsAt(
      'handoff',
      `${pack('one', 'A', 'intentConfidence')}\n---\n${pack('two', 'B', 'sentiment')}`,
      [turn(0, { queue: 'A', intentConfidence: 0.1 }), turn(1, { queue: 'B', sentiment: 0.1 })],
    );
    expect(ds.map(({ verdict }) => verdict)).to.deep.equal(['stay', 'stay']);
  });
  it('8 who transferred a call has handled one', () => {
    const events: RoutingEvent[] = [
      idle('a'),
      idle('b'),
      queued('c0', 0),
      { ...answered('c0', 1), agent: 'b' } as RoutingEvent,
      { type: 'conversation.ended', at: at(2), conversation: 'c0' },
      queued('c', 10),
      { ...answered('c', 11), agent: 'a' } as RoutingEvent,
      queued('c', 100),
      { ...answered('c', 101), agent: 'b' } as RoutingEvent,
      queued('d', 200),
      answered('d', 201),
    ];
    const ds = decisionsAt('ranking', scoring('tieBreak: [longestSinceHandled, seededHash]'), events);
    expect(ds.at(-1)!.ranked.find(({ agent }) => agent === 'a')!.tieBreak.longestSinceHandled).to.equal(101);
  });
  it('9 an answer to nobody changes nothing', () => {
    const [d] = decisionsAt('ranking', scoring('tieBreak: [fewestHandled, seededHash]'), [
      idle('a'),
      idle('b'),
      { ...answered('ghost', 0), agent: 'a' } as RoutingEvent,
      queued('c', 1),
      answered('c', 2),
    ]);
    expect(d!.ranked.map(({ tieBreak }) => tieBreak.fewestHandled)).to.deep.equal([0, 0]);
  });
  it('10 both not replayable is not only one’s', async () => {
    const order = `${header('QueueOrder')}headStarts: [{ name: h, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 1 }]`;
    const { changes } = await replayed(
      [queued('c', 0), answered('c', 1)],
      ['mediaType', 'queue'],
      [order],
      [order],
    );
    expect(changes!.counts.order.onlyOne).to.equal(0);
  });
  it('11 a cool-down that rests on what was not recorded is not replayable', async () => {
    const pack = `${header('Handoff')}target: { queue: Q }\ntriggers: { any: [{ name: t, when: { fact: botTurns, operator: greaterThan, value: 0 } }] }\nguards: { all: [] }`;
    const r = await replayed([turn(0, {}), turn(5, {})], [], [pack]);
    expect(r.notReplayableBy).to.deep.equal({ askedForPerson: 1 });
  });
  it('12 order of one moment says it was the hash', () => {
    const [d] = decisionsAt('order', header('QueueOrder'), [
      queued('a', 0),
      queued('b', 0),
      answered('a', 1),
    ]);
    expect(d!.decidedBy).to.equal('seededHash');
  });
  it('13 there and back in one moment', async () => {
    const r = await replayed(
      [
        idle('a', {}, -9),
        idle('a', { status: 'INTERACTING' }, -9),
        idle('a', {}, -9),
        queued('c', 0),
        answered('c', 1),
      ],
      ['mediaType', 'queue', 'requiredSkills', 'language', 'agentStatus', 'csat', 'csatSurveys'],
      [scoring()],
    );
    expect(r.unroutable).to.equal(0);
  });
  it('14 publishes the score, not the room, of the only one', () => {
    const [d] = decisionsAt(
      'ranking',
      scoring(
        'publish: 20\neligible: { requiredSkill: prefer }\nweights: { proficiency: 1, languageMatch: 0, historicalCsat: 0 }',
      ),
      [idle('a'), queued('c', 0, { requiredSkills: ['A'] }), answered('c', 1)],
    );
    expect((d!.commands[0] as never as { agents: unknown }).agents).to.deep.equal([{ agent: 'a', score: 0 }]);
  });
  it('15 blind to CSAT that has no weight', () => {
    const of = (csat: number) =>
      canonicalJson(
        decisionsAt('ranking', scoring('weights: { proficiency: 1, languageMatch: 0, historicalCsat: 0 }'), [
          idle('a', { csat, csatSurveys: 3 }),
          queued('c', 0),
          answered('c', 1),
        ])[0],
      );
    expect(of(10)).to.equal(of(90));
  });
  it('16 no pair with who moved to another queue meanwhile', async () => {
    const r = await replayed(
      [queued('x', 0), queued('y', 2), answered('x', 5), queued('y', 6, {}, 'Loans'), answered('y', 9)],
      ['mediaType', 'queue'],
      [header('QueueOrder')],
    );
    expect(r.orderAgreement.pairs).to.equal(0);
  });
  it('17 the mapping that mattered is named, not another that changed', async () => {
    const m = (y: string, a: string) =>
      `${header('SkillMapping')}mappings: [{ name: y, intents: [${y}], assign: { skill: Y } }, { name: a, intents: [${a}], assign: { skill: A } }]\notherwise: { assign: { skill: O } }`;
    const r = await replayed(
      [queued('c', 0, { intent: 'k' })],
      ['mediaType', 'queue', 'intent'],
      [m('unrelated', 'z')],
      [m('other', 'k')],
    );
    expect(r.changes!.groups.map(({ cause }) => cause)).to.deep.equal([
      'SkillMapping spec: “a” intents: z is new, intents: k was removed',
    ]);
  });
  it('18 a trigger and a guard of one name', async () => {
    const pack = (v: number) =>
      `${header('Handoff')}target: { queue: Q }\ntriggers: { any: [{ name: same, when: { fact: botTurns, operator: greaterThan, value: ${v} } }] }\nguards: { all: [{ name: same, when: { fact: handoffDepth, operator: lessThan, value: 3 }, otherwise: { say: no } }] }`;
    const r = await replayed([turn(0, {})], [], [pack(0)], [pack(5)]);
    expect(r.changes!.groups[0]!.cause).to.contain('“same” botTurns greater');
  });
  it('19 an alternative that is known to hold makes the rule known', async () => {
    const mapping = `${header('SkillMapping')}mappings: [{ name: m, when: { any: [{ fact: intent, operator: equal, value: a }, { fact: utterance, operator: containsWord, value: x }] }, assign: { skill: S } }]`;
    const r = await replayed([queued('c', 0, { intent: 'a' })], ['mediaType', 'queue', 'intent'], [mapping]);
    expect(r.decidedBy.skills).to.deep.equal({ m: 1 });
  });
});

describe('asking why of a decision that could not be made', () => {
  it('says that decisions there are not replayable, and where to read for want of what', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      const head = {
        signalbox: 'recording',
        version: 1,
        name: 'r',
        facts: ['mediaType', 'queue'],
        source: 's',
      };
      const events = [queued('c', 0), answered('c', 5)].map(eventLine);
      const end = { type: 'recording.end', events: events.length, excluded: {} };
      await writeFile(recording, [JSON.stringify(head), ...events, JSON.stringify(end), ''].join('\n'));
      const asked = explainFrom({ id: 'c', recording, rules: 'rules/retail-bank', seed: 's' });
      const told = await asked.then(
        () => '',
        (error: Error) => error.message,
      );
      expect(told).to.match(/nothing was decided about "c".*not replayable/);
    }));
});
