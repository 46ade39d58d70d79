import { retailBank } from '../../world/scenarios/retailBank.ts';
import type { Org } from '../org/org.ts';

const [general] = retailBank.queues.filter(({ name }) => name === 'General');

/**
 * The retail bank as an organisation of Genesys Cloud: with the queue that its policy sends to who was handed over too
 * often, and one who works there.
 */
export const retailBankOrg: Org = {
  scenario: {
    ...retailBank,
    // Median three seconds: time for what an engine decides to reach the platform. Assumed.
    ringing: { kind: 'logNormal', mu: Math.log(3), sigma: 0.4 },
    queues: [...retailBank.queues, { ...general!, name: 'Supervisors' }],
    agents: [
      ...retailBank.agents,
      {
        id: 'supervisor-01',
        queues: ['Supervisors'],
        skills: { General: 5 },
        languages: { 'en-US': 5, 'es-US': 4 },
        satisfaction: 85,
        shift: { from: '07:50', to: '20:15', breaks: [{ at: '12:30', minutes: 30 }] },
      },
    ],
  },
};
