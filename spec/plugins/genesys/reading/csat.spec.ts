import { expect } from 'chai';
import fc from 'fast-check';
import {
  CsatTally,
  surveyedConversations,
  surveyEvents,
  surveysIn,
  type Survey,
} from '../../../../plugins/genesys/reading/csat.ts';
import {
  jobDetails,
  queryDetails,
  type DetailedConversation,
} from '../../../../plugins/genesys/reading/detailsJob.ts';
import type { GenesysError } from '../../../../plugins/genesys/genesysError.ts';
import { api, failure } from '../session.ts';
import { iso, start } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { readingSession } from './reading.ts';

const details = '/api/v2/analytics/conversations/details';
const survey = (id: string, score: number, more: object = {}) => ({
  ...{
    surveyId: id,
    surveyStatus: 'Finished',
    userId: 'u-1',
    oSurveyTotalScore: score,
    surveyCompletedDate: iso(0),
  },
  ...more,
});
const conversation = (id: string, ...surveys: object[]) => ({ conversationId: id, surveys });

async function collected(pages: AsyncIterable<readonly DetailedConversation[]>): Promise<readonly Survey[]> {
  const surveys: Survey[] = [];
  for await (const page of pages) surveys.push(...surveysIn(page));
  return surveys;
}

describe('customer satisfaction', () => {
  useNetwork();

  it('comes from finished surveys of the days before, page by page', async () => {
    const { reading, run } = readingSession();
    const predicate = {
      type: 'dimension',
      dimension: 'surveyStatus',
      operator: 'matches',
      value: 'Finished',
    };
    const page = (pageNumber: number, conversations: object[]) =>
      api()
        .post(`${details}/query`, {
          interval: `${iso(-86_400)}/${iso(0)}`,
          surveyFilters: [{ type: 'and', predicates: [predicate] }],
          paging: { pageSize: 100, pageNumber },
        })
        .reply(200, { totalHits: 101, conversations });
    page(1, [conversation('c-1', survey('a', 80), survey('b', 60, { surveyStatus: 'Expired' }))]);
    page(2, [conversation('c-2', survey('c', 100), survey('d', 10, { surveyPartialResponse: true }))]);
    const surveys = await run(collected(queryDetails(reading, surveyedConversations(start, 1))));
    const tally = new CsatTally();
    tally.add(surveys);
    expect(tally.events(start).map(({ event }) => event)).to.deep.equal([
      { type: 'agent.updated', at: start, agent: 'u-1', csat: 90, csatSurveys: 2 },
    ]);
    expect(surveyEvents(surveys, start + 1).map(({ event }) => event)).to.deep.equal([
      { type: 'conversation.surveyed', at: start, conversation: 'c-1', score: 80 },
      { type: 'conversation.surveyed', at: start, conversation: 'c-2', score: 100 },
    ]);
  });

  it('counts a survey once, and does not depend on the order of pages', () => {
    const one = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      agent: fc.constantFrom('u-1', 'u-2'),
    });
    const all = fc.uniqueArray(one, { selector: ({ id }) => id }).map((surveys) =>
      surveys.map(({ id, agent }): Survey => ({
        id,
        agent,
        conversation: id,
        score: id.charCodeAt(0) / 7,
        at: 0,
      })),
    );
    const events = (surveys: readonly Survey[]): unknown => {
      const tally = new CsatTally();
      tally.add(surveys);
      return [...tally.events(0)].map(({ event }) => JSON.stringify(event)).sort();
    };
    const shuffled = all.chain((surveys) =>
      fc.tuple(
        fc.constant(surveys),
        fc.shuffledSubarray([...surveys, ...surveys], { minLength: 2 * surveys.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([surveys, twice]) => {
        expect(events(twice)).to.deep.equal(events(surveys));
      }),
    );
  });

  const query = surveyedConversations(start, 30);

  it('comes from a job as well: asked for, waited for, fetched by cursor', async () => {
    const { reading, run, clock, sentAt } = readingSession();
    api().post(`${details}/jobs`, query).reply(202, { jobId: 'j-1' });
    for (const state of ['QUEUED', 'PENDING', 'FULFILLED'])
      api().get(`${details}/jobs/j-1`).reply(200, { state });
    const results = (asked: object) =>
      api()
        .get(`${details}/jobs/j-1/results`)
        .query({ pageSize: 1000, ...asked });
    results({}).reply(200, { conversations: [conversation('c-1', survey('a', 80))], cursor: 'next' });
    results({ cursor: 'next' }).reply(200, { conversations: [conversation('c-2', survey('b', 70))] });
    const surveys = await run(collected(jobDetails(reading, clock, query)));
    expect(surveys.map(({ score }) => score)).to.deep.equal([80, 70]);
    expect(sentAt).to.deep.equal([0, 0, 5, 10, 10, 10]);
  });

  for (const state of ['FAILED', 'CANCELLED', 'EXPIRED'] as const) {
    it(`says so when the job is ${state}`, async () => {
      const { reading, run, clock } = readingSession();
      api().post(`${details}/jobs`).reply(202, { jobId: 'j-1' });
      api().get(`${details}/jobs/j-1`).reply(200, { state, errorMessage: 'too much' });
      const error = (await failure(run(collected(jobDetails(reading, clock, query))))) as GenesysError;
      expect(error.code).to.equal('genesys-job-failed');
      expect(error.message).to.contain(`${state}: too much`);
    });
  }

  it('does not wait for a job for ever', async () => {
    const { reading, run, clock } = readingSession({ jobDeadlineSeconds: 10 });
    api().post(`${details}/jobs`).reply(202, { jobId: 'j-1' });
    api().get(`${details}/jobs/j-1`).times(3).reply(200, { state: 'PENDING' });
    const error = await failure(run(collected(jobDetails(reading, clock, query))));
    expect(error.message).to.contain('is not done after 10 s');
  });
});
