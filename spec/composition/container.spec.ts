import { expect } from 'chai';
import { compose, type ReadyPlugin } from '../../composition/container.ts';
import type { ConfiguredPlugin } from '../../engine/plugins/configuration.ts';
import type { Dependencies, Plugin, PluginInstance } from '../../engine/plugins/plugin.ts';
import { tokens, type Token } from '../../engine/ports.ts';
import { ProblemError } from '../../engine/problem.ts';

const connection = Symbol.for('spec/connection') as Token<{ readonly to: string }>;

function ready(name: string, plugin: Partial<Plugin>, configuration: unknown = {}): ReadyPlugin {
  const where = { file: 'signalbox.yaml', line: 7, column: 5 };
  return {
    name,
    where,
    configured: { configuration } as ConfiguredPlugin,
    plugin: { name, configSchema: {}, provides: [], needs: [], create: () => ({ parts: {} }), ...plugin },
  };
}

function refusal(list: readonly ReadyPlugin[]): string {
  try {
    compose(list, new Map(), '/folder');
  } catch (error) {
    expect(error).to.be.instanceOf(ProblemError);
    return (error as ProblemError).message;
  }
  return expect.fail('it was composed');
}

describe('the container', () => {
  it('makes each plugin once, and gives it what it needs', () => {
    let made = 0;
    const pool = ready(
      'pool',
      {
        provides: [connection],
        create({ configuration }) {
          made++;
          return { parts: { [connection]: { to: String(configuration) } } };
        },
      },
      'crm',
    );
    const seen: unknown[] = [];
    const user = (name: string): ReadyPlugin =>
      ready(name, {
        needs: [connection, tokens.random],
        create({ name: own, folder, get }: Dependencies): PluginInstance {
          seen.push([own, folder, get(connection).to, get(tokens.random)()]);
          return { parts: {} };
        },
      });
    const given = new Map([[tokens.random, () => 0.25]]);
    const { made: instances, get } = compose([pool, user('a'), user('b')], given, '/folder');
    expect(made).to.equal(1);
    expect(seen).to.deep.equal([
      ['a', '/folder', 'crm', 0.25],
      ['b', '/folder', 'crm', 0.25],
    ]);
    expect(instances.map(({ name }) => name)).to.deep.equal(['pool', 'a', 'b']);
    expect(get(connection)).to.deep.equal({ to: 'crm' });
  });

  it('lets a plugin take the place of what is given, and knows nothing of another container', () => {
    const clock = { now: () => 1, sleep: () => Promise.resolve() };
    const own = ready('clock', {
      provides: [tokens.clock],
      create: () => ({ parts: { [tokens.clock]: clock } }),
    });
    const given = new Map([[tokens.clock, { now: () => 2 }]]);
    expect(compose([own], given, '/').get(tokens.clock).now()).to.equal(1);
    expect(compose([], given, '/').get(tokens.clock).now()).to.equal(2);
  });

  it('says at once what a part lacks, not when it is first used', () => {
    const lacking = (token: symbol, part: unknown): string =>
      refusal([ready('it', { provides: [token], create: () => ({ parts: { [token]: part } }) })]);
    const nothing = (): undefined => undefined;
    for (const [token, part, said] of [
      [tokens.sink, { heard: nothing }, 'signalbox/sink is none: it has no method "hear"'],
      [tokens.sink, nothing, 'signalbox/sink is none: it is no object'],
      [tokens.eventSource, { listen: true }, 'signalbox/eventSource is none: it has no method "listen"'],
      [tokens.actor, { does: [] }, 'signalbox/actor is none: it has no method "act"'],
      [tokens.actor, { act: nothing }, 'signalbox/actor is none: its "does" is not a list of text'],
      [
        tokens.actor,
        { act: nothing, does: ['do transfr'] },
        'it does "do transfr", which is no command: did you mean "do transfer"?',
      ],
      [tokens.factProvider, { observe: nothing }, 'its "facts" is not a list of text'],
      [tokens.store, { commit: nothing }, 'signalbox/store is none: it has no method "counters"'],
      [tokens.clock, { now: nothing }, 'signalbox/clock is none: it has no method "sleep"'],
    ] as const)
      expect(lacking(token, part))
        .to.match(/^signalbox\.yaml:7:5: /)
        .and.to.contain(said);
  });

  it('says where a plugin cannot be made, and why', () => {
    const greedy = ready('greedy', { create: ({ get }) => (get(connection), { parts: {} }) });
    expect(refusal([greedy])).to.equal(
      'signalbox.yaml:7:5: error: plugin "greedy" cannot be made: it asks for spec/connection, which is not in its "needs" [plugin-not-made]',
    );
    const boaster = ready('boaster', { provides: [connection] });
    expect(refusal([boaster])).to.contain('it says it provides spec/connection, and does not [bad-plugin]');
    const picky = ready('picky', {
      create() {
        throw new Error('no such folder');
      },
    });
    expect(refusal([picky])).to.contain('plugin "picky" cannot be made: no such folder');
  });
});
