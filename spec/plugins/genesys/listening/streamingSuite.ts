import { expect } from 'chai';
import type { ListeningSettings } from '../../../../plugins/genesys/settings.ts';
import type { ChannelListener } from './channelListener.ts';

/** What can befall a stream, on a stand-in as on a sandbox. */
export type StreamTrouble =
  'socketDrop' | 'socketClosing' | 'channelExpiry' | 'noHeartbeat' | 'repeat' | 'loss';

/** How long heartbeats stay away, in seconds. */
export const silentSeconds = 90;

/** One channel on a platform, and what can be done there. */
export interface Streaming {
  readonly listener: ChannelListener;
  /** Begins to listen, and lets the first heartbeat come. */
  start(settings?: Partial<ListeningSettings>): Promise<void>;
  /** Lets time pass, with the heartbeats that belong to it. */
  pass(seconds: number): Promise<void>;
  /** Something happens to the agent who is listened to. */
  change(): Promise<void>;
  befall(trouble: StreamTrouble): Promise<void>;
  /** How many channels were made, and how often one was verified. */
  calls(): Promise<{ readonly made: number; readonly verified: number }>;
}

/**
 * The lines of the streaming protocol, wherever it is spoken.
 * @param use makes a platform for a spec, and ends it.
 */
export function streamingSuite(use: (spec: (streaming: Streaming) => Promise<void>) => Promise<void>): void {
  /** How many notifications one change is told by, from now on. */
  const toldOf = async (streaming: Streaming): Promise<number> => {
    const { frames } = streaming.listener;
    const before = frames.length;
    await streaming.change();
    return frames.slice(before).filter(({ topic }) => topic === 'userActivity').length;
  };

  it('a channel is made once, subscribed to and heard, and nothing known has been missed', () =>
    use(async (streaming) => {
      await streaming.start();
      const { gaps, sockets, problems } = streaming.listener;
      expect([gaps, sockets, problems]).to.deep.equal([[undefined], 1, []]);
      expect(await streaming.calls()).to.deep.equal({ made: 1, verified: 0 });
    }));

  it('what happens is told', () =>
    use(async (streaming) => {
      await streaming.start();
      expect(await toldOf(streaming)).to.be.above(0);
    }));

  it('heartbeats keep it', () =>
    use(async (streaming) => {
      await streaming.start();
      await streaming.pass(300);
      const { gaps, sockets, losses } = streaming.listener;
      expect([gaps, sockets, losses]).to.deep.equal([[undefined], 1, []]);
      expect(streaming.listener.frames.some(({ topic }) => topic === 'heartbeat')).to.equal(true);
    }));

  it('where they stay away, and no pong comes, it is left, verified, and heard again at its address', () =>
    use(async (streaming) => {
      await streaming.start();
      await streaming.befall('noHeartbeat');
      await streaming.pass(2 * silentSeconds);
      const { gaps, sockets, losses } = streaming.listener;
      expect(losses).to.not.be.empty;
      expect(sockets).to.be.above(1);
      expect(gaps[1]).to.be.a('number');
      const { made, verified } = await streaming.calls();
      expect([made, verified > 0]).to.deep.equal([1, true]);
      expect(await toldOf(streaming)).to.be.above(0);
    }));

  it('a socket that is cut is opened again at the same address, and it is said since when something may be missed', () =>
    use(async (streaming) => {
      await streaming.start();
      await streaming.befall('socketDrop');
      await streaming.pass(30);
      const { gaps, sockets, losses } = streaming.listener;
      expect(sockets).to.equal(2);
      expect(gaps).to.deep.equal([undefined, losses[0]]);
      expect(await streaming.calls()).to.deep.equal({ made: 1, verified: 1 });
      expect(await toldOf(streaming)).to.be.above(0);
    }));

  it('a socket that is announced to close is replaced before it does, and nothing is lost', () =>
    use(async (streaming) => {
      await streaming.start();
      const usual = await toldOf(streaming);
      await streaming.befall('socketClosing');
      await streaming.pass(90);
      const { sockets, losses } = streaming.listener;
      expect([sockets, losses]).to.deep.equal([2, []]);
      expect(await streaming.calls()).to.deep.equal({ made: 1, verified: 0 });
      expect(await toldOf(streaming)).to.equal(usual);
    }));

  it('a channel that is no more is replaced, with all its topics', () =>
    use(async (streaming) => {
      await streaming.start();
      const usual = await toldOf(streaming);
      await streaming.befall('channelExpiry');
      await streaming.pass(30);
      expect(streaming.listener.gaps).to.have.length(2);
      expect((await streaming.calls()).made).to.equal(2);
      expect(await toldOf(streaming)).to.equal(usual);
    }));

  it('a channel is replaced before its 24 hours are over, without a gap', () =>
    use(async (streaming) => {
      await streaming.start({ silenceSeconds: 1e6 });
      await streaming.pass(22.95 * 3600);
      expect((await streaming.calls()).made).to.equal(1);
      await streaming.pass(0.15 * 3600);
      const { gaps, losses } = streaming.listener;
      expect([gaps, losses]).to.deep.equal([[undefined], []]);
      expect((await streaming.calls()).made).to.equal(2);
      expect(await toldOf(streaming)).to.be.above(0);
    }));

  it('a notification that comes twice is told twice, and one that is lost not at all: nobody is silent for that', () =>
    use(async (streaming) => {
      await streaming.start();
      const usual = await toldOf(streaming);
      await streaming.befall('repeat');
      expect(await toldOf(streaming)).to.equal(usual + 1);
      await streaming.befall('loss');
      expect(await toldOf(streaming)).to.equal(usual - 1);
      const { sockets, losses } = streaming.listener;
      expect([sockets, losses]).to.deep.equal([1, []]);
    }));
}
