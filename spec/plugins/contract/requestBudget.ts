import { expect } from 'chai';
import type { PermitsWanted, RequestBudget } from '../../../engine/requestBudget.ts';
import { it } from './runner.ts';

/** Budgets to be held to the contract. */
export interface BudgetSubject {
  /** One end of the budget of a name; each call gives another worker's. */
  readonly budget: (name: string) => RequestBudget;
  /** Lets this many seconds pass at least. */
  readonly pass: (seconds: number) => Promise<void>;
}

/** What every budget that workers share must do. */
export function requestBudgetContract(make: () => BudgetSubject): void {
  let made = 0;
  const ends = (count: number): readonly RequestBudget[] => {
    const [{ budget }, name] = [make(), `spec ${++made}`];
    return Array.from({ length: count }, () => budget(name));
  };
  const terms = { limit: 5, windowSeconds: 600, heldSeconds: 600, answered: 0, returned: [] };
  const taken = async (end: RequestBudget, given: Partial<PermitsWanted>) =>
    end.take({ ...terms, wanted: 0, ...given });

  it('grants up to the limit, whoever asks, and says how many count', async () => {
    const [one, other] = ends(2) as [RequestBudget, RequestBudget];
    expect(await taken(one, { wanted: 3 })).to.deep.include({ granted: 3, counted: 3, waitMilliseconds: 0 });
    expect(await taken(other, { wanted: 3 })).to.deep.include({ granted: 2, counted: 5 });
    const refused = await taken(one, { wanted: 1 });
    expect(refused).to.deep.include({ granted: 0, counted: 5 });
    expect(refused.waitMilliseconds).to.be.within(1, 1_200_000);
    expect(await taken(one, {})).to.deep.include({ granted: 0, counted: 5, waitMilliseconds: 0 });
  });

  it('gives one that is alone all there is', async () => {
    const [alone] = ends(1) as [RequestBudget];
    expect((await taken(alone, { wanted: 300, limit: 300 })).granted).to.equal(300);
  });

  it('keeps for whoever names a higher limit what is beyond a lower one', async () => {
    const [one, other] = ends(2) as [RequestBudget, RequestBudget];
    expect((await taken(one, { wanted: 9, limit: 3 })).granted).to.equal(3);
    expect((await taken(other, { wanted: 1, limit: 3 })).granted).to.equal(0);
    expect((await taken(other, { wanted: 9, limit: 5 })).granted).to.equal(2);
    expect((await taken(other, { wanted: 1, limit: 0 })).granted).to.equal(0);
  });

  it('has what was not used again at once, and what was answered not before a window is over', async () => {
    const [one] = ends(1) as [RequestBudget];
    const { mark } = await taken(one, { wanted: 5 });
    expect(await taken(one, { wanted: 5, returned: [mark, mark] })).to.deep.include({
      granted: 2,
      counted: 5,
    });
    expect(await taken(one, { wanted: 1, answered: 1, returned: [mark] })).to.deep.include({ granted: 0 });
  });

  it('counts what it does not know, and takes back only what it granted', async () => {
    const [one] = ends(1) as [RequestBudget];
    expect(await taken(one, { returned: [1, 2], answered: 1 })).to.deep.include({ counted: 1 });
    const { mark } = await taken(one, { wanted: 1 });
    expect(await taken(one, { returned: [mark, mark, mark] })).to.deep.include({ counted: 1 });
  });

  it('has it back when its time is over: a window after the answer, or what it may be held beyond it', async () => {
    const { budget, pass } = make();
    const one = budget(`spec ${++made}`);
    const short = { windowSeconds: 0.2, heldSeconds: 0 };
    const { mark } = await taken(one, { wanted: 5 });
    await taken(one, { ...short, answered: 2, returned: [mark, mark] });
    const told = await taken(one, { windowSeconds: 0.2, heldSeconds: 600 });
    expect(told.counted).to.be.within(3, 5);
    await pass(0.25);
    expect(await taken(one, {})).to.deep.include({ counted: 3 });
    expect((await taken(one, { ...short, wanted: 2 })).granted).to.equal(2);
    // Of those two nothing is heard again.
    await pass(0.25);
    expect(await taken(one, {})).to.deep.include({ counted: 3 });
  });

  it('never grants more than the limit to many who ask at once', async () => {
    const all = ends(4);
    const asked = Array.from({ length: 10 }, () =>
      all.map((end) => taken(end, { wanted: 2, limit: 31 })),
    ).flat();
    const granted = (await Promise.all(asked)).reduce((sum, one) => sum + one.granted, 0);
    expect(granted).to.equal(31);
  });
}
