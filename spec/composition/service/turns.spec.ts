import { expect } from 'chai';
import { NoTurn, Turns } from '../../../composition/service/turns.ts';

/** Work that ends when it is told to. */
function held<T>(begun: T[], name: T) {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const work = (): Promise<T> => {
    begun.push(name);
    return promise;
  };
  return { work, end: () => resolve(name), fail: () => reject(new Error(`${String(name)} failed`)) };
}

const settled = () => new Promise<void>((done) => setImmediate(done));
const whyNot = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => error,
  );

describe('turns', () => {
  it('begin one after the other, in the order they are asked for; a failure keeps nobody from theirs', async () => {
    const turns = new Turns(2);
    const begun: string[] = [];
    const [first, second, third] = [held(begun, 'a'), held(begun, 'b'), held(begun, 'c')];
    const [one, two, three] = [turns.take(first.work), turns.take(second.work), turns.take(third.work)];
    const failed = whyNot(two);
    second.end();
    third.end();
    await settled();
    expect(begun).to.deep.equal(['a']);
    first.end();
    expect([await one, await failed, await three]).to.deep.equal(['a', 'done', 'c']);
    expect(begun).to.deep.equal(['a', 'b', 'c']);

    const failing = held(begun, 'd');
    const [four, five] = [whyNot(turns.take(failing.work)), turns.take(() => Promise.resolve('e'))];
    await settled();
    failing.fail();
    expect(String(await four)).to.equal('Error: d failed');
    expect(await five).to.equal('e');
    expect(await turns.take(() => Promise.resolve('f'))).to.equal('f');
  });

  it('are refused to whoever comes when as many wait as may, and taken again later', async () => {
    const turns = new Turns(1);
    const begun: string[] = [];
    const first = held(begun, 'a');
    const [one, two] = [turns.take(first.work), turns.take(() => Promise.resolve('b'))];
    expect(await whyNot(turns.take(() => Promise.resolve('c')))).to.be.instanceOf(NoTurn);
    first.end();
    expect([await one, await two]).to.deep.equal(['a', 'b']);
    expect(await turns.take(() => Promise.resolve('d'))).to.equal('d');
  });

  it('are refused to who waits and who comes when it is over; what is under way is not', async () => {
    const turns = new Turns(1);
    const begun: string[] = [];
    const first = held(begun, 'a');
    const one = turns.take(first.work);
    const two = whyNot(turns.take(held(begun, 'b').work));
    turns.end();
    expect(await two).to.be.instanceOf(NoTurn);
    expect(await whyNot(turns.take(held(begun, 'c').work))).to.be.instanceOf(NoTurn);
    first.end();
    expect([await one, begun]).to.deep.equal(['a', ['a']]);
  });
});
