import { anonymousBank } from '../calibration/anonymousBank.ts';
import type { QueueModel, Scenario } from '../scenario.ts';
import { retailBankAgents } from './retailBankAgents.ts';
import { retailBankBot } from './retailBankBot.ts';
import { retailBankIntents } from './retailBankIntents.ts';

/** Work after a conversation: an assumption, for the log of the Anonymous Bank ends with the call. Median 60 s. */
const afterCall = { kind: 'logNormal', mu: 4.094, sigma: 0.5 } as const;

/** A queue that behaves like one type of service of the Anonymous Bank. */
function queueLike(type: keyof typeof anonymousBank.services, name: string, slaTarget: string): QueueModel {
  const { service, patience } = anonymousBank.services[type];
  return {
    name,
    slaTarget,
    opens: '08:00',
    closes: '20:00',
    talk: { kind: 'logNormal', ...service },
    afterCall,
    patience: { kind: 'survival', points: patience },
  };
}

const closed = (halfHours: number): readonly number[] => Array<number>(halfHours).fill(0);

/**
 * One Monday of a retail bank in New York: calls through a menu, messages through a bot, four queues, 36 agents.
 * Arrivals by time of day, their over-dispersion, talk times and patience are those of the Anonymous Bank; the head
 * start for priority too (its documentation: a minute and a half). The rest is assumed. docs/world.md has the table.
 */
export const retailBank: Scenario = {
  name: 'A Monday of a retail bank',
  startsAt: '2026-03-02T05:00:00.000Z',
  days: 1,
  arrivals: {
    perDay: 1480,
    halfHourShares: [...closed(16), ...anonymousBank.halfHourSharesFrom8To20, ...closed(8)],
    rateShape: anonymousBank.rateShape,
  },
  customers: {
    messageShare: 0.34,
    languages: [
      { name: 'en-US', share: 87 },
      { name: 'es-US', share: 13 },
    ],
    segments: [
      { name: 'everyday', share: 74, priority: 'normal', priorityKnown: 0.5 },
      { name: 'premium', share: 20, priority: 'high', priorityKnown: 0.6 },
      { name: 'private', share: 6, priority: 'high', priorityKnown: 1 },
    ],
    intents: retailBankIntents,
  },
  menu: { time: { kind: 'logNormal', mu: 2.3, sigma: 0.4 }, intentKnown: 0.88, otherwiseQueue: 'General' },
  bot: retailBankBot,
  queues: [
    queueLike('PS', 'Cards', '80/20'),
    queueLike('IN', 'Payments', '80/20'),
    queueLike('NE', 'Mortgages', '80/20'),
    queueLike('NW', 'General', '80/20'),
  ],
  agents: retailBankAgents,
  messages: { talkFactor: 1.5, patienceFactor: 3 },
  surveys: {
    answered: 0.18,
    delay: { kind: 'logNormal', mu: 5.5, sigma: 0.8 },
    spread: 16,
    lostPerMinuteWaited: 4,
    lostByWaitingAtMost: 20,
  },
  observationSeconds: 300,
  requiredSkillsKnown: 0.6,
  headStartSeconds: { high: 90, urgent: 180 },
};
