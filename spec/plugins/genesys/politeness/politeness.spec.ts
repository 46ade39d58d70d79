import type { Fault } from '../../../../harness/sandbox/faults/fault.ts';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { withPlugin, type Plugged } from '../sandbox/plugged.ts';
import { api, logins, session } from '../session.ts';
import { useNetwork } from '../useNetwork.ts';
import { skills } from './calls.ts';
import { politenessSuite, skillCount, type Asked, type Read } from './politenessSuite.ts';

const read = 'getRoutingSkills';

/** What comes of calls, errors among it. */
function settled(calls: readonly Promise<{ readonly data: { entities?: unknown[] } }>[]): Promise<Read[]> {
  return Promise.all(
    calls.map((call) =>
      call.then(
        ({ data }) => data.entities!.length,
        (error: GenesysError) => error,
      ),
    ),
  );
}

/** Answers made up one by one. */
class OnNock implements Asked {
  readonly #made = session();

  constructor() {
    logins();
  }

  befall(fault: Fault, isRepeated: boolean): Promise<void> {
    for (let time = 0; time < (fault.count ?? 1); time++) this.#answer(fault);
    if (isRepeated)
      api()
        .get(skills)
        .reply(200, { entities: Array.from({ length: skillCount }, () => ({})) });
    return Promise.resolve();
  }

  async read(times: number): Promise<readonly Read[]> {
    const { genesys, run } = this.#made;
    return run(settled(Array.from({ length: times }, () => genesys.call(read, {}, { lane: 'bulk' }))));
  }

  requests(): Promise<number> {
    return Promise.resolve(this.#made.sentAt.length);
  }

  now(): number {
    return this.#made.clock.now();
  }

  pass(seconds: number): Promise<void> {
    return this.#made.clock.pass(seconds * 1000);
  }

  #answer({ kind, status = 500, seconds = 60, retryAfter = 'seconds' }: Fault): void {
    const asked = api().get(skills);
    switch (kind) {
      case 'unauthorized':
        logins();
        asked.reply(401, {});
        break;
      case 'forbidden':
        asked.reply(403, {});
        break;
      case 'notFound':
        asked.reply(404, {});
        break;
      case 'conflict':
        asked.reply(409, {});
        break;
      case 'tooManyRequests': {
        const date = new Date(this.now() + seconds * 1000).toUTCString();
        const header = { seconds: String(seconds), date, none: undefined }[retryAfter];
        asked.reply(429, {}, header === undefined ? {} : { 'retry-after': header });
        break;
      }
      case 'serverError':
        asked.reply(status, {});
        break;
      case 'timeoutAfterApplying':
        asked.reply(504, {});
        break;
      case 'noAnswer':
        asked.replyWithError(Object.assign(new Error('it broke'), { code: 'ECONNRESET' }));
        break;
      case 'cutJson':
        asked.reply(200, '{"entities":[{"id":');
        break;
      default:
        throw new Error(`${kind} befalls no request`);
    }
  }
}

/** The sandbox, over real HTTP. */
class OnSandbox implements Asked {
  readonly #plugged: Plugged;

  constructor(plugged: Plugged) {
    this.#plugged = plugged;
  }

  befall(fault: Fault): Promise<void> {
    return this.#plugged.befall({ operation: read, ...fault });
  }

  read(times: number): Promise<readonly Read[]> {
    const { genesys, lockStep } = this.#plugged;
    const calls = Array.from({ length: times }, () => genesys.call(read, {}, { lane: 'bulk' }));
    return lockStep.run(settled(calls));
  }

  async requests(): Promise<number> {
    return (await this.#plugged.exchanges(read)).length;
  }

  now(): number {
    return this.#plugged.lockStep.clock.now();
  }

  pass(seconds: number): Promise<void> {
    return this.#plugged.lockStep.pass(seconds);
  }
}

describe('what goes wrong with a request', function () {
  this.timeout(60_000);

  describe('to answers that are made up', () => {
    useNetwork();
    politenessSuite((spec) => spec(new OnNock()));
  });

  describe('to the sandbox, over real HTTP', () =>
    politenessSuite((spec) => withPlugin((plugged) => spec(new OnSandbox(plugged)))));
});
