import { expect } from 'chai';
import { LockStep } from '../../../harness/lockStep/lockStep.ts';
import type { LineSocket } from '../../../harness/lockStep/lineSocket.ts';
import { withSandbox, type Driven } from '../sandbox/sandboxes.ts';

interface Stepped extends Driven {
  readonly lockStep: LockStep;
  /** What was heard and answered, in order. */
  readonly heard: string[];
  /** Asks the API in lock-step. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** Opens a socket that listens to all queues and agents. */
  readonly listen: (name: string) => Promise<LineSocket>;
}

function inLockStep(use: (stepped: Stepped) => Promise<void>): Promise<void> {
  return withSandbox(async (driven) => {
    const lockStep = new LockStep(driven.sandbox.inProcess);
    const heard: string[] = [];
    const token = await driven.call('GET', '/api/v2/tokens/me');
    expect(token.status).to.equal(200);
    const login = await lockStep.run(
      lockStep.fetch(`${driven.sandbox.baseUrl}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from('spec:spec-secret').toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      }),
    );
    const { access_token: text } = (await login.json()) as { access_token: string };
    const ask: Stepped['ask'] = async (method, path, body) => {
      const answer = await lockStep.fetch(`${driven.sandbox.baseUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    };
    const listen: Stepped['listen'] = async (name) => {
      const channel = (await ask('POST', '/api/v2/notifications/channels')) as {
        id: string;
        connectUri: string;
      };
      const topics = [
        ...Object.values(driven.ids.queues).map((id) => `v2.routing.queues.${id}.conversations`),
        ...Object.values(driven.ids.users).map((id) => `v2.users.${id}.activity`),
      ];
      const path = `/api/v2/notifications/channels/${channel.id}/subscriptions`;
      await ask(
        'PUT',
        path,
        topics.map((id) => ({ id })),
      );
      const socket = new lockStep.WebSocket(channel.connectUri);
      socket.addEventListener('open', () => heard.push(`${name} open`));
      socket.addEventListener('close', () => heard.push(`${name} close`));
      socket.addEventListener('message', ({ data }) => {
        const { topicName } = JSON.parse(String(data)) as { topicName: string };
        heard.push(`${name} ${topicName.split('.').at(-1)}`);
      });
      return socket;
    };
    try {
      await use({ ...driven, lockStep, heard, ask, listen });
    } finally {
      lockStep.close();
    }
  });
}

const message = (from: string, time: string) => ({
  channel: { from: { id: from, idType: 'Opaque' }, time },
  text: 'Hello',
  metadata: { queue: 'Refunds' },
});

describe('lock-step', () => {
  it('lets requests through in the order they were made, and frames be heard before the answer that caused them', () =>
    inLockStep(async ({ lockStep, heard, ask, listen, ids }) => {
      await lockStep.run(listen('one'));
      await lockStep.quiet();
      heard.length = 0;
      const path = `/api/v2/conversations/messages/${ids.openIntegrationId}/inbound/open/message`;
      const time = new Date(lockStep.clock.now()).toISOString();
      const asked = ['a', 'b', 'c'].map((from) =>
        ask('POST', path, message(from, time)).then(() => heard.push(`answer ${from}`)),
      );
      await lockStep.run(Promise.all(asked));
      const answers = heard.filter((one) => one.startsWith('answer'));
      expect(answers).to.deep.equal(['answer a', 'answer b', 'answer c']);
      for (const from of ['a', 'b', 'c']) {
        const before = heard.slice(heard.indexOf(`answer ${from}`) - 1)[0]!;
        expect(before, heard.join(', ')).to.match(/^one (conversations|activity)$/);
      }
    }));

  it('has several sockets hear in the order in which things were said, time after time', () =>
    inLockStep(async ({ lockStep, heard, listen }) => {
      await lockStep.run(listen('one'));
      await lockStep.run(listen('two'));
      await lockStep.pass(300);
      const beats = heard.filter((one) => one.endsWith('metadata'));
      expect(beats).to.deep.equal(Array.from({ length: 10 }, () => ['one metadata', 'two metadata']).flat());
    }));

  it('hears a socket close: when the program leaves it, and when it is cut', () =>
    inLockStep(async ({ lockStep, heard, listen, sandbox }) => {
      const left = await lockStep.run(listen('left'));
      await lockStep.run(listen('cut'));
      await lockStep.quiet();
      left.close();
      await lockStep.quiet();
      sandbox.inProcess.befall([{ kind: 'socketDrop' }]);
      await lockStep.quiet();
      expect(heard).to.deep.equal(['left open', 'cut open', 'left close', 'cut close']);
      await lockStep.pass(60);
      expect(heard, 'nobody hears a heartbeat').to.have.length(4);
    }));

  it('goes on only once what is held is over', () =>
    inLockStep(async ({ lockStep }) => {
      let isWritten = false;
      const writing = new Promise((resolve) => setTimeout(resolve, 20)).then(() => (isWritten = true));
      const woken = lockStep.clock.sleep(10).then(() => isWritten);
      void lockStep.hold(writing);
      expect(await lockStep.run(woken)).to.equal(true);
    }));

  it('gives a request up at once, and makes none that was given up before its turn', () =>
    inLockStep(async ({ lockStep, sandbox }) => {
      const stop = new AbortController();
      const url = `${sandbox.baseUrl}/sandbox/clock`;
      const first = lockStep.fetch(url);
      const second = lockStep.fetch(url, { signal: stop.signal }).catch((error: unknown) => error);
      stop.abort(new Error('enough'));
      expect(((await second) as Error).message).to.equal('enough');
      expect((await lockStep.run(first)).status).to.equal(200);
    }));

  it('says when nothing will ever happen', () =>
    inLockStep(async ({ lockStep }) => {
      const never = lockStep.run(new Promise(() => undefined));
      const error = await never.catch((one: unknown) => one as Error);
      expect(String(error)).to.contain('nothing will ever happen');
    }));
});
