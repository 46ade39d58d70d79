import { expect } from 'chai';
import { ContactCentre } from '../../../harness/sandbox/centre/contactCentre.ts';
import { queueServices } from '../../../harness/sandbox/control/serviceLevels.ts';
import { loadOrg } from '../../../harness/sandbox/org/load.ts';

describe('the national bank', function () {
  this.timeout(30_000);

  it('has a day of 10,000 conversations, 200 agents and 20 queues, and serves it neither perfectly nor badly', async () => {
    const org = await loadOrg('harness/sandbox/orgs/national-bank.yaml');
    expect([org.scenario.agents.length, org.scenario.queues.length]).to.deep.equal([200, 20]);
    const centre = new ContactCentre(org, 1);
    centre.timeline.advanceTo(centre.now + 86_400_000);
    expect(centre.conversations.size).to.be.within(9_500, 10_500);
    const services = queueServices(centre);
    const sum = (of: (service: (typeof services)[number]) => number): number =>
      services.reduce((total, service) => total + of(service), 0);
    expect(sum(({ offered }) => offered)).to.be.above(7_500);
    const level = sum((queue) => queue.answeredWithinTarget) / sum(({ offered }) => offered);
    expect(level).to.be.within(0.7, 0.95);
    for (const { queue, offered, answered } of services)
      expect(answered, queue)
        .to.be.at.least(offered * 0.7)
        .and.at.most(offered);
  });
});
