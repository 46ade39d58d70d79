import { expect } from 'chai';
import { channel } from 'node:diagnostics_channel';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HttpServer } from '../../composition/service/httpServer.ts';
import { systemNetwork } from '../../composition/systemNetwork.ts';
import type { Actor, Sink } from '../../engine/ports.ts';
import { post } from '../../engine/http/post.ts';
import { settled, VirtualClock } from '../../harness/lockStep/virtualClock.ts';
import { morning, queued } from '../engine/decisions/decideEvents.ts';
import { sent, started } from '../engine/decisions/delivery/messages.ts';
import { header, rightPolicy } from '../engine/policyText.ts';
import { RecordingCrm } from '../engine/runtime/recordingCrm.ts';
import { decisionsIn, listening } from '../engine/runtime/running.ts';
import { EditedFolder, Hand, mapping, version } from '../engine/runtime/versions.ts';

/** Sets skills at once. */
const skills: Actor = { does: ['set skills'], act: () => Promise.resolve({ status: 'done' }) };

/** A clock that somebody sets, while time goes on evenly. */
class SetClock extends VirtualClock {
  /** Milliseconds by which it is ahead. */
  ahead = 0;

  override now(): number {
    return super.now() + this.ahead;
  }

  steady(): number {
    return super.now();
  }
}

describe('issue 5: live', () => {
  it('a clock that is set back by an hour keeps no batch waiting for an hour', async () => {
    const clock = new SetClock();
    const crm = new RecordingCrm({ most: 10, withinSeconds: 5, apartSeconds: 300 });
    const { policy } = version('p', mapping('Old'));
    const live = await listening({ policy, clock, actors: { skills }, batchActors: { crm } });
    await live.mouth.say(queued('a', 1));
    await clock.pass(5_000);
    expect(crm.asked).to.deep.equal(['a']);
    await live.mouth.say(queued('b', 2));
    clock.ahead = -3_600_000;
    await live.mouth.say(queued('c', 3));
    await clock.pass(300_000);
    expect(crm.asked).to.deep.equal(['a', 'b c']);
  });

  it('a clock that is set back makes no attempt last less than nothing', async () => {
    const clock = new SetClock();
    const crm = new RecordingCrm({ most: 1, withinSeconds: 1 }, async (all) => {
      await clock.sleep(2_000);
      return all.map(() => ({ status: 'done' }));
    });
    const { policy } = version('p', mapping('Old'));
    const live = await listening({ policy, clock, actors: { skills }, batchActors: { crm } });
    await live.mouth.say(queued('a', 1));
    await clock.pass(1_000);
    clock.ahead = -3_600_000;
    await clock.pass(2_000);
    const ends = (await live.store.told(0, 99)).flatMap(({ told }) =>
      'outcome' in told && told.outcome.plugin === 'crm' ? [told.outcome.latencySeconds] : [],
    );
    expect(ends).to.deep.equal([2]);
  });

  it('a plugin that never ends checking an edit keeps neither instructions nor the end waiting', async () => {
    const folder = new EditedFolder('p', mapping('Old'));
    folder.started();
    const check = (): Promise<never> => new Promise(() => undefined);
    const hand = new Hand();
    const live = await listening({
      ...{ policies: [folder.version], actors: { hand } },
      overseen: { folders: [folder], check },
    });
    const over = new AbortController();
    let isOver = false;
    void live.runtime.oversee(live.clock, over.signal).then(() => (isOver = true));
    folder.edit(mapping('New'));
    await live.clock.pass(2_000);
    const store = live.store as unknown as { instruct(one: object, at: number): Promise<number> };
    await store.instruct({ stage: { policy: 'p', stage: 'shadow' } }, 0);
    await live.clock.pass(31_000);
    expect(live.problems.map(({ code }) => code)).to.include('edit-refused');
    expect(live.runtime.policies[0]!.stage).to.equal('shadow');
    folder.edit(mapping('Newer'));
    await live.clock.pass(2_000);
    over.abort(new Error('over'));
    await settled();
    expect(isOver).to.equal(true);
  });

  it('a clock that is set forward has a deadline seen within a minute, also where nothing happens', async () => {
    const clock = new SetClock(morning);
    const policy = rightPolicy(`${header('DeliverySla')}deliveredWithin: 2h\nreadWithin: none\n`);
    const live = await listening({ policy, clock });
    await live.mouth.say(started(), sent(0));
    clock.ahead = 3 * 3_600_000;
    await clock.pass(60_000);
    expect((await decisionsIn(live.store)).map(({ point }) => point)).to.deep.equal(['delivery']);
  });

  it('a sink that takes too long, and does not give up, is told one thing at a time', async () => {
    const calls: string[] = [];
    const slow: Sink = {
      async hear(told) {
        calls.push(`begins ${told.length}`);
        await live.clock.sleep(90_000);
        calls.push('ends');
      },
    };
    const { policy } = version('p', mapping('Old'));
    const live = await listening({ policy, actors: { hand: new Hand() }, sinks: { slow } });
    await live.mouth.say(queued('a', 1));
    await live.clock.pass(900_000);
    const { told } = await live.store.counters();
    const begun = calls.filter((call) => call !== 'ends');
    expect(calls).to.deep.equal(begun.flatMap((call) => [call, 'ends']));
    expect(await live.store.heard('slow'))
      .to.equal(told)
      .and.above(0);
    expect(live.problems).to.deep.equal([]);
  });

  it('connections that cannot be taken, for want of file handles, do not end what serves', async () => {
    const service = new HttpServer(() => Promise.resolve({ status: 200, body: 'fine' }));
    const servers = new Set<Server>();
    const asked = channel('http.server.request.start');
    const note = (message: unknown): void => void servers.add((message as { server: Server }).server);
    asked.subscribe(note);
    try {
      const url = `http://127.0.0.1:${await service.open('127.0.0.1', 0)}/`;
      await (await fetch(url)).text();
      const [server] = servers;
      // As Node tells it: net.Server, where accept(2) fails.
      for (let times = 0; times < 3; times++) server!.emit('error', new Error('accept EMFILE'));
      expect(await (await fetch(url)).text()).to.equal('fine');
    } finally {
      asked.unsubscribe(note);
      await service.close();
    }
  });

  it('a receiver that says 200 and never ends its words is not told again', async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200);
      response.flushHeaders();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const clock = new VirtualClock();
    try {
      const { port } = server.address() as AddressInfo;
      const posting = {
        url: new URL(`http://127.0.0.1:${port}`),
        headers: {},
        body: '{}',
        timeoutSeconds: 9,
      };
      let isHeaded = (): void => undefined;
      const headed = new Promise<void>((resolve) => (isHeaded = resolve));
      const network = {
        ...systemNetwork,
        fetch: async (asked: Request) => {
          const response = await systemNetwork.fetch(asked);
          isHeaded();
          return response;
        },
      };
      const { signal } = new AbortController();
      const posted = post({ network, clock }, { ...posting, mostAnswerBytes: 0 }, signal);
      await headed;
      await clock.pass(9_000);
      expect(await posted).to.deep.include({ status: 200, text: undefined });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
