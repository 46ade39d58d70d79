import { expect } from 'chai';
import type { GenesysError, GenesysErrorCode } from '../../../../plugins/genesys/genesysError.ts';
import { requestFaultKinds, type Fault } from '../../../../harness/sandbox/faults/fault.ts';

/** What came of a read: an error, or how many there are. */
export type Read = GenesysError | number;

/** A platform of which skills are read, and at which things go wrong. */
export interface Asked {
  /** Has something befall the reads that come. @param isRepeated whether one more is answered after it. */
  befall(fault: Fault, isRepeated: boolean): Promise<void>;
  /** Reads this many times at once, with as much time as it takes. */
  read(times: number): Promise<readonly Read[]>;
  /** How many reads have arrived, by now. */
  requests(): Promise<number>;
  /** Milliseconds since 1970. */
  now(): number;
  pass(seconds: number): Promise<void>;
}

type Came = { readonly requests: number; readonly seconds: number } | { readonly error: GenesysErrorCode };

/** What befalls a read, and what comes of it: so many requests, after so many seconds at least; or an error. */
const rows: readonly (readonly [fault: Fault, came: Came])[] = [
  [{ kind: 'unauthorized' }, { requests: 2, seconds: 0 }],
  [{ kind: 'forbidden' }, { error: 'genesys-permission-missing' }],
  [{ kind: 'notFound' }, { error: 'genesys-not-found' }],
  [{ kind: 'conflict' }, { error: 'genesys-request-refused' }],
  [
    { kind: 'tooManyRequests', seconds: 42 },
    { requests: 2, seconds: 42 },
  ],
  [
    { kind: 'tooManyRequests', seconds: 42, retryAfter: 'date' },
    { requests: 2, seconds: 42 },
  ],
  [
    { kind: 'tooManyRequests', retryAfter: 'none' },
    { requests: 2, seconds: 5 },
  ],
  [
    { kind: 'serverError', status: 503, count: 2 },
    { requests: 3, seconds: 1 },
  ],
  [{ kind: 'serverError', status: 502, count: 5 }, { error: 'genesys-unavailable' }],
  [{ kind: 'timeoutAfterApplying' }, { requests: 2, seconds: 0.5 }],
  [{ kind: 'noAnswer' }, { requests: 2, seconds: 0.5 }],
  [{ kind: 'cutJson' }, { requests: 2, seconds: 0.5 }],
];

/** How many skills there are. */
export const skillCount = 2;

/**
 * What goes wrong with a request, wherever it is made.
 * @param use makes a platform for a spec, and ends it.
 */
export function politenessSuite(use: (spec: (asked: Asked) => Promise<void>) => Promise<void>): void {
  it('is every kind there is', () => {
    expect([...new Set(rows.map(([{ kind }]) => kind))]).to.have.members([...requestFaultKinds]);
  });

  for (const [fault, came] of rows) {
    it(`${JSON.stringify(fault)}: ${JSON.stringify(came)}`, () =>
      use(async (asked) => {
        const [before, began] = [await asked.requests(), asked.now()];
        await asked.befall(fault, 'requests' in came);
        const [read] = await asked.read(1);
        if ('error' in came) {
          expect(read).to.have.property('code', came.error);
          expect((read as GenesysError).message).not.to.contain('secret');
          return;
        }
        expect(read).to.equal(skillCount);
        expect((await asked.requests()) - before).to.equal(came.requests);
        expect((asked.now() - began) / 1000).to.be.at.least(came.seconds);
      }));
  }

  it('five calls that fail: nobody is asked for 30 s, then one tries, and all is well', () =>
    use(async (asked) => {
      const before = await asked.requests();
      await asked.befall({ kind: 'serverError', status: 500, count: 5 }, false);
      const shut = await asked.read(5);
      expect(shut.map((one) => (one as GenesysError).code)).to.deep.equal(
        Array.from({ length: 5 }, () => 'genesys-circuit-open'),
      );
      const [refused] = await asked.read(1);
      expect(refused).to.have.property('code', 'genesys-circuit-open');
      expect((await asked.requests()) - before).to.equal(5);
      await asked.pass(30);
      await asked.befall({ kind: 'serverError', status: 500, count: 1 }, true);
      // The one that tried has failed, and is not tried again.
      expect((await asked.read(1))[0]).to.have.property('code', 'genesys-circuit-open');
      await asked.pass(30);
      expect(await asked.read(1)).to.deep.equal([skillCount]);
    }));
}
