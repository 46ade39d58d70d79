import { canonicalJson } from '../../engine/canonical.ts';
import { commandsToDo } from '../../engine/decisions/record.ts';
import type { Changes, KeptDecision } from '../../engine/store.ts';
import { Commands } from './commands.ts';
import type { Session } from './session.ts';
import { statements } from './statements.ts';
import type { CounterRow, Write, Writing } from './storeDatabase.ts';
import { keptText } from './textKey.ts';

type Rows = readonly object[];

/**
 * What is to be written of changes: a statement a table, with all its rows.
 * @param now of our clock, in milliseconds since 1970.
 * @throws what keeps any part from being written.
 */
export async function writingOf(
  changes: Changes,
  now: number,
  session: Session,
  counter: Promise<CounterRow>,
): Promise<Writing> {
  const [commands, before] = await Promise.all([commandsBefore(changes, session), counter]);
  const after: CounterRow = { ...before };
  const over = overIn(changes);
  const commanding = new Commands(before.command, commands);
  commanding.unwantAll(over);
  const outcomes: object[] = [];
  const tell = (record: unknown): object => ({
    ...{ number: ++after.told, kept_at: now, record: canonicalJson(record) },
  });
  for (const one of changes.dropped ?? []) {
    commanding.drop(one);
    outcomes.push(tell(one.ended));
  }
  for (const number of changes.redone ?? []) commanding.redo(number);
  for (const { number, attempts } of changes.tried ?? []) commanding.tried(number, attempts);
  for (const one of changes.ended ?? []) {
    commanding.end(one);
    outcomes.push(tell(one.ended));
  }
  const decisions = (changes.decisions ?? []).map((decision) => {
    after.decision = Math.max(after.decision, decision.number);
    for (const command of commandsToDo(decision.record)) commanding.decide(decision, command);
    return tell(decision.record);
  });
  const intake = intakeOf(changes, after);
  after.command = commanding.last;
  const { asked, changed, wanted, unwanted } = commanding.rows();
  const { snapshot } = changes;
  const writes: readonly (Write | undefined)[] = [
    ...intake,
    ...conversationsOf(changes, over),
    rowsOf('change', changed),
    rowsOf('ask', asked),
    rowsOf('unwant', unwanted),
    rowsOf('want', wanted),
    rowsOf('tell', outcomes),
    rowsOf('decide', decisions),
    ...policiesOf(changes),
    // A cursor is whatever its source says, so it is kept as JSON: that holds any text.
    rowsOf(
      'move',
      [...(changes.cursors ?? [])].map(([plugin, cursor]) => ({
        ...{ plugin: keptText(plugin), value: canonicalJson(cursor) },
      })),
    ),
    rowsOf(
      'hear',
      [...(changes.heard ?? [])].map(([sink, number]) => ({ sink: keptText(sink), number, asked_at: now })),
    ),
    // Nobody compares its spelling, and it is long: JSON as the platform writes it is several times as fast.
    snapshot && {
      statement: statements.snapshot,
      values: [
        snapshot.after,
        snapshot.format,
        keptText(snapshot.engineVersion),
        JSON.stringify(snapshot.state),
      ],
    },
    snapshot && { statement: statements.supersede, values: [] },
  ];
  return { writes: writes.filter((write) => write !== undefined), counter: after };
}

/** What is known of the commands that the changes are about. */
async function commandsBefore(changes: Changes, session: Session) {
  const { decisions = [], tried = [], ended = [], dropped = [], redone = [] } = changes;
  const decided = decisions.flatMap(({ record }) => commandsToDo(record));
  const ids = decided.flatMap((command) => ('id' in command ? [keptText(command.id)] : []));
  const setting = decided.flatMap((command) => ('set' in command ? [keptText(command.conversation)] : []));
  const numbers = [...redone, ...[...tried, ...ended, ...dropped].map(({ number }) => number)];
  const none = Promise.resolve([]);
  const [asked, commands, wanted] = await Promise.all([
    ids.length === 0 ? none : session.ask(statements.asked, [ids]),
    numbers.length === 0 ? none : session.ask(statements.commands, [numbers]),
    setting.length + numbers.length === 0 ? none : session.ask(statements.wantedOf, [setting, numbers]),
  ]);
  return { asked, commands, wanted };
}

function intakeOf(
  { accepted = [], journal = [], gathered = [] }: Changes,
  counter: CounterRow,
): readonly (Write | undefined)[] {
  // What is decided on in the commit it is taken in with never waits, and need not be written twice.
  const ofEvents = journal.filter(({ policies }) => policies === undefined);
  const decidedOn = new Set(ofEvents.map(({ position }) => position));
  const waiting = accepted.filter(({ position }) => {
    counter.position = Math.max(counter.position, position);
    return !decidedOn.delete(position);
  });
  return [
    rowsOf(
      'accept',
      waiting.map(({ position, from, receivedAt, observed }) => ({
        ...{ position, received_at: receivedAt, source: keptText(from), observed: canonicalJson(observed) },
      })),
    ),
    keysOf('leave', [...decidedOn]),
    rowsOf(
      'decideOn',
      journal.map(({ position, events, undecided, refused, policies }) => ({
        ...{ number: ++counter.journal, position, events: canonicalJson(events) },
        ...{ undecided: optional(undecided), refused: optional(refused), policies: optional(policies) },
      })),
    ),
    rowsOf(
      'gather',
      gathered.map(({ position, fact, queue, from, observedAt, value }, ordinal) => ({
        ...{ ordinal, position, observed_at: observedAt, fact: keptText(fact), source: keptText(from) },
        ...{ queue: queue === undefined ? null : keptText(queue), value: canonicalJson(value) },
      })),
    ),
  ];
}

/** Conversations that are over by any of the changes, as kept. */
function overIn({ conversations = [] }: Changes): ReadonlySet<string> {
  return new Set(conversations.filter(({ phase }) => phase === 'over').map(({ id }) => keptText(id)));
}

function conversationsOf(
  { conversations = [] }: Changes,
  over: ReadonlySet<string>,
): readonly (Write | undefined)[] {
  const last = new Map(conversations.map((conversation) => [keptText(conversation.id), conversation]));
  const isKept = ([, { phase }]: readonly [string, { readonly phase: string }]): boolean => phase !== 'over';
  const kept = [...last]
    .filter(isKept)
    .map(([id, conversation]) => ({ id, state: canonicalJson(conversation) }));
  return [
    rowsOf('keep', kept),
    keysOf(
      'forget',
      [...last].filter((one) => !isKept(one)).map(([id]) => id),
    ),
    keysOf('unwantAll', [...over]),
  ];
}

function policiesOf({
  journal = [],
  policies = [],
  decisions = [],
  answered = [],
}: Changes): readonly (Write | undefined)[] {
  const atWork = journal.findLast((entry) => entry.policies !== undefined)?.policies;
  const versions = new Map(policies.map(({ hash, files }) => [hash, files] as const).reverse());
  return [
    rowsOf(
      'keepPolicy',
      [...versions].map(([hash, files]) => ({ hash: keptText(hash), files: canonicalJson(files) })),
    ),
    atWork && { statement: statements.work, values: [canonicalJson(atWork)] },
    rowsOf('tally', talliesOf(decisions)),
    rowsOf(
      'answered',
      answered.map((answer) => ({ number: answer.number, answer: canonicalJson(answer) })),
    ),
  ];
}

function talliesOf(decisions: readonly KeptDecision[]): Rows {
  const counts = new Map<string, number>();
  for (const { record } of decisions) {
    const { name, hash } = record.body.policy;
    const key = JSON.stringify([name, hash, record.envelope.stage].map(keptText));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, decisions]) => {
    const [name, hash, stage] = JSON.parse(key) as [string, string, string];
    return { name, hash, stage, decisions };
  });
}

function optional(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value);
}

function rowsOf(name: keyof typeof statements, rows: Rows): Write | undefined {
  return rows.length === 0 ? undefined : { statement: statements[name], values: [JSON.stringify(rows)] };
}

function keysOf(name: keyof typeof statements, keys: readonly (string | number)[]): Write | undefined {
  return keys.length === 0 ? undefined : { statement: statements[name], values: [keys] };
}
