import type { Scoring } from '../../engine/decisions/ranking/scoring.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { GenesysConfiguration } from './schema.ts';
import { hasPack as policyHasPack, notesAttributes, notifies, reads } from './policyUse.ts';
import type { GenesysSettings } from './settings.ts';

/** What is to run on an organisation. */
export interface Use {
  readonly configuration: GenesysConfiguration;
  readonly settings: GenesysSettings;
  readonly policy: Policy;
}

/** Something that the platform's contract does not say and nobody has tried. */
export interface Unverified {
  /** As docs/genesys.md has it. */
  readonly what: string;
  /** What to look at in the organisation. */
  readonly check: string;
  readonly isUsed: (use: Use) => boolean;
}

const always = (): boolean => true;
const polls = ({ configuration }: Use): boolean => configuration.listen === 'polling';
const hasHours = ({ settings }: Use): boolean => Object.keys(settings.reading.openingHours).length > 0;
const hasBots = ({ configuration }: Use): boolean => configuration.botFlows !== undefined;
const hasPack =
  (...kinds: readonly string[]) =>
  ({ policy }: Use): boolean =>
    policyHasPack(policy, ...kinds);

/** Whether a ranking has this done. */
export function ranksBy(act: Scoring['act']): (use: Pick<Use, 'policy'>) => boolean {
  return ({ policy }) =>
    policy.packs.some((pack) => pack.kind === 'Scoring' && (pack as Scoring).act === act);
}

/** Whether offered callbacks are created. */
export function callsBack({ policy, settings }: Pick<Use, 'policy' | 'settings'>): boolean {
  return settings.acting.callback !== undefined && policy.packs.some(({ kind }) => kind === 'Handoff');
}

/** Whether supervisors are notified by the organisation's e-mail. */
export function mails({ policy, settings }: Pick<Use, 'policy' | 'settings'>): boolean {
  return settings.acting.fromAddress !== undefined && notifies(policy);
}

const followsMessages = ({ settings }: Use): boolean => settings.listening.followMessages === true;

/** Whether the mood of conversations is asked for. */
export function usesSentiment(use: Use): boolean {
  return use.settings.listening.followSentiment || reads(use.policy, /^sentiment/);
}

/** Whether customers' own words are asked for: by a rule, or to see whether they ask for a person. */
export function usesWords(use: Use): boolean {
  return hasPack('Handoff')(use) || reads(use.policy, /^utterance$/);
}

/** All of it, in the order of docs/genesys.md, which says what each is taken as. */
export const unverified: readonly Unverified[] = [
  {
    what: 'whether `requestScoredAgents` has an effect by this call',
    check: 'rank a test conversation on a queue with preferred agents, and see whom it is offered to',
    isUsed: ranksBy('scoredAgents'),
  },
  {
    what: "the scale of a survey's total score",
    check:
      'look at scores of answered surveys, and set csat.scaleMax of the scoring to the highest there can be',
    isUsed: hasPack('Scoring'),
  },
  {
    what: 'the scale of sentiment',
    check: 'look at scores in speech and text analytics, and set reading.sentimentMagnitude',
    isUsed: usesSentiment,
  },
  {
    what: "the range of a bot's confidence",
    check: 'look at the turns of a bot flow: is confidence from 0 to 1?',
    isUsed: hasBots,
  },
  {
    what: 'how a bot is named among participants',
    check: 'look at a conversation with a bot: the purpose of its participant belongs in reading.botPurposes',
    isUsed: (use) => hasBots(use) || hasPack('Handoff')(use),
  },
  {
    what: "whether a queue's users or waits are left out at zero",
    check: 'nothing: it counts as 0 either way',
    isUsed: () => false,
  },
  {
    what: 'what a schedule group says where no schedule covers',
    check: 'see whether a queue is closed at an hour that none of its schedules names',
    isUsed: hasHours,
  },
  {
    what: 'holidays before closings before openings',
    check: 'see whether schedules of a group that overlap mean what they should',
    isUsed: hasHours,
  },
  {
    what: 'order, repetition and delay of notifications',
    check: 'nothing: nothing rests on it',
    isUsed: () => false,
  },
  {
    what: 'whether every state that is told can be ordered by times, states and messages',
    check: 'watch how often conversations are read while it runs: that is what it costs otherwise',
    isUsed: (use) => !polls(use),
  },
  {
    what: 'how far analytics lag behind',
    check: 'compare what a query tells with what just happened, and set listening.overlapSeconds',
    isUsed: always,
  },
  {
    what: 'whether operators `notExists` on `conversationEnd`, and `matches` on `surveyStatus`, `mediaType`, `direction` do what they say',
    check: 'try these filters in the API explorer on a conversation that is open, surveyed, a callback',
    isUsed: always,
  },
  {
    what: "whether an e-mail's subject is told in conversation details",
    check: 'send one agentless e-mail, and look it up in conversation details',
    isUsed: mails,
  },
  {
    what: 'whether `data` of a callback becomes attributes of its customer',
    check: 'create a callback, and look at its customer’s attributes',
    isUsed: callsBack,
  },
  {
    what: 'taking a conversation out of a bot or a flow by a transfer',
    check: 'see that the bot’s flow asks for the decision, or reads the attribute, and hands over itself',
    isUsed: hasPack('Handoff'),
  },
  {
    what: "when a message was delivered or read: a conversation tells a message's status, and no time of it",
    check:
      'see whether `normalizedReceipts` of messages read by id have times; a notification counts when it comes',
    isUsed: followsMessages,
  },
  {
    what: 'in whose leg a message stands, and whether its status tells its direction',
    check:
      'look at a conversation with messages both ways: `received` is the customer’s, all other statuses are ours',
    isUsed: followsMessages,
  },
  {
    what: 'which endings of a leg are failures',
    check: 'look at participants who never connected, and at their `disconnectType`',
    isUsed: ({ settings }) => settings.listening.followParticipants === true,
  },
  {
    what: 'how soon attributes that were set are read back',
    check: 'set one, read the conversation at once, and set acting.settleSeconds',
    isUsed: (use) => hasPack('Handoff')(use) || notesAttributes(use.policy),
  },
  {
    what: 'which fields `socket_closing` carries',
    check: 'nothing: none are read',
    isUsed: () => false,
  },
  {
    what: "whether tokens of one OAuth client are counted together: the limit is named after the token, the platform's forum says both",
    check: 'nothing: they are taken to be',
    isUsed: () => false,
  },
];
