import { expect } from 'chai';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { factValueProblem } from '../../../engine/facts/values.ts';
import { checkParts } from '../../../engine/plugins/checkParts.ts';
import type { Clock, FactHolder, FactProvider } from '../../../engine/ports.ts';
import { it } from './runner.ts';

/** A fact provider to be held to the contract. */
export interface FactProviderSubject {
  readonly make: () => Promise<{ readonly provider: FactProvider; readonly clock: Clock }>;
  /** Whom it knows something of. */
  readonly known: readonly FactHolder[];
}

/** What every fact provider must do. */
export function factProviderContract({ make, known }: FactProviderSubject): void {
  const signal = new AbortController().signal;

  it('looks up facts that may be looked up', async () => {
    const { provider } = await make();
    expect(provider.facts).not.to.have.length(0);
    expect(
      checkParts({
        sources: [],
        actors: [],
        batchActors: [],
        providers: [{ name: 'it', part: provider, where: {} }],
      }),
    ).to.deep.equal([]);
  });

  it('gives values that their facts can have, and when they were so; several at once', async () => {
    const { provider, clock } = await make();
    const asked = known.flatMap((of) => provider.facts.map((fact) => ({ fact, of })));
    const found = await Promise.all(asked.map(({ fact, of }) => provider.observe(fact, of, signal)));
    expect(found.some((one) => one !== undefined)).to.equal(true);
    found.forEach((one, index) => {
      if (one === undefined) return;
      expect(factValueProblem(factCatalogue.get(asked[index]!.fact)!, one.value)).to.equal(undefined);
      expect(one.observedAt).to.be.at.most(clock.now());
    });
  });

  it('says of what it does not know that it is missing', async () => {
    const { provider } = await make();
    for (const holder of [
      { queue: '__proto__' },
      { queue: 'nobody knows' },
      { conversation: 'nobody knows' },
    ])
      for (const fact of provider.facts)
        expect(await provider.observe(fact, holder, signal)).to.equal(undefined);
  });
}
