import { expect } from 'chai';
import fc from 'fast-check';
import { planPlugins, type ListedPlugin } from '../../../engine/plugins/plan.ts';
import { tokens } from '../../../engine/ports.ts';

const token = (name: string): symbol => Symbol.for(`spec/${name}`);

function listed(name: string, needs: readonly symbol[], provides: readonly symbol[], line = 1): ListedPlugin {
  const create = (): never => expect.fail('nothing is made while it is planned');
  const plugin = { name, configSchema: {}, provides, needs, create };
  return { name, plugin, where: { file: 'signalbox.yaml', line, column: 5 } };
}

const plan = (list: readonly ListedPlugin[], given: readonly symbol[] = []) =>
  planPlugins(list, new Set(given));
const said = (list: readonly ListedPlugin[], given: readonly symbol[] = []): string[] =>
  plan(list, given).problems.map(({ line, code, message, hint }) => `${line} ${code}: ${message} → ${hint}`);

describe('the order of plugins', () => {
  it('has each after all it needs, and otherwise as they are listed', () => {
    const acyclic = fc
      .array(fc.uniqueArray(fc.nat(7), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
      .map((needs) => needs.map((list, index) => list.filter((other) => other < index)));
    fc.assert(
      fc.property(acyclic, fc.infiniteStream(fc.nat()), (needs, chance) => {
        const inOrder = needs.map((list, index) =>
          listed(
            `p${index}`,
            list.map((other) => token(`${other}`)),
            [token(`${index}`)],
          ),
        );
        const shuffled = inOrder
          .map((one) => ({ one, key: chance.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const { order, problems } = plan(shuffled);
        expect(problems).to.deep.equal([]);
        expect(order).to.have.members(shuffled);
        for (const one of order)
          for (const need of one.plugin.needs) {
            const provider = order.findIndex(({ plugin }) => plugin.provides.includes(need));
            expect(provider).to.be.below(order.indexOf(one));
          }
      }),
    );
    const free = ['a', 'b', 'c'].map((name) => listed(name, [], [token(name)]));
    expect(plan(free).order).to.deep.equal(free);
  });

  it('may have many sources, actors and sinks, and leaves what is given alone', () => {
    const many = [tokens.eventSource, tokens.factProvider, tokens.actor, tokens.batchActor, tokens.sink];
    expect(said([listed('a', [tokens.clock], many), listed('b', [], many)], [tokens.clock])).to.deep.equal(
      [],
    );
  });

  it('knows every token of its own, and says which one was meant', () => {
    const own = (name: string): symbol => Symbol.for(`signalbox/${name}`);
    const list = [listed('crm', [own('clok')], [own('sinks')], 7), listed('ours', [], [own('our-pool')], 9)];
    expect(said(list, [tokens.clock])).to.deep.equal([
      '7 unknown-token: "crm" names signalbox/sinks, which does not exist → did you mean signalbox/sink?',
      '7 unknown-token: "crm" names signalbox/clok, which does not exist → did you mean signalbox/clock?',
      '9 unknown-token: "ours" names signalbox/our-pool, which does not exist → those under signalbox/ are in docs/plugins.md; give what is your own a name of your own',
    ]);
    expect(said([listed('all', [], Object.values(tokens))])).to.deep.equal([]);
  });

  it('cannot be had where something is missing: says what, where, and what was meant', () => {
    const list = [listed('crm', [token('conection')], [], 7), listed('pool', [], [token('connection')])];
    expect(said(list)).to.deep.equal([
      '7 no-provider: "crm" needs spec/conection, and no plugin listed here provides it → did you mean spec/connection? Otherwise list a plugin that provides it',
    ]);
    expect(said([listed('crm', [Symbol('x')], [])])[0]).to.contain('needs x, and no plugin');
  });

  it('cannot be had in a circle: names it', () => {
    const list = [
      listed('a', [token('b')], [token('a')], 5),
      listed('b', [token('c')], [token('b')], 6),
      listed('c', [token('b')], [token('c')], 7),
    ];
    expect(said(list)).to.deep.equal([
      '6 circle: plugins need each other in a circle: "b" needs "c" needs "b" → one of them must do without',
    ]);
    expect(said([listed('a', [token('a')], [token('a')])])[0]).to.contain('circle: "a" needs "a"');
  });

  it('cannot have two stores, nor a plugin that needs what many provide', () => {
    const stores = [listed('one', [], [tokens.store]), listed('two', [], [tokens.store], 9)];
    expect(said(stores)).to.deep.equal([
      '9 two-providers: "two" and "one" both provide signalbox/store → list one of them',
    ]);
    expect(said([listed('greedy', [tokens.sink], [])])[0]).to.contain('not-to-be-needed');
  });
});
