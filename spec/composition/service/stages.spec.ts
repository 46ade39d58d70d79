import { expect } from 'chai';
import { QuestionBook } from '../../../composition/service/questionBook.ts';
import { Questions } from '../../../composition/service/questions.ts';
import type { Stage } from '../../../engine/stages/stage.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { header } from '../../engine/policyText.ts';
import { recordsIn } from '../../engine/runtime/running.ts';
import { version } from '../../engine/runtime/versions.ts';
import { atWork } from '../../plugins/contract/stages.ts';
import { samplesIn } from './prometheusText.ts';
import { withService } from './serving.ts';

/** Hands every refund over to a queue. */
function refundsTo(queue: string): string {
  return `${header('Handoff')}target: { queue: ${queue} }
cooldownSeconds: 0
triggers: { any: [{ name: refund, when: { fact: intent, operator: equal, value: refund } }] }
guards: { all: [{ name: not-later, when: { fact: intent, operator: notEqual, value: later }, otherwise: { offer: callback } }] }
otherwise: { offer: message }
`;
}

const policies = [version('now', refundsTo('Cards')), version('next', refundsTo('Loans'))];
const refund = { conversation: 'genesys-id', request: '1', facts: { intent: 'refund' } };

describe('a service with several policies', () => {
  const answers: readonly (readonly [stage: Stage, sharePercent: number | undefined, queue: string])[] = [
    ['draft', undefined, 'Cards'],
    ['shadow', undefined, 'Cards'],
    ['canary', 100, 'Loans'],
    ['active', undefined, 'Loans'],
  ];
  for (const [stage, sharePercent, queue] of answers) {
    it(`answers by the one that has the say, after a restart too, while the other is ${stage}`, async () => {
      const store = new MemoryStore();
      const share = sharePercent === undefined ? {} : { sharePercent };
      await store.instruct({ stage: { policy: 'next', stage, ...share } }, 0);
      for (let start = 1; start <= 2; start++)
        await withService({ store, policies }, async ({ ask }) => {
          const { body } = await ask('handoff', refund);
          expect(body).to.deep.include({ fallback: false, queue });
          const last = await ask('handoff', refund);
          expect(last.body).to.deep.equal(body);
        });
      expect(await recordsIn(store)).to.have.length(stage === 'draft' ? 1 : 2);
      expect(await store.depths()).to.deep.equal({ outbox: 0, dead: 0 });
    });
  }

  it('counts the decisions of each, and how late those are that count', async () => {
    const store = new MemoryStore();
    await store.instruct({ stage: { policy: 'next', stage: 'shadow' } }, 0);
    await withService({ store, policies }, async ({ ask, get }) => {
      await ask('handoff', refund);
      const samples = samplesIn((await get('/metrics')).text);
      for (const stage of ['active', 'shadow'])
        expect(samples.get(`signalbox_decisions_total{point="handoff",stage="${stage}"}`)).to.equal(1);
      expect(samples.get('signalbox_decision_lag_seconds_count')).to.equal(1);
    });
  });

  it('has a question wait for its own decision, though policies change meanwhile', async () => {
    const clock = new VirtualClock();
    const book = new QuestionBook(clock);
    const questions = new Questions(clock, { repeatSeconds: 15, actsBy: 'asker' }, book);
    const over = new AbortController();
    const listening = questions.listen(({ events: [observed] }) => {
      book.committed({
        accepted: [{ position: 1, from: 'service', observed: observed!, receivedAt: 0 }],
      });
      return Promise.resolve();
    }, over.signal);
    let isAnswered = false;
    const asking = questions
      .ask({ point: 'handoff', conversation: 'c-1', request: '1', facts: {} })
      .finally(() => (isAnswered = true));
    await settled();
    book.committed({ journal: [{ position: 1, events: [], policies: atWork('h') }] });
    await settled();
    expect(isAnswered).to.equal(false);
    book.committed({ journal: [{ position: 1, events: [] }] });
    expect(await asking).to.have.property('none');
    over.abort();
    await listening;
  });
});
