import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { pluginProblem, type Plugin, type PluginInstance } from '../../../engine/plugins/plugin.ts';
import { findingStatuses } from '../../../engine/plugins/finding.ts';
import type { Token } from '../../../engine/ports.ts';
import { it } from './runner.ts';

/** A plugin to be held to the contract. */
export interface PluginSubject {
  readonly plugin: Plugin<never>;
  /** Configurations that must be taken; the first is the one the plugin is made with. */
  readonly right: readonly [unknown, ...unknown[]];
  /** Configurations that must be refused. */
  readonly wrong: readonly unknown[];
  /** What stands for its needs. */
  readonly needs: ReadonlyMap<symbol, unknown>;
}

/** What every plugin must do, whatever it provides. */
export function pluginContract({ plugin, right, wrong, needs }: PluginSubject): void {
  const asked: symbol[] = [];
  const make = (): PluginInstance =>
    plugin.create({
      name: 'it',
      configuration: right[0] as never,
      folder: process.cwd(),
      place: () => ({}),
      get<Part>(token: Token<Part>): Part {
        asked.push(token);
        return needs.get(token) as Part;
      },
    });

  it('exports what a plugin exports', () => {
    expect(pluginProblem(plugin)).to.equal(undefined);
  });

  it('takes the configurations it should, by its schema and by its validator, and refuses the others', () => {
    const compiled = new Ajv2020({ strict: false }).compile(plugin.configSchema);
    for (const [list, expected] of [
      [right, true],
      [wrong, false],
    ] as const) {
      for (const configuration of list) {
        const said = JSON.stringify(configuration);
        expect(compiled(configuration), said).to.equal(expected);
        if (plugin.validator !== undefined) expect(plugin.validator(configuration), said).to.equal(expected);
      }
    }
  });

  it('provides what it says, and asks only for what it says it needs', () => {
    const { parts } = make();
    for (const token of plugin.provides) expect(parts[token], String(token)).not.to.equal(undefined);
    expect(plugin.needs).to.include.members(asked);
  });

  it('starts, and stops', async () => {
    const instance = make();
    await instance.start?.(new AbortController().signal);
    await instance.stop?.(new AbortController().signal);
  });

  it('stops though it has never started', async () => {
    await make().stop?.(new AbortController().signal);
  });

  it('says in words what it finds, if it says anything, before it has started and as often as it is asked', async () => {
    const instance = make();
    for (let asked = 0; asked < 2; asked++) {
      const findings = (await instance.diagnose?.(new AbortController().signal)) ?? [];
      if (instance.diagnose !== undefined) expect(findings).not.to.have.length(0);
      for (const { what, status, hint = 'x' } of findings) {
        expect(what).to.match(/\S.*[^.]$/);
        expect(findingStatuses).to.include(status);
        expect(hint).to.match(/\S/);
      }
    }
  });
}
