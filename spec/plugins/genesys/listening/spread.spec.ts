import { expect } from 'chai';
import fc from 'fast-check';
import { spreadTopics } from '../../../../plugins/genesys/listening/spread.ts';

describe('topics spread over channels', () => {
  it('are each on one channel, evenly, with no more channels or topics than may be', () => {
    const sizes = fc.record({ count: fc.nat(60), topicsPerChannel: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(sizes, ({ count, topicsPerChannel }) => {
        const topics = Array.from({ length: count }, (_, index) => `topic-${index}`);
        const channels = spreadTopics([...topics, ...topics.slice(0, 3)], { topicsPerChannel, channels: 60 });
        expect(channels.flat()).to.have.members(topics).and.to.have.length(count);
        expect(channels).to.have.length(Math.ceil(count / topicsPerChannel));
        const lengths = channels.map(({ length }) => length);
        expect(Math.max(0, ...lengths) - Math.min(Infinity, ...lengths)).to.be.at.most(1);
        for (const length of lengths) expect(length).to.be.at.most(topicsPerChannel);
      }),
    );
  });

  it('that are too many are refused, with what to do', () => {
    const spread = () => spreadTopics(['a', 'b', 'c'], { topicsPerChannel: 1, channels: 2 });
    expect(spread).to.throw('3 topics do not fit on 2 channels of 1');
    expect(spread).to.throw('poll some');
  });
});
