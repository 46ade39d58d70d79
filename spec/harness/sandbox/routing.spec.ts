import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingData } from '../../../harness/sandbox/centre/records.ts';
import { genesysRouting } from '../../../harness/sandbox/centre/routing.ts';
import { Directory } from '../../../harness/sandbox/org/directory.ts';
import type { Org, QueueSettings } from '../../../harness/sandbox/org/org.ts';
import type { IdleAgent, RoutingAnswer, WaitingConversation } from '../../../harness/world/routing/policy.ts';
import { shop } from './sandboxes.ts';

const directory = new Directory(shop);
const [orders, refunds] = ['Orders', 'Refunds'].map((name) => directory.skills.idOf(name));

interface Waits {
  readonly id: string;
  readonly queue?: string;
  readonly queuedAt?: number;
  readonly asks?: Partial<RoutingData>;
}

interface Idles {
  readonly id: 'ana' | 'ben' | 'cho';
  readonly alertedAt?: number;
}

/** Asks Genesys' routing at noon who takes whom. Times are minutes before noon; who idles first has idled longest. */
function route(
  waiting: readonly Waits[],
  idle: readonly Idles[],
  queueSettings: Readonly<Record<string, QueueSettings>> = {},
): RoutingAnswer {
  const at = 12 * 3_600_000;
  const org: Org = { ...shop, queueSettings };
  const routingOf = (id: string): RoutingData => {
    const { asks = {} } = waiting.find((one) => one.id === id)!;
    return { queueId: 'q', skillIds: [], priority: 0, scoredAgents: [], ...asks };
  };
  const lastAlertedAt = (id: string): number | undefined => {
    const minutes = idle.find((one) => one.id === id)!.alertedAt;
    return minutes === undefined ? undefined : at - minutes * 60_000;
  };
  const policy = genesysRouting(org, directory, { routingOf, lastAlertedAt });
  const waits = waiting.map(({ id, queue = 'Orders', queuedAt = 1 }): [string, WaitingConversation] => [
    id,
    { id, queue, queuedAt: at - queuedAt * 60_000, facts: {} },
  ]);
  const idles = idle.map(({ id }): [string, IdleAgent] => {
    const { queues, skills, languages } = shop.scenario.agents.find((agent) => agent.id === id)!;
    return [id, { id, idleSince: 0, queues, skills, languages, conversationsHandled: 0 }];
  });
  return policy.route({ at, waiting: new Map(waits), idle: new Map(idles) });
}

function matched(...asked: Parameters<typeof route>): string[] {
  return route(...asked).matches.map(({ conversation, agent }) => `${conversation}→${agent}`);
}

describe('Genesys’ routing', () => {
  it('alerts who was alerted longest ago, never before all, and then who became idle first', () => {
    const a = [{ id: 'a' }];
    expect(
      matched(a, [
        { id: 'ana', alertedAt: 5 },
        { id: 'ben', alertedAt: 9 },
      ]),
    ).to.deep.equal(['a→ben']);
    expect(matched(a, [{ id: 'ana', alertedAt: 5 }, { id: 'ben' }])).to.deep.equal(['a→ben']);
    expect(matched(a, [{ id: 'cho' }, { id: 'ana' }])).to.deep.equal(['a→cho']);
  });

  it('serves who waits longest, a point of priority being a minute', () => {
    const [long, short] = [
      { id: 'long', queuedAt: 10 },
      { id: 'short', queuedAt: 3 },
    ];
    expect(matched([long, short], [{ id: 'ana' }])).to.deep.equal(['long→ana']);
    expect(
      matched([long, { ...short, asks: { priority: 7 } }], [{ id: 'ana' }]),
      'equal: as they came',
    ).to.deep.equal(['long→ana']);
    expect(matched([long, { ...short, asks: { priority: 8 } }], [{ id: 'ana' }])).to.deep.equal([
      'short→ana',
    ]);
    expect(matched([{ ...long, asks: { priority: -8 } }, short], [{ id: 'ana' }])).to.deep.equal([
      'short→ana',
    ]);
  });

  it('serves queues by priority alone first, and in them the highest', () => {
    const byPriority = { Refunds: { scoringMethod: 'PriorityOnly' } } as const;
    const waiting = [
      { id: 'old', queuedAt: 100 },
      { id: 'low', queue: 'Refunds', queuedAt: 2 },
      { id: 'high', queue: 'Refunds', asks: { priority: 1 } },
    ];
    expect(matched(waiting, [{ id: 'ana' }, { id: 'cho' }], byPriority)).to.deep.equal([
      'high→ana',
      'low→cho',
    ]);
  });

  it('ALL: needs every skill and the language', () => {
    const asks = { skillIds: [orders!, refunds!], languageId: directory.languages.idOf('es-US') };
    expect(matched([{ id: 'a', asks }], [{ id: 'ben' }, { id: 'cho' }])).to.deep.equal([]);
    expect(matched([{ id: 'a', asks }], [{ id: 'ben' }, { id: 'ana' }])).to.deep.equal(['a→ana']);
  });

  it('BEST: the most proficient, among equals who was alerted longest ago', () => {
    const best = { Orders: { skillEvaluationMethod: 'BEST' } } as const;
    const a = [{ id: 'a', asks: { skillIds: [orders!] } }];
    expect(matched(a, [{ id: 'cho' }, { id: 'ana' }, { id: 'ben', alertedAt: 1 }], best)).to.deep.equal([
      'a→ben',
    ]);
    expect(matched([{ id: 'a' }], [{ id: 'cho' }, { id: 'ben' }], best)).to.deep.equal(['a→cho']);
  });

  it('NONE: disregards skills, never membership', () => {
    const none = {
      Orders: { skillEvaluationMethod: 'NONE' },
      Refunds: { skillEvaluationMethod: 'NONE' },
    } as const;
    const asks = { skillIds: [refunds!] };
    expect(matched([{ id: 'a', asks }], [{ id: 'ben' }], none)).to.deep.equal(['a→ben']);
    expect(matched([{ id: 'a', queue: 'Refunds', asks }], [{ id: 'ben' }], none)).to.deep.equal([]);
  });

  it('scored agents: the best of them, and whoever is there when none of them is', () => {
    const scored = (...scores: readonly [string, number][]): Waits[] => [
      {
        id: 'a',
        asks: {
          scoredAgents: scores.map(([name, score]) => ({ userId: directory.users.idOf(name), score })),
        },
      },
    ];
    expect(
      matched(scored(['ana', 10], ['cho', 90]), [{ id: 'ana' }, { id: 'ben' }, { id: 'cho' }]),
    ).to.deep.equal(['a→cho']);
    expect(matched(scored(['ana', 10], ['cho', 10]), [{ id: 'cho' }, { id: 'ana' }]), 'a tie').to.deep.equal([
      'a→cho',
    ]);
    expect(matched(scored(['ana', 10]), [{ id: 'ben' }])).to.deep.equal(['a→ben']);
  });

  it('scored agents: each rule holds for its time, and says when to ask again', () => {
    const rules = {
      Orders: {
        routingRules: [
          { operator: 'MEETS_THRESHOLD', threshold: 80, waitSeconds: 60 },
          { operator: 'ANY', threshold: 0, waitSeconds: 60 },
        ],
      },
    } as const;
    const at = (queuedAt: number): Waits[] => [
      { id: 'a', queuedAt, asks: { scoredAgents: [{ userId: directory.users.idOf('ana'), score: 50 }] } },
    ];
    const idle = [{ id: 'ben' }, { id: 'ana' }] as const;
    expect(route(at(0.5), idle, rules)).to.deep.equal({ matches: [], reconsiderAt: 12 * 3_600_000 + 30_000 });
    expect(matched(at(1), idle, rules), 'any score will do').to.deep.equal(['a→ana']);
    expect(route(at(1.5), [{ id: 'ben' }], rules).reconsiderAt).to.equal(12 * 3_600_000 + 30_000);
    expect(matched(at(2), [{ id: 'ben' }], rules), 'the rules have run out').to.deep.equal(['a→ben']);
  });

  it('leaves nobody waiting whom somebody idle could take, and gives nobody two', () => {
    const asks = fc.record({
      priority: fc.integer({ min: -3, max: 3 }),
      skillIds: fc.subarray([orders!, refunds!]),
      scoredAgents: fc.constantFrom([], [{ userId: directory.users.idOf('ana'), score: 70 }]),
    });
    const waiting = fc.array(
      fc.record({ queue: fc.constantFrom('Orders', 'Refunds'), queuedAt: fc.nat({ max: 3 }), asks }),
      { maxLength: 5 },
    );
    const idle = fc.subarray<Idles>([
      { id: 'ana' },
      { id: 'ben', alertedAt: 2 },
      { id: 'cho', alertedAt: 2 },
    ]);
    fc.assert(
      fc.property(waiting, idle, (drawn, idles) => {
        const all = drawn.map((one, index) => ({ ...one, id: `c${index}` }));
        const { matches } = route(all, idles);
        const agents = matches.map(({ agent }) => agent);
        expect(new Set(agents).size).to.equal(agents.length);
        const left = all.filter(({ id }) => !matches.some(({ conversation }) => conversation === id));
        const spare = idles.filter(({ id }) => !agents.includes(id));
        for (const waits of left)
          for (const agent of spare)
            expect(matched([waits], [agent]), `${waits.id} ${agent.id}`).to.deep.equal([]);
      }),
    );
  });
});
