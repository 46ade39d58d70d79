import { expect } from 'chai';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { allMoments, type Moments } from '../../../engine/moments.ts';
import { decisionPoints } from '../../../engine/decisions/record.ts';
import { samePoints } from '../../../engine/decisions/same.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { factsLacking } from '../../../engine/facts/lacking.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { joinFindings, type Findings } from '../../../harness/replay/findings.ts';
import { Replaying } from '../../../harness/replay/replaying.ts';
import { isInShare } from '../../../harness/replay/share.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';

const { policy } = await requirePolicy('rules/retail-bank');
const { policy: previous } = await requirePolicy('rules/retail-bank-previous');

/** The policy with the packs of some kinds taken from its predecessor. */
function half(...kinds: readonly string[]): Policy {
  const packs = [policy, previous].flatMap((from) =>
    from.packs.filter(({ kind }) => kinds.includes(kind) === (from === previous)),
  );
  return { name: `half ${kinds.join(' ')}`, hash: kinds.join(), packs, sources: [], claims: [] };
}

/** Orders by what is known of the queue and by the wait, so that it decides at moments of its own. */
const shifting = rightPolicy(`${header('QueueOrder')}headStarts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.8 }, headStartSeconds: 60 }
  - { name: long, when: { fact: waitSeconds, operator: greaterThan, value: 60 }, headStartSeconds: 60 }
`);

/** Judges messages, and reacts to much that happens. */
const hearing = rightPolicy(
  header('DeliverySla'),
  `${header('Reactions')}reactions:
  - { name: high, on: skills.decided, when: { fact: priority, operator: equal, value: high }, do: [{ crm: upsert }] }
  - { name: nobody, on: ranking.nobody, do: [{ webhook: nobody }] }
  - { name: handoff, on: handoff.handedOff, do: [{ webhook: handoff_evaluated }] }
  - { name: breached, on: delivery.breached, do: [{ notify: { supervisor: a@example.com }, once: conversation }] }
  - { name: over, on: conversation.ended, do: [{ crm: upsert }] }
`,
);

describe('a replay in shares', () => {
  const events: RoutingEvent[] = [];
  let lacking: ReadonlySet<string>;
  before(async () => {
    const reader = new RecordingReader('fixtures/retail-bank-day.ndjson.gz');
    lacking = factsLacking((await reader.header()).facts);
    for await (const event of reader.events()) events.push(event);
  });
  const findings = (
    against: Policy | undefined,
    index: number,
    of: number,
    made: string[] = [],
    decides = policy,
    moments: Moments = 'asRecorded',
  ): Findings => {
    const replaying = new Replaying({
      policy: decides,
      moments,
      ...(against === undefined ? {} : { against }),
      seed: 's',
      lacking,
      share: { index, of },
      onRuling: (ruling) => void made.push(JSON.stringify(ruling.record())),
    });
    for (const event of events) replaying.take(event);
    return replaying.findings();
  };

  it('counts each step of a participant that is refused once, and warns of it', () => {
    const step = (conversation: string, state: 'active' | 'left', at: number): RoutingEvent => ({
      ...{ type: 'participant.changed', at, conversation, participant: 'p', purpose: 'agent', state },
    });
    const told = ['a', 'b', 'c', 'd', 'e'].flatMap((conversation): RoutingEvent[] => [
      { type: 'conversation.started', at: 0, conversation, mediaType: 'message' },
      step(conversation, 'left', 1),
      step(conversation, 'active', 2),
      step(conversation, 'active', 2),
    ]);
    const counted = (of: number): Findings =>
      joinFindings(
        Array.from({ length: of }, (_, index) => {
          const replaying = new Replaying({ policy, seed: 's', lacking: new Set(), share: { index, of } });
          for (const event of told) replaying.take(event);
          return replaying.findings();
        }),
      );
    expect([1, 2, 5].map((of) => counted(of).refusedSteps)).to.deep.equal([5, 5, 5]);
  });

  const pairs: readonly [string, Policy | undefined][] = [
    ['alone', undefined],
    ['against its predecessor', previous],
    ['against itself', policy],
    ['with another Scoring', half('Scoring')],
    ['with another SkillMapping', half('SkillMapping')],
    ['with other Handoff and QueueOrder packs', half('Handoff', 'QueueOrder')],
    ['against head starts that shift with the queue', shifting],
  ];
  const ways = pairs.flatMap((pair) => allMoments.map((moments) => [...pair, moments] as const));
  for (const [how, against, moments] of ways) {
    it(`finds the same, however many there are: ${how}, ${moments}`, () => {
      const made: string[] = [];
      const whole = findings(against, 0, 1, made, policy, moments);
      expect(whole.new.orderAgreement.pairs).to.be.above(100);
      if (against !== undefined)
        expect(whole.old).to.deep.equal(findings(undefined, 0, 1, [], against, moments).new);
      for (const many of [2, 3, 7]) {
        const shared: string[] = [];
        const parts = Array.from({ length: many }, (_, index) =>
          findings(against, index, many, shared, policy, moments),
        );
        expect(parts.every((part) => part.new.tally.decisions.ranking > 0)).to.equal(true);
        expect(joinFindings(parts)).to.deep.equal(whole);
        expect(shared.sort()).to.deep.equal(made.toSorted());
      }
    });
  }

  it('finds the same, each at its place, where messages are judged and all of it is reacted to', () => {
    const told = events.flatMap((event): readonly RoutingEvent[] => {
      if (event.type !== 'conversation.queued') return [event];
      const { at, conversation } = event;
      const message = `of ${conversation}`;
      return [
        event,
        { type: 'message.sent', at, conversation, message, direction: 'outbound', attachments: 0 },
      ];
    });
    const made = (index: number, of: number) => {
      const lines: string[] = [];
      const replaying: Replaying = new Replaying({
        policy: { ...policy, packs: [...policy.packs, ...hearing.packs] },
        against: { ...previous, packs: [...previous.packs, ...hearing.packs] },
        moments: 'whileWaiting',
        seed: 's',
        lacking,
        share: { index, of },
        onRuling: (ruling) => void lines.push(`${replaying.due} ${JSON.stringify(ruling.record())}`),
      });
      for (const event of told) replaying.take(event);
      return { lines, findings: replaying.findings() };
    };
    const whole = made(0, 1);
    expect(whole.findings.new.tally.breaches).to.be.above(100);
    expect(whole.findings.old!.tally.decisions.reaction).to.be.above(100);
    const parts = [made(0, 2), made(1, 2)];
    expect(joinFindings(parts.map(({ findings }) => findings))).to.deep.equal(whole.findings);
    expect(parts.flatMap(({ lines }) => lines).sort()).to.deep.equal(whole.lines.sort());
  }).timeout(60_000);

  it('finds the same where rankings rest on those of other conversations, because data is too old', () => {
    const dated = (from: Policy): Policy => ({
      name: `${from.name}, dated`,
      hash: `${from.hash}, dated`,
      packs: from.packs.map((pack) => ({ ...pack, maxAgeSeconds: 300 })),
      sources: [],
      claims: [],
    });
    const whole = events;
    const middle = whole[whole.length >> 1]!.at;
    const lost: RoutingEvent[] = [
      { type: 'platform.unseen', at: middle - 3_600_000 },
      { type: 'platform.seen', at: middle + 1_800_000 },
    ];
    const withLoss = [...whole, ...lost].sort((a, b) => a.at - b.at);
    for (const moments of allMoments) {
      const found = (against: Policy | undefined, index: number, of: number, made: string[]): Findings => {
        const replaying = new Replaying({
          policy: dated(policy),
          ...(against === undefined ? {} : { against }),
          seed: 's',
          lacking,
          moments,
          share: { index, of },
          onRuling: (ruling) => void made.push(JSON.stringify(ruling.record())),
        });
        for (const event of withLoss) replaying.take(event);
        return replaying.findings();
      };
      for (const against of [undefined, dated(previous), policy]) {
        const made: string[] = [];
        const alone = found(against, 0, 1, made);
        const { decidedBy } = alone.new.tally;
        expect(decidedBy.ranking['degraded: last ranking']).to.be.above(10);
        expect(decidedBy.ranking['degraded: longest idle']).to.be.above(0);
        const shared: string[] = [];
        const parts = [0, 1, 2].map((index) => found(against, index, 3, shared));
        expect(joinFindings(parts)).to.deep.equal(alone);
        expect(shared.sort()).to.deep.equal(made.sort());
      }
    }
  }).timeout(60_000);

  it('puts every conversation in exactly one', () => {
    for (const id of ['', 'c-1', 'Ünï', '😀', 'x'.repeat(1000)]) {
      const shares = [0, 1, 2, 3].filter((index) => isInShare({ index, of: 4 }, id));
      expect(shares).to.have.length(1);
    }
  });
});

describe('what two policies have in common', () => {
  it('is where the packs it rests on are the same', () => {
    expect([...samePoints(policy, policy)]).to.deep.equal([...decisionPoints]);
    expect([...samePoints(policy, half('Scoring'))]).to.deep.equal([
      'skills',
      'order',
      'handoff',
      'delivery',
    ]);
    expect([...samePoints(policy, half('SlaPolicy'))]).to.deep.equal(
      JSON.stringify(half('SlaPolicy').packs) === JSON.stringify(policy.packs)
        ? [...decisionPoints]
        : ['skills', 'order', 'handoff', 'delivery'],
    );
    expect([...samePoints(policy, half('SkillMapping'))]).to.deep.equal(['handoff', 'delivery']);
    expect([...samePoints(policy, half('Handoff'))]).to.deep.equal([
      'skills',
      'order',
      'ranking',
      'delivery',
    ]);
  });
});
