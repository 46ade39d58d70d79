import type { Scenario } from '../../world/scenario.ts';

/** How a queue chooses among agents who have what a conversation needs. */
export type SkillEvaluationMethod = 'ALL' | 'BEST' | 'NONE';

/** For so long, only agents of at least this score are asked. Source: `Queue.routingRules` in the contract. */
export interface RoutingRule {
  readonly operator: 'MEETS_THRESHOLD' | 'ANY';
  /** 0 to 100. */
  readonly threshold: number;
  readonly waitSeconds: number;
}

/** How Genesys routes one queue; what is not said is as Genesys has it by default. */
export interface QueueSettings {
  /** `ALL` unless said. */
  readonly skillEvaluationMethod?: SkillEvaluationMethod;
  /** `TimestampAndPriority` unless said. */
  readonly scoringMethod?: 'TimestampAndPriority' | 'PriorityOnly';
  /** Of preferred agents; without any, the best scored who is idle is asked, else whoever is. */
  readonly routingRules?: readonly RoutingRule[];
}

/** A program that may log in. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** `routing:queue:view` and the like; without the list, all of them. */
  readonly permissions?: readonly string[];
}

/** An organisation of Genesys Cloud: a contact centre, and what Genesys adds to it. Plain data. */
export interface Org {
  readonly scenario: Scenario;
  /** By the queue's name. */
  readonly queueSettings?: Readonly<Record<string, QueueSettings>>;
  /** Besides the one that `signalbox sandbox` prints. */
  readonly clients?: readonly OAuthClient[];
}
