import { expect } from 'chai';
import { checkParts } from '../../../engine/plugins/checkParts.ts';
import type { CommandKind } from '../../../engine/decisions/record.ts';
import type { Actor, BatchActor, BatchSize, FactProvider } from '../../../engine/ports.ts';

const where = { file: 'signalbox.yaml', line: 4, column: 5 };

function said(given: {
  readonly actors?: Readonly<Record<string, readonly CommandKind[]>>;
  readonly batches?: Readonly<Record<string, readonly [readonly CommandKind[], BatchSize]>>;
  readonly providers?: Readonly<Record<string, readonly string[]>>;
}): string[] {
  const { actors = {}, batches = {}, providers = {} } = given;
  const problems = checkParts({
    sources: [],
    actors: Object.entries(actors).map(([name, does]) => ({ name, where, part: { does } as Actor })),
    batchActors: Object.entries(batches).map(([name, [does, batch]]) => ({
      name,
      where,
      part: { does, batch } as unknown as BatchActor,
    })),
    providers: Object.entries(providers).map(([name, facts]) => ({
      name,
      where,
      part: { facts } as FactProvider,
    })),
  });
  return problems.map(({ line, code, message, hint }) => `${line} ${code}: ${message} → ${hint}`);
}

describe('what plugins provide together', () => {
  it('may divide the work', () => {
    const actors = { a: ['set skills', 'do transfer'], b: ['do notify'] } as const;
    expect(said({ actors, providers: { a: ['intent'], b: ['queueOpen', 'sentiment'] } })).to.deep.equal([]);
  });

  it('may not do the same twice', () => {
    expect(said({ actors: { a: ['do notify'], b: ['do say', 'do notify'] } })).to.deep.equal([
      '4 two-actors: "b" and "a" both do what "do notify" asks → list one of them',
    ]);
    expect(said({ providers: { a: ['intent'], b: ['intent'] } })).to.deep.equal([
      '4 two-fact-providers: "b" and "a" both look up intent → list one of them',
    ]);
  });

  it('may not do the same twice, one by one and in batches', () => {
    const batch = { most: 1, withinSeconds: 0 };
    expect(
      said({ actors: { a: ['do notify'] }, batches: { b: [['do notify'], batch], c: [['do say'], batch] } }),
    ).to.deep.equal(['4 two-actors: "b" and "a" both do what "do notify" asks → list one of them']);
  });

  it('may not ask for batches that cannot be', () => {
    for (const wrong of [
      { most: 0 },
      { most: 1.5 },
      { withinSeconds: -1 },
      { withinSeconds: NaN },
      { apartSeconds: -1 },
      { apartSeconds: NaN },
      { atOnce: 0 },
    ]) {
      const batch = { most: 10, withinSeconds: 5, ...wrong };
      const [problem] = said({ batches: { a: [['do notify'], batch] } });
      expect(problem).to.match(/^4 bad-batch: "a" asks for batches that cannot be: .* → `most` and/);
    }
  });

  it('may not look up what there is not, what is derived, or what is known of agents', () => {
    expect(said({ providers: { a: ['slaTraget', 'waitSeconds', 'csat'] } })).to.deep.equal([
      '4 unknown-fact: "a" looks up an unknown fact "slaTraget" → did you mean "slaTarget"?',
      '4 derived-fact: "a" looks up waitSeconds, which is derived from other facts → look up what it is derived from',
      '4 agent-fact: "a" looks up csat, which is about agents → an event source tells what is known of agents',
    ]);
  });
});
