import { expect } from 'chai';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { tokens, type BatchActor } from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import { renderProblem } from '../../../engine/problem.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import email from '../../../plugins/email/plugin.ts';
import type { EmailConfiguration } from '../../../plugins/email/schema.ts';
import { batchActorContract, pluginContract } from '../contract.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { alert } from './alerts.ts';
import { certificate, key } from './certificate.ts';
import { headersOf, mailServer, textOf, type MailServer, type ServerManner } from './mailServer.ts';

const policy = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: red@example.com } }
`);
const from = 'signalbox@example.com';
const { signal } = new AbortController();

interface Made {
  readonly actor: BatchActor;
  readonly clock: VirtualClock;
  readonly problems: Problem[];
}

function made(configuration: Partial<EmailConfiguration>, of = policy): Made {
  const clock = new VirtualClock();
  const problems: Problem[] = [];
  const needs = new Map<symbol, unknown>([
    [tokens.clock, clock],
    [tokens.policy, of],
    [tokens.problem, (problem: Problem) => void problems.push(problem)],
  ]);
  const { parts } = email.create({
    ...{ name: 'email', folder: '.', place: (path) => ({ file: path.join('.') }) },
    configuration: { host: '127.0.0.1', from, ...configuration },
    get: ((token: symbol) => needs.get(token)) as never,
  });
  return { actor: parts[tokens.batchActor] as BatchActor, clock, problems };
}

const rejection = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error as Error,
  );
const statuses = async (promise: ReturnType<BatchActor['actTogether']>) =>
  (await promise).map(({ status }) => status);

describe('plugin email', () => {
  let server: MailServer | undefined;
  const serving = async (manner?: ServerManner): Promise<MailServer> => (server = await mailServer(manner));
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  describe('by the contract', () => {
    let port = 0;
    let shared: MailServer;
    before(async () => {
      shared = await mailServer();
      port = shared.port;
    });
    after(() => shared.stop());
    const configuration = { host: '127.0.0.1', from };
    pluginContract({
      plugin: email,
      right: [
        {
          ...configuration,
          get port() {
            return port;
          },
        },
        {
          ...configuration,
          port: 2525,
          tls: 'implicit',
          user: 'u',
          password: 'p',
          firstSeconds: 0,
          digestSeconds: 60,
        },
      ],
      wrong: [
        {},
        { host: 'a' },
        { ...configuration, port: 0 },
        { ...configuration, tls: 'yes' },
        { ...configuration, to: 'x' },
      ],
      needs: new Map<symbol, unknown>([
        [tokens.clock, new VirtualClock()],
        [tokens.policy, policy],
        [tokens.problem, () => undefined],
      ]),
    });
    batchActorContract({ make: () => Promise.resolve(made({ port }).actor) });
  });

  it('sends each supervisor one mail, however many alerts, over one connection', async () => {
    const { port, mails } = await serving();
    const { actor } = made({ port });
    const batch = Array.from({ length: 600 }, (_, index) =>
      alert(`${index}`, `${'ab'[index % 2]}@example.com`),
    );
    expect(new Set(await statuses(actor.actTogether(batch, signal)))).to.deep.equal(new Set(['done']));
    expect(mails.map(({ to }) => to)).to.deep.equal([['a@example.com'], ['b@example.com']]);
    expect(textOf(mails[1]!.raw).match(/conversation c-\d+ /g)).to.have.length(300);
    expect(server!.connections).to.equal(1);
  });

  it('refuses an address that is none, and one that the server will not have; the others get theirs', async () => {
    const { port, mails } = await serving({
      recipient: (address) => ({ 'gone@example.com': 550, 'full@example.com': 452 })[address],
    });
    const { actor } = made({ port });
    const batch = ['a@x', 'gone@example.com', 'b@x', 'full@example.com', 'c@x\r\nRCPT TO:<d@x>', 'c@x'].map(
      (to, index) => alert(`${index}`, to),
    );
    const outcomes = await actor.actTogether(batch, signal);
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      'done',
      'refused',
      'done',
      'notDone',
      'refused',
      'done',
    ]);
    expect(outcomes[1]!.why).to.contain('550');
    expect(outcomes[4]!.why).to.contain('is no e-mail address');
    expect(mails.flatMap(({ to }) => to)).to.deep.equal(['a@x', 'b@x', 'c@x']);
  });

  it('rejects where nothing was sent: nobody there, a recipient put off, a login that is not taken; says so once until it works', async () => {
    const { port, mails } = await serving({ recipient: () => 451 });
    expect((await rejection(made({ port }).actor.actTogether([alert('1')], signal))).message).to.contain(
      '451',
    );
    await server!.stop();
    const nobody = made({ port });
    for (let tries = 0; tries < 3; tries++)
      expect((await rejection(nobody.actor.actTogether([alert('1')], signal))).message).to.contain(
        'ECONNREFUSED',
      );
    expect(nobody.problems.map(({ code }) => code)).to.deep.equal(['receiver-down']);
    const password = 'canary-password-91';
    const guarded = await serving({
      options: {
        authOptional: false,
        disabledCommands: ['STARTTLS'],
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(new Error('no such user')),
      },
    });
    const login = made({ port: guarded.port, user: 'signalbox', password });
    const { message } = await rejection(login.actor.actTogether([alert('1')], signal));
    expect(message).to.contain('535').and.not.contain(password);
    expect(login.problems.map(renderProblem).join()).to.contain('535').and.not.contain(password);
    expect(mails).to.deep.equal([]);
  });

  it('logs in with what it is given', async () => {
    const seen: string[] = [];
    const { port, mails } = await serving({
      options: {
        ...{ authOptional: false, disabledCommands: ['STARTTLS'], allowInsecureAuth: true },
        onAuth({ username, password }, _session, done) {
          seen.push(`${username}:${password}`);
          done(null, { user: 'signalbox' });
        },
      },
    });
    const { actor } = made({ port, user: 'signalbox', password: 'right' });
    expect(await statuses(actor.actTogether([alert('1')], signal))).to.deep.equal(['done']);
    expect([seen, mails.length]).to.deep.equal([['signalbox:right'], 1]);
  });

  it('leaves open what the server may have taken; the repeat has the same Message-ID, and says that it is one', async () => {
    let isFirst = true;
    const { port, mails } = await serving({
      atEnd: () => {
        const end = isFirst ? 'cut' : 'answer';
        isFirst = false;
        return end;
      },
    });
    const { actor } = made({ port });
    const batch = [alert('1', 'a@x'), alert('2', 'b@x'), alert('3', 'a@x')];
    const outcomes = await actor.actTogether(batch, signal);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['notDone', 'notDone', 'notDone']);
    const again = batch.map((one) => ({ ...one, isRepeated: true }));
    expect(await statuses(actor.actTogether(again, signal))).to.deep.equal(['done', 'done', 'done']);
    expect(mails.map(({ to }) => to[0])).to.deep.equal(['a@x', 'a@x', 'b@x']);
    const [first, second] = mails.map(({ raw }) => headersOf(raw).get('message-id'));
    expect(second).to.equal(first);
    expect(textOf(mails[1]!.raw)).to.contain('may have been sent before');
  });

  it('gives up a server that does not answer, and leaves open what it may have taken', async () => {
    const { port, mails } = await serving({ atEnd: () => 'hang' });
    const { actor, clock } = made({ port, timeoutSeconds: 7 });
    const acting = actor.actTogether([alert('1')], signal);
    while (mails.length === 0) await settled();
    await clock.pass(6_999);
    expect(clock.sleeping).to.equal(1);
    await clock.pass(1);
    expect(await acting).to.deep.equal([{ status: 'notDone', why: 'no answer within 7 s' }]);
  });

  it('ends a connection when it is told to give up', async () => {
    const { port, mails } = await serving({ atEnd: () => 'hang' });
    const stop = new AbortController();
    const acting = made({ port }).actor.actTogether([alert('1')], stop.signal);
    while (mails.length === 0) await settled();
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await rejection(acting)).to.equal(reason);
  });

  describe('encryption', () => {
    const trusted = getCACertificates('default');
    afterEach(() => setDefaultCACertificates(trusted));
    const encrypting = { key, cert: certificate };

    it('is demanded of every server but one on this machine: where it is not offered nothing is sent', async () => {
      const { port, mails } = await serving();
      const { actor } = made({ port, tls: 'startTls', user: 'u', password: 'canary-password' });
      expect((await rejection(actor.actTogether([alert('1')], signal))).message).to.match(/STARTTLS|TLS/);
      expect(mails).to.deep.equal([]);
    });

    for (const tls of ['startTls', 'implicit'] as const) {
      it(`by ${tls} is with a server whose certificate is trusted, and with no other`, async () => {
        const options = { ...encrypting, secure: tls === 'implicit', disabledCommands: ['AUTH'] };
        const { port, mails } = await serving({ options });
        const { actor } = made({ host: 'localhost', port, tls });
        // The server may be gone before it is said why.
        expect((await rejection(actor.actTogether([alert('1')], signal))).message).to.match(
          /self-signed|closed unexpectedly/,
        );
        expect(mails).to.deep.equal([]);
        setDefaultCACertificates([...trusted, certificate]);
        expect(await statuses(actor.actTogether([alert('1')], signal))).to.deep.equal(['done']);
        expect(mails).to.have.length(1);
      });
    }
  });

  it('refuses, when it is made, what cannot work, and says no password', () => {
    const said = (configuration: Partial<EmailConfiguration>, of = policy): string => {
      try {
        made(configuration, of);
        return 'made';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const password = 'canary-password';
    expect(said({ from: 'Signalbox <a@b>' })).to.match(
      /^from: error: "Signalbox <a@b>" is no e-mail address/,
    );
    expect(said({ user: 'u' })).to.match(/^user: error: a login needs a user and a password/);
    expect(said({ password }))
      .to.match(/^password: error: a login needs/)
      .and.not.contain(password);
    expect(said({ host: 'mail.example.com', tls: 'none', user: 'u', password }))
      .to.match(/^tls: error: the password would be/)
      .and.not.contain(password);
    expect(said({ host: 'mail.example.com', tls: 'none' })).to.equal('made');
    const wrong = rightPolicy(`${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: red }, notify: { supervisor: 'red,blue@example.com' } }
`);
    expect(said({}, wrong)).to.contain('"red,blue@example.com" is no e-mail address');
  });
});
