import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { mediaTypes, type MediaType } from '../../engine/facts/conversation.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import { eventLine } from '../recording/write.ts';
import { ExcludedRow } from './excludedRow.ts';
import { compileFilter, textSet } from './filter.ts';
import { moments, type FactColumn, type ImportMap, type Moment } from './map/importMap.ts';
import type { Pseudonyms } from '../../engine/door/pseudonym.ts';
import { compileMoments, type RowMoments } from './rowMoments.ts';
import type { Row } from './rows/row.ts';
import type { TimedLine } from './timedLine.ts';
import type { Note } from './tally.ts';
import { compileTurns, type Dialogue } from './rowTurns.ts';
import { compileFact, compileValue } from './values.ts';

/** Turns a row into its events as lines to be sorted, or says why it is left out. */
type RowImporter = (row: Row) => readonly TimedLine[] | ExcludedRow;

/** At one instant what frees an agent comes before what needs one. */
const ranks: Readonly<Record<Moment, number>> = {
  ended: 0,
  abandoned: 0,
  started: 1,
  queued: 2,
  answered: 3,
};

/** Compiles a checked map. @param note told of what was noticed but let pass. */
export function compileRowImporter(map: ImportMap, pseudonyms: Pseudonyms, note: Note): RowImporter {
  const exclusions = (map.exclude ?? []).map(({ reason, when }) => ({
    excluded: new ExcludedRow(reason),
    matches: compileFilter(when),
  }));
  const identify = compileIdentity(map, pseudonyms);
  const readMoments = compileMoments(map, note);
  const describe = compileDescription(map, pseudonyms);
  const readDialogue = map.turns === undefined ? undefined : compileTurns(map.turns, pseudonyms);
  return (row) => {
    for (const { excluded, matches } of exclusions) {
      const left = matches(row);
      if (left !== false) return left === true ? excluded : left;
    }
    const conversation = identify(row);
    if (conversation instanceof ExcludedRow) return conversation;
    const found = readMoments(row);
    if (found instanceof ExcludedRow) return found;
    const described = describe(row, found);
    if (described instanceof ExcludedRow) return described;
    if (readDialogue === undefined) return timedLines(conversation, found, described);
    const dialogue = readDialogue(row);
    if (dialogue instanceof ExcludedRow) return dialogue;
    return dialogueLines(conversation, found.started!, described, dialogue);
  };
}

/** What a row says of its conversation, other than when. */
interface Description {
  readonly mediaType: MediaType;
  readonly queue: string | undefined;
  readonly agent: string | null;
  readonly facts: { readonly started: Record<string, FactValue>; readonly queued: Record<string, FactValue> };
}

function compileIdentity(
  { conversation: { id } }: ImportMap,
  pseudonyms: Pseudonyms,
): (row: Row) => string | ExcludedRow {
  if ('rowNumber' in id) return (row) => pseudonyms.of('conversation', String(row.number));
  const missing = new ExcludedRow('missing-id');
  return (row) => {
    const parts = id.columns.map((column) => row.text(column));
    return parts.includes('') ? missing : pseudonyms.of('conversation', ...parts);
  };
}

function compileDescription(map: ImportMap, pseudonyms: Pseudonyms) {
  const { mediaType: media, queue, facts = {} } = map.conversation;
  const readMedia = compileValue(media, (text) => (mediaTypes as readonly string[]).includes(text));
  const readQueue = queue === undefined ? () => undefined : compileValue(queue);
  const readFacts = Object.entries(facts).map(([name, source]) => ({
    name,
    on: (source as FactColumn).knownFrom ?? 'started',
    read: compileFact(name, source, pseudonyms),
  }));
  const unknownAgents = textSet(map.agent?.unknown);
  return (row: Row, found: RowMoments): Description | ExcludedRow => {
    const mediaType = readMedia(row);
    if (mediaType instanceof ExcludedRow) return mediaType;
    if (mediaType === undefined) return new ExcludedRow('missing-media-type');
    const inQueue = found.queued === undefined && map.turns === undefined ? undefined : readQueue(row);
    if (inQueue instanceof ExcludedRow) return inQueue;
    if (found.queued !== undefined && inQueue === undefined) return new ExcludedRow('missing-queue');
    const known: Description['facts'] = { started: {}, queued: {} };
    for (const { name, on, read } of readFacts) {
      const value = read(row);
      if (value instanceof ExcludedRow) return value;
      if (value !== undefined) known[on][name] = value;
    }
    const name = map.agent === undefined ? '' : row.text(map.agent.column);
    const agent = name === '' || unknownAgents.has(name) ? null : pseudonyms.agent(name);
    return { mediaType: mediaType as MediaType, queue: inQueue, agent, facts: known };
  };
}

function timedLines(conversation: string, found: RowMoments, described: Description): TimedLine[] {
  const { agent } = described;
  const lasting = found.ended !== undefined && found.ended > (found.answered ?? Infinity);
  const made: TimedLine[] = [];
  for (const moment of moments) {
    const at = found[moment];
    if (at === undefined) continue;
    const before = made.at(-1);
    // Moments of one conversation stay in their order even when they share an instant.
    const rank = before?.at === at ? Math.max(before.rank, ranks[moment]) : ranks[moment];
    const work = workOf(moment, found, lasting);
    const line = eventLine(eventOf(moment, at, conversation, described));
    made.push({
      at,
      rank,
      conversation,
      index: made.length,
      work,
      agent: work === '' ? '' : (agent ?? ''),
      line,
    });
  }
  return made;
}

/** A conversation with a bot: nothing of it concerns an agent. */
function dialogueLines(
  conversation: string,
  startedAt: number,
  described: Description,
  { moments: told, lastsMs }: Dialogue,
): TimedLine[] {
  const events: RoutingEvent[] = [
    eventOf('started', startedAt, conversation, described),
    ...told.map((moment): RoutingEvent => {
      const at = startedAt + moment.afterMs;
      return moment.type === 'turn'
        ? { at, type: 'bot.turn', conversation, facts: moment.facts }
        : { at, type: 'conversation.transferred', conversation, by: 'bot', queue: described.queue! };
    }),
    eventOf('ended', startedAt + lastsMs, conversation, described),
  ];
  // In their order, also where they share an instant.
  return events.map((event, index) => ({
    ...{
      at: event.at,
      rank: ranks.started,
      conversation,
      index,
      work: '',
      agent: '',
      line: eventLine(event),
    },
  }));
}

/** What a moment means for its agent; a conversation without length, or with no known end, occupies nobody. */
function workOf(moment: Moment, found: RowMoments, lasting: boolean): TimedLine['work'] {
  if (moment === 'answered') return lasting ? 'begins' : 'passes';
  return moment === 'ended' && lasting && found.answered !== undefined ? 'ends' : '';
}

function eventOf(moment: Moment, at: number, conversation: string, described: Description): RoutingEvent {
  const { mediaType, queue, agent, facts } = described;
  switch (moment) {
    case 'started':
      return { at, type: 'conversation.started', conversation, mediaType, ...withFacts(facts.started) };
    case 'queued':
      return { at, type: 'conversation.queued', conversation, queue: queue!, ...withFacts(facts.queued) };
    case 'answered':
      return { at, type: 'conversation.answered', conversation, agent };
    case 'abandoned':
      return { at, type: 'conversation.abandoned', conversation };
    case 'ended':
      return { at, type: 'conversation.ended', conversation };
  }
}

function withFacts(facts: Readonly<Record<string, FactValue>>): {
  facts?: Readonly<Record<string, FactValue>>;
} {
  return Object.keys(facts).length === 0 ? {} : { facts };
}
