import { expect } from 'chai';
import { Readiness } from '../../../composition/service/readiness.ts';
import type { EventSource } from '../../../engine/ports.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';

describe('a source that is watched', () => {
  it('says of itself all that it says unwatched', () => {
    const heard: unknown[] = [];
    const part: Required<EventSource> = {
      ...{ carries: ['intent'], givesPseudonyms: true, standsBy: true, isOfThePast: true },
      toldUntil: Number,
      sealed: ({ type }) => type,
      unseal: (sealed) => void heard.push(sealed),
      listen: () => Promise.resolve(),
    };
    const { name, part: watched } = new Readiness(new VirtualClock(), true).watched({ name: 'spec', part });
    expect(name).to.equal('spec');
    expect(watched).to.have.all.keys(Object.keys(part));
    expect(watched).to.deep.include({ carries: ['intent'], givesPseudonyms: true });
    expect(watched).to.include({ standsBy: true, isOfThePast: true });
    expect(watched.toldUntil?.('7')).to.equal(7);
    expect(watched.sealed?.({ type: 'platform.seen', at: 0 })).to.equal('platform.seen');
    watched.unseal?.('x');
    expect(heard).to.deep.equal(['x']);
  });
});
