import { expect } from 'chai';
import { systemClock } from '../../../../composition/systemClock.ts';
import type { Clock } from '../../../../engine/ports.ts';
import type { RequestBudget } from '../../../../engine/requestBudget.ts';
import { baseUrlAddress } from '../../../../plugins/genesys/client/address.ts';
import { GenesysClient } from '../../../../plugins/genesys/client/client.ts';
import { politenessDefaults } from '../../../../plugins/genesys/politeness/settings.ts';
import { PostgresShared } from '../../../../plugins/postgres/shared/postgresShared.ts';
import { withSandbox, type Exchange } from '../../../harness/sandbox/sandboxes.ts';
import { openingOf } from '../../postgres/opening.ts';
import { useDatabase } from '../../postgres/server.ts';

/** How many times faster than real time both the sandbox and its clients go. */
const factor = 60;
const limit = 60;
const workers = 3;

/** Time that goes on as fast as the sandbox's. */
const fastClock: Clock = {
  now: () => systemClock.now() * factor,
  steady: () => systemClock.steady!() * factor,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / factor, signal),
};

/** Time in which nothing is late, however slow the machine is. */
const patientClock: Clock = {
  ...systemClock,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds * 20, signal),
};

/** A budget whose server's time goes on as usual, for workers whose time is fast. */
function fast(budget: RequestBudget): RequestBudget {
  return {
    take: async ({ windowSeconds, heldSeconds, ...rest }) => {
      const terms = { windowSeconds: windowSeconds / factor, heldSeconds: heldSeconds / factor };
      const { waitMilliseconds, ...granted } = await budget.take({ ...rest, ...terms });
      return { ...granted, waitMilliseconds: waitMilliseconds * factor };
    },
  };
}

/** Seconds, as `patientClock`. */
const patient = 1e6;
const politeness = {
  ...politenessDefaults,
  requestsPerMinute: limit,
  deadlineSeconds: { handoff: patient, skills: patient, bulk: patient },
  requestTimeoutSeconds: patient,
};

/**
 * What the platform answered to workers who all ask at once, and when.
 * @param shared the budget of each; left out, each asks by its own count, once, while the platform's time stands still.
 */
async function asked(
  requests: readonly number[],
  shared?: readonly RequestBudget[],
): Promise<readonly Exchange[]> {
  let exchanges: readonly Exchange[] = [];
  await withSandbox(
    async ({ sandbox, control }) => {
      const away = (error: unknown): never => expect.fail(String(error));
      const clients = requests.map((_, worker) => {
        const budget = shared?.[worker];
        return new GenesysClient({
          ...{ address: baseUrlAddress(sandbox.baseUrl), clock: fastClock, random: () => 0.5 },
          politeness: { ...politeness, attempts: budget === undefined ? 1 : 1_000 },
          ...{ clientId: sandbox.client.id, clientSecret: sandbox.client.secret },
          ...(budget === undefined ? {} : { shared: { budget, away } }),
        });
      });
      for (const client of clients) await client.logIn(new AbortController().signal);
      const made = clients.flatMap((client, worker) =>
        Array.from({ length: requests[worker]! }, () =>
          client.call('getRoutingSkills', {}, { lane: 'handoff' }),
        ),
      );
      await (shared === undefined ? Promise.allSettled(made) : Promise.all(made));
      ({ exchanges } = await control<{ exchanges: Exchange[] }>('GET', '/sandbox/exchanges'));
    },
    { ...(shared === undefined ? {} : { factor }), requestsPerMinute: limit },
  );
  return exchanges.filter(({ operation }) => operation === 'getRoutingSkills');
}

const refused = (exchanges: readonly Exchange[]): number =>
  exchanges.filter(({ status }) => status === 429).length;

/** The most in any minute of the platform's. */
function busiest(exchanges: readonly Exchange[]): number {
  const times = exchanges.map(({ at }) => Date.parse(at));
  return Math.max(...times.map((end) => times.filter((at) => at > end - 60_000 && at <= end).length));
}

describe('workers who ask by one client', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const opened: PostgresShared[] = [];
  const budgets = async (): Promise<readonly RequestBudget[]> => {
    for (let worker = 0; worker < workers; worker++) {
      const one = new PostgresShared(openingOf(database.url, { schema: 'asking', clock: patientClock }), 1);
      opened.push(one);
      await one.open();
    }
    return opened.map((one) => fast(one.budget(`sandbox ${opened.length}`)!));
  };
  after(async () => {
    for (const one of opened) await one.close();
  });

  it('are refused without a budget they share: each has a minute’s requests of its own', async () => {
    const exchanges = await asked([limit, limit, limit]);
    expect(refused(exchanges)).to.equal(2 * limit);
  });

  it('are never refused with one, however much they ask at once', async () => {
    const shared = await budgets();
    const exchanges = await asked([limit, limit, limit / 2], shared);
    expect(exchanges).to.have.length(2.5 * limit);
    expect(refused(exchanges)).to.equal(0);
    expect(busiest(exchanges)).to.be.at.most(limit);
  });
});
