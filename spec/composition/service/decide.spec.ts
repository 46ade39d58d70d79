import { expect } from 'chai';
import type { Command } from '../../../engine/decisions/record.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { FactProvider } from '../../../engine/ports.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { decisionsIn, journalIn, Mouth, recordsIn, telling } from '../../engine/runtime/running.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { pseudonymOf, withService } from './serving.ts';

const turn = (intent: string, request?: string) => ({
  ...{ conversation: 'genesys-id', facts: { mediaType: 'message', intent } },
  ...(request === undefined ? {} : { request }),
});

/** Asked in vain: it says when it is. */
function silentProvider(asked: () => void): FactProvider {
  return {
    facts: ['agentsOnQueue'],
    observe(_fact, _of, signal) {
      asked();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    },
  };
}

const staffed = rightPolicy(
  `${header('Handoff')}target: { queue: Cards }
triggers: { any: [{ name: staffed, when: { fact: agentsOnQueue, operator: greaterThan, value: 0 } }] }
otherwise: { offer: message }
`,
);

describe('POST /v1/decide', () => {
  const forms: Readonly<Record<string, object>> = {
    refund: { answer: 'handoff', queue: 'Cards', offer: '', say: '' },
    later: { answer: 'offer', queue: '', offer: 'callback', say: '' },
    elsewhere: { answer: 'transfer', queue: 'Loans', offer: '', say: '' },
    hear: { answer: 'say', queue: '', offer: '', say: 'Please hold' },
    nothing: { answer: 'stay', queue: '', offer: '', say: '' },
  };
  for (const [intent, fields] of Object.entries(forms)) {
    it(`handoff: answers by the decision, which is recorded: ${intent}`, () =>
      withService({}, async ({ ask, store }) => {
        const { status, body } = await ask('handoff', turn(intent));
        expect(status).to.equal(200);
        const conversation = pseudonymOf('genesys-id');
        const own = { decision: 'handoff', decisionId: `${conversation}/handoff/1`, fallback: false };
        expect(body).to.deep.include({ ...own, ...fields });
        expect(body['reason']).to.match(/^Turn 1: /);
        const [kept] = await recordsIn(store);
        expect(kept!.body).to.deep.include({ id: body['decisionId'], conversation });
        expect(kept!.envelope.asked).to.deep.include({ actsBy: 'asker' });
      }));
  }

  it('handoff: tells the turn as any source does, under a pseudonym and masked', () =>
    withService({}, async ({ ask, store }) => {
      const facts = { mediaType: 'message', utterance: 'I am anna@example.com, card 4111 1111 1111 1111' };
      await ask('handoff', { conversation: 'genesys-id', facts });
      const [event] = await journalIn(store);
      expect(event).to.deep.include({
        ...{ type: 'bot.turn', conversation: pseudonymOf('genesys-id') },
        facts: { mediaType: 'message', utterance: 'I am <email>, card <card>' },
      });
    }));

  it('is asked again by the same request: one turn, one answer; at the same time too', () =>
    withService({}, async ({ ask, store }) => {
      const first = await Promise.all([
        ask('handoff', turn('refund', '1')),
        ask('handoff', turn('refund', '1')),
      ]);
      const again = await ask('handoff', turn('refund', '1'));
      for (const { body } of [...first, again]) expect(body).to.deep.equal(first[0].body);
      expect(await journalIn(store)).to.have.length(1);
      const { body } = await ask('handoff', turn('refund', '2'));
      expect(body['decisionId']).to.match(/handoff\/2$/);
    }));

  it('takes the same words without a request for the same question, for so long and no longer', async () => {
    const clock = new VirtualClock();
    await withService({ clock, settings: { repeatSeconds: 15 } }, async ({ ask, store }) => {
      await ask('handoff', turn('refund'));
      await clock.pass(14_999);
      await ask('handoff', turn('refund'));
      expect(await journalIn(store)).to.have.length(1);
      await clock.pass(2);
      await ask('handoff', turn('refund'));
      await ask('handoff', turn('nothing'));
      expect(await journalIn(store)).to.have.length(3);
    });
  });

  it('tells two questions of one millisecond as two turns', async () => {
    await withService({ clock: new VirtualClock() }, async ({ ask, store }) => {
      await Promise.all(['1', '2', '3'].map((request) => ask('handoff', turn('refund', request))));
      expect((await decisionsIn(store)).map(({ id }) => id.split('/').at(-1))).to.deep.equal(['1', '2', '3']);
    });
  });

  it('answers the same after a restart, and makes no second turn', async () => {
    const store = new MemoryStore();
    let first: object = {};
    await withService(
      { store },
      async ({ ask }) => void (first = (await ask('handoff', turn('refund', '1'))).body),
    );
    await withService({ store }, async ({ ask }) => {
      expect((await ask('handoff', turn('refund', '1'))).body).to.deep.equal(first);
      expect(await journalIn(store)).to.have.length(1);
    });
  });

  it('answers after a restart what was asked before it and not decided', async () => {
    const store = new MemoryStore();
    let isAsked: () => void;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const providers = { silent: silentProvider(() => isAsked()) };
    const clock = new VirtualClock();
    const runtime = { gatherSeconds: 3600 };
    await withService({ clock, store, policy: staffed, providers, runtime }, async ({ ask }) => {
      const answering = ask('handoff', turn('refund', '1'));
      await asked;
      await clock.pass(2_500);
      expect((await answering).body).to.deep.include({ fallback: true });
    });
    expect(await store.inbox()).to.have.length(1);
    const answering: FactProvider = {
      facts: ['agentsOnQueue'],
      observe: () => Promise.resolve({ value: 0, observedAt: 0 }),
    };
    await withService({ store, policy: staffed, providers: { answering } }, async ({ ask }) => {
      expect((await ask('handoff', turn('refund', '1'))).body).to.deep.include({ fallback: false });
      const turns = (await journalIn(store)).filter(({ type }) => type === 'bot.turn');
      expect(turns).to.have.length(1);
    });
  });

  it('gives the declared fallback when no decision is there in time, and the decision to who asks again later', async () => {
    const clock = new VirtualClock();
    let isAsked: () => void;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const fallback = { handoff: { answer: 'offer', offer: 'callback' } } as const;
    await withService(
      {
        ...{ clock, policy: staffed, providers: { silent: silentProvider(() => isAsked()) } },
        ...{ runtime: { gatherSeconds: 4 }, settings: { decideSeconds: 3, fallback } },
      },
      async ({ ask, store }) => {
        const answering = ask('handoff', turn('refund', '1'));
        await asked;
        await clock.pass(3_000);
        const { status, body } = await answering;
        expect(status).to.equal(200);
        expect(body).to.deep.include({ answer: 'offer', offer: 'callback', fallback: true, decisionId: '' });
        expect(body['reason']).to.equal('no decision within 3 s');
        await clock.pass(1_000);
        while ((await store.counters()).decision === 0) await new Promise((done) => setImmediate(done));
        expect((await ask('handoff', turn('refund', '1'))).body).to.deep.include({ fallback: false });
      },
    );
  });

  it('gives the fallback, and says why: nothing covers it, too many at once, not started, stopping', async () => {
    const elsewhere = rightPolicy(
      `${header('SkillMapping')}otherwise: { assign: { skill: General } }\nmappings: []\n`,
    );
    const reasonOf = async (asking: Promise<{ readonly body: Readonly<Record<string, unknown>> }>) => {
      const { body } = await asking;
      expect(body).to.deep.include({ answer: 'stay', fallback: true });
      return body['reason'];
    };
    await withService({ policy: elsewhere }, async ({ ask, stop }) => {
      expect(await reasonOf(ask('handoff', turn('refund')))).to.contain('no pack covers');
      stop();
      expect(await reasonOf(ask('handoff', turn('refund', '2')))).to.equal('the run is starting or stopping');
    });
    await withService(
      {},
      async ({ ask }) => {
        expect(await reasonOf(ask('handoff', turn('refund')))).to.equal('the run is starting or stopping');
      },
      false,
    );
    let isAsked: () => void;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const providers = { silent: silentProvider(() => isAsked()) };
    const settings = { questionsAtOnce: 1 };
    await withService(
      { policy: staffed, providers, settings, runtime: { gatherSeconds: 0.2 } },
      async ({ ask }) => {
        const first = ask('handoff', turn('refund', '1'));
        await asked;
        expect(await reasonOf(ask('handoff', turn('refund', '2')))).to.equal(
          'too many questions at one time',
        );
        expect((await first).body).to.deep.include({ fallback: false });
      },
    );
  });

  for (const [actsBy, expected] of [
    ['asker', []],
    ['engine', ['transfer']],
  ] as const) {
    it(`${actsBy === 'asker' ? 'sends no command of' : 'sends the commands of'} a handoff that was asked for, where ${actsBy} acts`, async () => {
      const acted: Command[] = [];
      const actor = {
        does: ['do transfer', 'do offer', 'do say'] as const,
        act(commands: readonly Command[]) {
          acted.push(...commands);
          return Promise.resolve({ status: 'done' } as const);
        },
      };
      await withService({ actors: { spec: actor }, settings: { actsBy } }, async ({ ask, store }) => {
        await ask('handoff', turn('refund'));
        const [decision] = await decisionsIn(store);
        expect(decision!.commands.map((one) => 'do' in one && one.do)).to.deep.equal(['transfer']);
      });
      expect(acted.map((one) => 'do' in one && one.do)).to.deep.equal(expected);
    });
  }

  it('acts all the same on a handoff that a source told of', async () => {
    const acted: Command[] = [];
    const actor = {
      does: ['do transfer'] as const,
      act(commands: readonly Command[]) {
        acted.push(...commands);
        return Promise.resolve({ status: 'done' } as const);
      },
    };
    const facts = { mediaType: 'message', intent: 'refund' };
    const event: RoutingEvent = { type: 'bot.turn', at: 0, conversation: 'c-1', facts };
    await withService({ actors: { spec: actor }, sources: { spec: telling([event]) } }, () =>
      Promise.resolve(),
    );
    expect(acted).to.have.length(1);
  });

  it('skills, order: takes in what the flow tells and answers by what is decided; without facts, by the last', () => {
    const mouth = new Mouth();
    return withService({ sources: { spec: mouth } }, async ({ ask, store }) => {
      const conversation = pseudonymOf('genesys-id');
      const at = Date.now() - 60_000;
      const facts = { intent: 'balance' };
      await mouth.say({ type: 'conversation.queued', at, conversation, queue: 'Cards', facts });
      const asked = (point: string, more: object = {}) => ask(point, { conversation: 'genesys-id', ...more });
      expect((await asked('skills')).body).to.deep.include({ skills: ['General'], fallback: false });
      expect((await asked('order')).body).to.deep.include({ place: 1, waiting: 1, fallback: false });
      expect((await asked('ranking')).body).to.deep.include({ agent: '', fallback: true });
      const told = await asked('skills', { facts: { intent: 'refund' } });
      expect(told.body).to.deep.include({ skills: ['Refunds'], priority: 'high', fallback: false });
      expect((await asked('skills')).body).to.deep.equal(told.body);
      expect((await journalIn(store)).map(({ type }) => type)).to.deep.equal([
        'conversation.queued',
        'conversation.facts',
      ]);
      await mouth.say({ type: 'conversation.ended', at: Date.now(), conversation });
      expect((await asked('skills')).body).to.deep.include({ fallback: true });
    });
  });

  const refused: Readonly<Record<string, readonly [body: unknown, says: string]>> = {
    'no JSON': ['{', 'the body is not JSON'],
    'no object': [[], 'the document must be a mapping'],
    'no conversation': [{}, '"conversation" is missing here'],
    'an empty conversation': [{ conversation: '' }, '"conversation" must not be empty'],
    'a fact there is none of': [{ conversation: 'a', facts: { intnt: 'x' } }, 'did you mean "intent"?'],
    'a fact of a queue': [{ conversation: 'a', facts: { queueOpen: true } }, 'unknown key "queueOpen"'],
    'a fact that is worked out': [
      { conversation: 'a', facts: { waitSeconds: 1 } },
      'unknown key "waitSeconds"',
    ],
    'a value that its fact cannot have': [
      { conversation: 'a', facts: { intentConfidence: 7 } },
      '"intentConfidence" must be at most 1, not 7',
    ],
    'too long a text': [{ conversation: 'a', facts: { utterance: 'x'.repeat(10_001) } }, '"utterance" '],
  };
  for (const [name, [body, says]] of Object.entries(refused)) {
    it(`refuses ${name}, in words, and takes nothing in`, () =>
      withService({}, async ({ ask, store }) => {
        const answer = await ask('handoff', body);
        expect(answer.status).to.equal(400);
        const [problem] = answer.body['problems'] as readonly { message: string; hint?: string }[];
        expect(`${problem!.message} → ${problem!.hint}`).to.contain(says);
        expect((await store.counters()).position).to.equal(0);
      }));
  }

  it('does not say again what it refuses: it may be what a customer said', () =>
    withService({}, async ({ ask }) => {
      const said = 'my secret is swordfish';
      const wrong = { mediaType: said, intent: [said], noMatch: said, sentiment: said, utterance: { said } };
      const { text } = await ask('handoff', { conversation: { said }, request: [said], facts: wrong });
      expect(text).not.to.contain('swordfish');
    }));
});
