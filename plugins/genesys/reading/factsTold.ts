/** The facts that readings tell, where they are known. The readings are held to them by their types. */

/** Of a queue. */
export const queueFactNames = [
  'slaTarget',
  'serviceLevel',
  'estimatedWaitSeconds',
  'queueOpen',
  'agentsOnQueue',
  'agentsIdle',
  'conversationsWaiting',
] as const;
export type QueueFactName = (typeof queueFactNames)[number];

/** Of a turn with a bot. */
export const turnFactNames = ['utterance', 'intent', 'intentConfidence', 'noMatch'] as const;
export type TurnFactName = (typeof turnFactNames)[number];

/** Of what a conversation's routing asks for. */
export const routingFactNames = ['requiredSkills', 'language'] as const;
export type RoutingFactName = (typeof routingFactNames)[number];

/** Of a conversation, looked up when a rule needs them. */
export const conversationFactNames = ['sentiment', 'utterance'] as const;
export type ConversationFactName = (typeof conversationFactNames)[number];

/** Every fact that can be looked up. */
export const lookedUpFacts: readonly string[] = [...queueFactNames, ...conversationFactNames];
