import { expect } from 'chai';
import fc from 'fast-check';
import { tellableFacts } from '../../../composition/service/decideSchema.ts';
import { withService, type Serving } from './serving.ts';

/** Fewer than other properties make: each is a request. */
const numRuns = Math.max(200, Math.floor(Number(process.env['SIGNALBOX_RUNS'] ?? 1000) * 0.3));

const points = fc.constantFrom('handoff', 'skills', 'order', 'ranking');
const anyFact = fc.oneof(
  fc.constantFrom<unknown>(...tellableFacts.map(({ example }) => example)),
  fc.jsonValue(),
  fc.constantFrom<unknown>('\u0000', '"}', '${env:HOME}', '__proto__', 1e308, -0),
);
const factName = fc.oneof(
  fc.constantFrom(...tellableFacts.map(({ name }) => name)),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'queueOpen'),
);
const almostQuestion = fc.record(
  {
    conversation: fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom('a', 'b'),
      fc.jsonValue(),
    ),
    request: fc.oneof(fc.constantFrom('1', '2'), fc.jsonValue()),
    facts: fc.oneof(fc.dictionary(factName, anyFact, { maxKeys: 4 }), fc.jsonValue()),
  },
  { requiredKeys: [] },
);

describe('POST /v1/decide, whatever comes', function () {
  this.timeout(60_000);

  const holds = (bodies: fc.Arbitrary<string>) =>
    withService({}, ({ ask, problems }: Serving) =>
      fc.assert(
        fc.asyncProperty(points, bodies, async (point, body) => {
          const { status } = await ask(point, body);
          expect(status, body).to.be.oneOf([200, 400]);
          expect(problems).to.deep.equal([]);
        }),
        { numRuns },
      ),
    );

  it('answers any text as the document says', () => holds(fc.string({ unit: 'binary' })));
  it('answers any JSON as the document says', () => holds(fc.json()));
  it('answers what is almost a question as the document says', () =>
    holds(almostQuestion.map((question) => JSON.stringify(question))));

  it('takes every fact’s own example', () =>
    withService({}, async ({ ask }) => {
      const facts = Object.fromEntries(tellableFacts.map(({ name, example }) => [name, example]));
      const { status, body } = await ask('handoff', { conversation: 'a', facts });
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(body).to.deep.include({ fallback: false });
    }));
});
