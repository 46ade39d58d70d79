import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { baseUrlAddress } from '../../../../plugins/genesys/client/address.ts';
import { longestAnswerBytes } from '../../../../plugins/genesys/client/boundedBody.ts';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { failure, session, type Session } from '../session.ts';

type Answer = (response: ServerResponse) => void;

/** Real sockets: a server gives these answers, after the login, one a request. */
async function withServer(
  answers: readonly Answer[],
  use: (session: Session) => Promise<void>,
): Promise<void> {
  const left = [...answers];
  const listener: RequestListener = (request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/oauth/token') {
        response.end(JSON.stringify({ access_token: 'token', expires_in: 100 }));
      } else left.shift()!(response);
    });
  };
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await use(session({ address: baseUrlAddress(`http://127.0.0.1:${port}`) }));
    expect(left).to.have.length(0);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const cutOfKnownLength: Answer = (response) => {
  response.writeHead(200, { 'content-length': 100 }).write('{"entities":');
  setImmediate(() => response.destroy());
};
const cutOfUnknownLength: Answer = (response) => {
  response.write('{"entities":');
  setImmediate(() => response.destroy());
};
const gone: Answer = (response) => response.destroy();
const empty =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end();

const bulk = { lane: 'bulk' } as const;
const transfer = {
  params: { path: { conversationId: 'c-1', participantId: 'p-1' } },
  body: { queueId: 'q-1' },
};
const channel = { params: { path: { channelId: 'channel-1' } } };

describe('over real sockets', () => {
  it('an answer that is cut, or never comes, is asked for again', async () => {
    const whole: Answer = (response) => response.end('{"entities":[]}');
    await withServer([cutOfKnownLength, cutOfUnknownLength, gone, whole], async ({ genesys, run }) => {
      const { data } = await run(genesys.call('getRoutingSkills', {}, bulk));
      expect(data).to.deep.equal({ entities: [] });
    });
  });

  for (const [name, answer] of Object.entries({ cutOfKnownLength, cutOfUnknownLength, gone })) {
    it(`a transfer whose answer is ${name} has an unknown outcome`, async () => {
      await withServer([answer], async ({ genesys, run }) => {
        const call = genesys.call('postConversationParticipantReplaceQueue', transfer, bulk);
        expect(((await failure(run(call))) as GenesysError).code).to.equal('genesys-unknown-outcome');
      });
    });
  }

  it('an answer without a body is one', async () => {
    const chunked: Answer = (response) => {
      response.writeHead(202, { 'transfer-encoding': 'chunked' }).end();
    };
    await withServer([empty(202), chunked, empty(204), empty(200)], async ({ genesys, run }) => {
      const twice = [
        'postConversationParticipantReplaceQueue',
        'postConversationParticipantReplaceQueue',
      ] as const;
      for (const id of twice) expect((await run(genesys.call(id, transfer, bulk))).data).to.equal(undefined);
      for (let time = 0; time < 2; time++) await run(genesys.call('headNotificationsChannel', channel, bulk));
    });
  });

  const zeros = Buffer.alloc(longestAnswerBytes + 1, '0');
  const endless: Readonly<Record<string, Answer>> = {
    'as it is': (response) => response.end(zeros),
    packed: (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(zeros)),
    'with a status of refusal': (response) => response.writeHead(404).end(zeros),
  };
  for (const [name, answer] of Object.entries(endless)) {
    it(`an answer that is too long, ${name}, is not read, nor asked for again`, async () => {
      await withServer([answer], async ({ genesys, run }) => {
        const error = (await failure(run(genesys.call('getRoutingSkills', {}, bulk)))) as GenesysError;
        expect(error.code).to.equal('genesys-answer-too-long');
        expect(error.message).to.contain('to list the skills is not read: the answer is longer than 32 MB');
      });
    });
  }

  it('a transfer whose answer is too long has an unknown outcome', async () => {
    await withServer([endless['as it is']!], async ({ genesys, run }) => {
      const call = genesys.call('postConversationParticipantReplaceQueue', transfer, bulk);
      expect(((await failure(run(call))) as GenesysError).code).to.equal('genesys-unknown-outcome');
    });
  });

  it('nobody there is told by the network’s own word', async () => {
    let closed: Session | undefined;
    await withServer([], (made) => Promise.resolve(void (closed = made)));
    const call = closed!.genesys.call('postConversationParticipantReplaceQueue', transfer, bulk);
    const error = (await failure(closed!.run(call))) as GenesysError;
    expect(error.code).to.equal('genesys-unavailable');
    expect(error.message).to.match(/does not log in: ECONNREFUSED at [^ ]+:\d+: nothing listens there/);
  });
});
