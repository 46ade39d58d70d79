import type { DeliveryLeg, DeliveryStatus } from '../../facts/occurrence.ts';
import { bodyBase, type DecisionBody, type DecisionContext, type RulingBase } from '../record.ts';
import { secondsOf, type LegState, type Standing } from './standing.ts';

/** What made a message be judged anew. */
export type DeliveryCause =
  | 'message sent'
  | 'delivered receipt'
  | 'read receipt'
  | 'failed receipt'
  | 'delivered deadline'
  | 'read deadline'
  | 'conversation over';

/** How a message stands by its service level. */
export interface DeliveryDecision extends DecisionBody {
  readonly point: 'delivery';
  readonly message: string;
  /** UTC. */
  readonly sentAt: string;
  readonly status: DeliveryStatus;
  readonly delivered: LegState;
  readonly read: LegState;
  /** What each leg is allowed, from when the message was sent; absent where it is not judged. */
  readonly deliveredWithinSeconds?: number;
  readonly readWithinSeconds?: number;
  /** What each leg took; absent while no receipt has come. */
  readonly deliverySeconds?: number;
  readonly readSeconds?: number;
  /** The deadline that is broken by now and was not before. */
  readonly broken?: DeliveryLeg;
}

/** How one message stands at one moment. */
export class DeliveryRuling implements RulingBase<DeliveryDecision> {
  readonly point = 'delivery';
  readonly decidedBy: DeliveryCause;
  readonly context: DecisionContext;
  readonly standing: Standing;
  /** How it stood before. */
  readonly statusBefore: DeliveryStatus;
  /** The deadline that is broken by now and was not before. */
  readonly broken: DeliveryLeg | undefined;

  constructor(
    cause: DeliveryCause,
    standing: Standing,
    statusBefore: DeliveryStatus,
    broken: DeliveryLeg | undefined,
    context: DecisionContext,
  ) {
    this.decidedBy = cause;
    this.standing = standing;
    this.statusBefore = statusBefore;
    this.broken = broken;
    this.context = context;
  }

  get pack(): string {
    return this.standing.pack.name;
  }

  record(): DeliveryDecision {
    const { pack, message, legs, status } = this.standing;
    const { delivered, read } = pack.withinSeconds;
    const [deliverySeconds, readSeconds] = [secondsOf(message, 'delivered'), secondsOf(message, 'read')];
    return {
      ...bodyBase('delivery', pack.name, this.context),
      facts: {},
      rules: [],
      decidedBy: this.decidedBy,
      message: message.id,
      sentAt: new Date(message.sentAt).toISOString(),
      status,
      delivered: legs.delivered,
      read: legs.read,
      ...(delivered === undefined ? {} : { deliveredWithinSeconds: delivered }),
      ...(read === undefined ? {} : { readWithinSeconds: read }),
      ...(deliverySeconds === undefined ? {} : { deliverySeconds }),
      ...(readSeconds === undefined ? {} : { readSeconds }),
      ...(this.broken === undefined ? {} : { broken: this.broken }),
      commands: [],
    };
  }
}
