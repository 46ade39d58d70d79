import nock from 'nock';

/** In a suite: nock answers, refuses every request that no test foresaw, and misses those foreseen that never came. */
export function useNetwork(): void {
  before(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    const left = nock.pendingMocks();
    nock.cleanAll();
    if (left.length > 0) throw new Error(`never asked: ${left.join(', ')}`);
  });
  after(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}
