import { expect } from 'chai';
import type { ReadyPlugin } from '../../composition/container.ts';
import { pluginsProviding } from '../../composition/partly.ts';
import { tokens } from '../../engine/ports.ts';

const connection = Symbol.for('spec/connection');
const ready = (name: string, provides: readonly symbol[], needs: readonly symbol[] = []): ReadyPlugin =>
  ({ name, plugin: { name, provides, needs } }) as unknown as ReadyPlugin;

describe('work that is no run', () => {
  it('makes what it is about with all that needs, and not what takes the place of something given', () => {
    const order = [
      ready('clock', [tokens.clock]),
      ready('store', [tokens.store, tokens.requestBudgets]),
      ready('pool', [connection]),
      ready('source', [tokens.eventSource], [tokens.clock, connection, tokens.requestBudgets]),
      ready('sink', [tokens.sink], [connection]),
    ];
    const given = new Map([tokens.clock, tokens.store, tokens.requestBudgets].map((token) => [token, {}]));
    const names = (wanted: readonly symbol[]): readonly string[] =>
      pluginsProviding(order, wanted, given).map(({ name }) => name);
    expect(names([tokens.eventSource])).to.deep.equal(['pool', 'source']);
    expect(names([tokens.eventSource, tokens.clock])).to.deep.equal(['clock', 'pool', 'source']);
  });
});
