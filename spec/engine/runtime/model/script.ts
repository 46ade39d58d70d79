import fc from 'fast-check';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { behaviours } from './outsider.ts';
import type { Deployment } from './deployment.ts';
import { policies } from './policies.ts';

/** One thing that happens. */
class Step implements fc.AsyncCommand<object, Deployment> {
  readonly #name: string;
  readonly #act: (deployment: Deployment) => Promise<void> | void;

  constructor(name: string, act: (deployment: Deployment) => Promise<void> | void) {
    this.#name = name;
    this.#act = act;
  }

  check(): boolean {
    return true;
  }

  async run(_model: object, deployment: Deployment): Promise<void> {
    await this.#act(deployment);
  }

  toString(): string {
    return this.#name;
  }
}

/** Something that happens in a conversation, so many seconds before it becomes known; ahead of our clock when negative. */
interface Happening {
  readonly what: (typeof happenings)[number];
  readonly conversation: string;
  readonly lateSeconds: number;
}

const happenings = [
  ...['started', 'red', 'blue', 'turn', 'answered', 'abandoned', 'ended'],
  ...['sent m-1', 'sent m-2', 'sent m-1', 'sent m-2', 'delivered m-1', 'failed m-2'],
] as const;

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom(...happenings),
  conversation: fc.constantFrom('a', 'b', 'c'),
  lateSeconds: fc.constantFrom(0, 0, 0, 2, 40, -3),
});

function eventOf({ what, conversation, lateSeconds }: Happening, now: number): RoutingEvent {
  const of = { at: now - lateSeconds * 1000, conversation };
  const [sort, message = ''] = what.split(' ') as [string, string?];
  switch (sort) {
    case 'started':
      return { type: 'conversation.started', ...of, mediaType: 'message' };
    case 'red':
    case 'blue':
      return {
        ...{ type: 'conversation.queued', ...of, queue: `queue ${sort}` },
        facts: { mediaType: 'message', intent: sort },
      };
    case 'turn':
      return { type: 'bot.turn', ...of, facts: { intent: 'human' } };
    case 'answered':
      return { type: 'conversation.answered', ...of, agent: null };
    case 'abandoned':
      return { type: 'conversation.abandoned', ...of };
    case 'ended':
      return { type: 'conversation.ended', ...of };
    case 'sent':
      return { type: 'message.sent', ...of, message, direction: 'outbound', attachments: 0 };
    default:
      return { type: 'message.receipt', ...of, message, receipt: sort as 'delivered' | 'failed' };
  }
}

const tell = fc.array(happening, { minLength: 1, maxLength: 4 }).map((all) => {
  const names = all.map(
    ({ what, conversation, lateSeconds }) => `${conversation} ${what} ${lateSeconds} s ago`,
  );
  return new Step(`tell(${names.join('; ')})`, (deployment) =>
    deployment.tell(...all.map((one) => eventOf(one, deployment.clock.now()))),
  );
});

const tellAgain = fc.nat(20).map(
  (back) =>
    new Step(`tellAgain(${back} back)`, async (deployment) => {
      const { log } = deployment.feed;
      if (log.length > 0) await deployment.tell(log[log.length - 1 - (back % log.length)]!);
    }),
);

const pass = fc
  .constantFrom(100, 1_000, 5_000, 12_000, 31_000)
  .map((ms) => new Step(`pass(${ms} ms)`, (deployment) => deployment.pass(ms)));

const fail = fc
  .tuple(
    fc.constantFrom('platform' as const, 'mail' as const, 'webhook' as const, 'crm' as const),
    fc.array(fc.constantFrom(...behaviours), { minLength: 1, maxLength: 4 }),
  )
  .map(
    ([who, how]) =>
      new Step(`fail(${who}: ${how.join(', ')})`, (deployment) => deployment.outsiders[who].behave(how)),
  );

const failSink = fc
  .array(fc.constantFrom('reject' as const, 'hang' as const), { minLength: 1, maxLength: 6 })
  .map((how) => new Step(`failSink(${how.join(', ')})`, (deployment) => deployment.failSink(how)));

const fillStore = fc
  .integer({ min: 1, max: 2 })
  .map((times) => new Step(`fillStore(${times})`, (deployment) => deployment.fillStore(times)));

const kill = fc
  .constantFrom('now' as const, 'before' as const, 'after' as const)
  .map((at) => new Step(`kill(${at})`, (deployment) => deployment.kill(at)));

const start = fc.constant(new Step('start', (deployment) => deployment.start()));

const restart = fc.constant(
  new Step('restart', async (deployment) => {
    await deployment.stop();
    await deployment.start();
  }),
);

const stop = fc.constant(new Step('stop', (deployment) => deployment.stop()));

const edit = fc
  .nat(policies.length - 1)
  .map((which) => new Step(`edit(${which})`, (deployment) => deployment.edit(policies[which]!)));

const takeOver = fc.constant(new Step('takeOver', (deployment) => deployment.takeOver()));
const wake = fc.constant(new Step('wake', (deployment) => deployment.wake()));

/** What becomes of whoever runs. @param canTakeOver whether the store fences off whoever was taken over from. */
const lives = (canTakeOver: boolean) => [
  ...[kill, start, start, restart, stop, edit, edit],
  ...(canTakeOver ? [takeOver, takeOver, wake, wake] : []),
];

export type Script = Iterable<fc.AsyncCommand<object, Deployment>>;

const size = { maxCommands: 16, size: 'max' } as const;

/** Anything that can happen. @param canTakeOver as above. */
export function scripts(canTakeOver: boolean): fc.Arbitrary<Script> {
  const told = [tell, tell, tell, tellAgain, pass, pass];
  return fc.commands([...told, fail, fail, failSink, fillStore, ...lives(canTakeOver)], size);
}

/** Nothing new happens: what was told is told again, and whoever runs is killed, stopped, edited, taken over from. */
export function repeats(canTakeOver: boolean): fc.Arbitrary<Script> {
  return fc.commands([tellAgain, tellAgain, pass, pass, fillStore, ...lives(canTakeOver)], size);
}
