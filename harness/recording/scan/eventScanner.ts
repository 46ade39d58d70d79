import type {
  AgentUpdated,
  MessageReceipt,
  MessageSent,
  ParticipantState,
  RoutingEvent,
} from '../../../engine/conversation/events.ts';
import { messageDirections, messageReceipts } from '../../../engine/conversation/messages.ts';
import { participantStates } from '../../../engine/conversation/participants.ts';
import { participantPurposes, type ParticipantPurpose } from '../../../engine/facts/occurrence.ts';
import { routingStatuses, type RoutingStatus } from '../../../engine/facts/agent.ts';
import { mediaTypes, type MediaType } from '../../../engine/facts/conversation.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { highestCsat, mostAttachments, mostCsatSurveys, type RecordedEventType } from '../format.ts';
import { longestLine } from '../lines.ts';
import { closeBrace, colon, comma, lineBreak, quote, type ByteCursor } from './byteCursor.ts';
import { FactsReader } from './facts.ts';
import { fieldNumbers, fields, has, shapes } from './fields.ts';
import { membersOf } from './keywords.ts';
import { MomentReader } from './moment.ts';
import { readNumber } from './number.ts';
import { TextCache } from './textCache.ts';
import { readProficiencies, readText, readTextOrNull, readTexts } from './values.ts';

// Made once: a scanner is made for every recording, and for every thread that reads one.
const mediaTypeWords = membersOf(mediaTypes);
const statusWords = membersOf(routingStatuses);
const partyWords = membersOf(['bot', 'agent'] as const);
const purposeWords = membersOf(participantPurposes);
const stateWords = membersOf(participantStates);
const directionWords = membersOf(messageDirections);
const receiptWords = membersOf(messageReceipts);

/**
 * Makes events straight from the bytes of a recording, several times faster than decoding, parsing and checking do. It
 * takes the lines that `eventLine` writes, and others only when they are certainly right and mean the same; whatever
 * else it leaves to who checks, and says what is wrong.
 */
export class EventScanner {
  readonly #cursor: ByteCursor;
  readonly #moments = new MomentReader();
  readonly #texts = new TextCache();
  readonly #facts: FactsReader;
  // What was read of the present line; only the fields that are there are up to date.
  #conversation = '';
  #agent: string | null = '';
  #queue = '';
  #mediaType: MediaType = 'voice';
  #by: 'bot' | 'agent' = 'bot';
  #factValues: FactValues = {};
  #score = 0;
  #status: RoutingStatus = 'IDLE';
  #queues: readonly string[] = [];
  #skills: Readonly<Record<string, number>> = {};
  #languages: Readonly<Record<string, number>> = {};
  #csat = 0;
  #csatSurveys = 0;
  #participant = '';
  #purpose: ParticipantPurpose = 'other';
  #state: ParticipantState = 'pending';
  #message = '';
  #direction: MessageSent['direction'] = 'inbound';
  #attachments = 0;
  #receipt: MessageReceipt['receipt'] = 'delivered';

  /** @param facts the names of the header's list. */
  constructor(cursor: ByteCursor, facts: readonly string[]) {
    this.#cursor = cursor;
    this.#facts = new FactsReader(facts, this.#texts);
  }

  /**
   * The event of the line that begins at the cursor; the cursor is then at the next line.
   * @param earliest time of the event above, in milliseconds since 1970.
   * @returns undefined, and the cursor stays, when the line is not whole, too long, not certainly right, or earlier.
   */
  scan(earliest: number): RoutingEvent | undefined {
    const start = this.#cursor.at;
    const event = this.#event(earliest);
    if (event !== undefined && this.#cursor.at - start <= longestLine) return event;
    this.#cursor.at = start;
    return undefined;
  }

  #event(earliest: number): RoutingEvent | undefined {
    const cursor = this.#cursor;
    const at = this.#moments.read(cursor);
    if (!(at >= earliest)) return undefined;
    const shape = shapes.read(cursor);
    if (shape === undefined) return undefined;
    let present = 0;
    while (cursor.bytes[cursor.at] === comma) {
      cursor.at++;
      if (!cursor.steps(quote)) return undefined;
      const field = fieldNumbers.read(cursor);
      if (field === undefined || (present & (1 << field)) !== 0 || !cursor.steps(colon)) return undefined;
      if (!this.#readField(field)) return undefined;
      present |= 1 << field;
    }
    if (!cursor.steps(closeBrace) || !cursor.steps(lineBreak)) return undefined;
    const isWhole = (present & shape.required) === shape.required && (present & ~shape.allowed) === 0;
    return isWhole ? this.#make(shape.type, at, present) : undefined;
  }

  /** @returns whether the value is certainly right for the field. */
  #readField(field: number): boolean {
    const cursor = this.#cursor;
    switch (field) {
      case fields.conversation: {
        const text = readText(cursor, this.#texts);
        if (text === undefined || text === '') return false;
        this.#conversation = text;
        return true;
      }
      case fields.agent: {
        const text = readTextOrNull(cursor, this.#texts);
        if (text === undefined || text === '') return false;
        this.#agent = text;
        return true;
      }
      case fields.queue: {
        const text = readText(cursor, this.#texts);
        if (text === undefined || text === '') return false;
        this.#queue = text;
        return true;
      }
      case fields.mediaType: {
        const member = cursor.steps(quote) ? mediaTypeWords.read(cursor) : undefined;
        if (member === undefined) return false;
        this.#mediaType = member;
        return true;
      }
      case fields.by: {
        const member = cursor.steps(quote) ? partyWords.read(cursor) : undefined;
        if (member === undefined) return false;
        this.#by = member;
        return true;
      }
      case fields.status: {
        const member = cursor.steps(quote) ? statusWords.read(cursor) : undefined;
        if (member === undefined) return false;
        this.#status = member;
        return true;
      }
      case fields.facts: {
        const facts = this.#facts.read(cursor);
        if (facts === undefined) return false;
        this.#factValues = facts;
        return true;
      }
      case fields.queues: {
        const queues = readTexts(cursor, this.#texts);
        if (queues === undefined || queues.includes('')) return false;
        this.#queues = queues;
        return true;
      }
      case fields.skills: {
        const skills = readProficiencies(cursor, this.#texts);
        if (skills === undefined) return false;
        this.#skills = skills;
        return true;
      }
      case fields.languages: {
        const languages = readProficiencies(cursor, this.#texts);
        if (languages === undefined) return false;
        this.#languages = languages;
        return true;
      }
      case fields.score:
        this.#score = readNumber(cursor);
        return this.#score >= 0;
      case fields.csat:
        this.#csat = readNumber(cursor);
        return this.#csat >= 0 && this.#csat <= highestCsat;
      case fields.csatSurveys:
        this.#csatSurveys = readNumber(cursor);
        return (
          Number.isInteger(this.#csatSurveys) &&
          this.#csatSurveys >= 0 &&
          this.#csatSurveys <= mostCsatSurveys
        );
      case fields.participant: {
        const text = readText(cursor, this.#texts);
        if (text === undefined || text === '') return false;
        this.#participant = text;
        return true;
      }
      case fields.purpose: {
        const member = cursor.steps(quote) ? purposeWords.read(cursor) : undefined;
        if (member === undefined) return false;
        this.#purpose = member;
        return true;
      }
      case fields.state: {
        const member = cursor.steps(quote) ? stateWords.read(cursor) : undefined;
        if (member === undefined) return false;
        this.#state = member;
        return true;
      }
      case fields.message: {
        const text = readText(cursor, this.#texts);
        if (text === undefined || text === '') return false;
        this.#message = text;
        return true;
      }
      case fields.direction: {
        const member = cursor.steps(quote) ? directionWords.read(cursor) : undefined;
        if (member === undefined) return false;
        this.#direction = member;
        return true;
      }
      case fields.attachments:
        this.#attachments = readNumber(cursor);
        return (
          Number.isInteger(this.#attachments) &&
          this.#attachments >= 0 &&
          this.#attachments <= mostAttachments
        );
      case fields.receipt: {
        const member = cursor.steps(quote) ? receiptWords.read(cursor) : undefined;
        if (member === undefined) return false;
        this.#receipt = member;
        return true;
      }
      default:
        return false;
    }
  }

  /** Events of one type have their fields in one order, whatever the line's. */
  #make(type: RecordedEventType, at: number, present: number): RoutingEvent | undefined {
    const conversation = this.#conversation;
    const facts = this.#factValues;
    const hasFacts = has(present, 'facts');
    switch (type) {
      case 'conversation.started': {
        const mediaType = this.#mediaType;
        return hasFacts
          ? { at, type, conversation, mediaType, facts }
          : { at, type, conversation, mediaType };
      }
      case 'conversation.facts':
        return { at, type, conversation, facts };
      case 'bot.turn':
        return { at, type, conversation, facts };
      case 'conversation.transferred':
        return { at, type, conversation, by: this.#by, queue: this.#queue };
      case 'conversation.queued': {
        const queue = this.#queue;
        return hasFacts ? { at, type, conversation, queue, facts } : { at, type, conversation, queue };
      }
      case 'conversation.answered':
        return { at, type, conversation, agent: this.#agent };
      case 'conversation.abandoned':
        return { at, type, conversation };
      case 'conversation.ended':
        return { at, type, conversation };
      case 'conversation.surveyed':
        return { at, type, conversation, score: this.#score };
      case 'participant.changed': {
        const [participant, purpose, state] = [this.#participant, this.#purpose, this.#state];
        return { at, type, conversation, participant, purpose, state };
      }
      case 'message.sent': {
        const [message, direction, attachments] = [this.#message, this.#direction, this.#attachments];
        return { at, type, conversation, message, direction, attachments };
      }
      case 'message.receipt':
        return { at, type, conversation, message: this.#message, receipt: this.#receipt };
      case 'queue.observed':
        return { at, type, queue: this.#queue, facts };
      case 'platform.unseen':
      case 'platform.seen':
        return { at, type };
      case 'agent.updated':
        return this.#agent === null ? undefined : this.#agentUpdated(at, this.#agent, present);
    }
  }

  #agentUpdated(at: number, agent: string, present: number): AgentUpdated {
    const type = 'agent.updated';
    const event: { -readonly [Key in keyof AgentUpdated]: AgentUpdated[Key] } = has(present, 'status')
      ? { at, type, agent, status: this.#status }
      : { at, type, agent };
    if (has(present, 'queues')) event.queues = this.#queues;
    if (has(present, 'skills')) event.skills = this.#skills;
    if (has(present, 'languages')) event.languages = this.#languages;
    if (has(present, 'csat')) event.csat = this.#csat;
    if (has(present, 'csatSurveys')) event.csatSurveys = this.#csatSurveys;
    return event;
  }
}
