import type { OneShotCommand } from '../../engine/decisions/record.ts';
import { textOf } from '../plugins/email/mailServer.ts';
import type { Conversation } from '../../engine/conversation/conversation.ts';
import type { Arrival, Receivers } from './receivers.ts';
import type { KeptCommand } from './storeReader.ts';
import type { Verdict } from './verdict.ts';

type Kind = OneShotCommand['do'];
type KeptOneShot<Do extends Kind> = KeptCommand & {
  readonly command: Extract<OneShotCommand, { readonly do: Do }>;
};

/** What effects are judged by. */
export interface JudgedDay {
  readonly receivers: Pick<Receivers, 'mail'>;
  /** Where the engine was killed. */
  readonly kills: readonly string[];
  /** As the engine has them, by pseudonym. */
  readonly conversations: ReadonlyMap<string, Conversation>;
}

type MailedDay = Pick<JudgedDay, 'receivers'>;

/** Commands of one kind. */
function commandsTo<Do extends Kind>(all: readonly KeptCommand[], what: Do): readonly KeptOneShot<Do>[] {
  return all.filter((one): one is KeptOneShot<Do> => 'do' in one.command && one.command.do === what);
}

/** What a receiver that knows ids again was sent, against the commands there were for it. */
export function judgedReceiver(
  what: 'crm' | 'webhook',
  arrivals: readonly Arrival[],
  all: readonly KeptCommand[],
): Verdict {
  const commands = commandsTo(all, what);
  const numbers = new Map(commands.map(({ command, number }) => [command.id, number]));
  const taken = new Set(arrivals.filter(({ isTaken }) => isTaken).map(({ id }) => id));
  return {
    [`${what}: of no command`]: arrivals.filter(({ id }) => !numbers.has(id)),
    [`${what}: not done`]: commands.filter(({ status }) => status !== 'done'),
    [`${what}: said to be done, and not there`]: commands.filter(
      ({ command, status }) => status === 'done' && !taken.has(command.id),
    ),
    [`${what}: sent again without need`]: needless(arrivals),
    [`${what}: otherwise when sent again`]: unlike(arrivals),
    [`${what}: out of order`]: outOfOrder(arrivals, numbers),
  };
}

/** Mails, against the alerts there were. */
export function judgedMail(day: MailedDay & Pick<JudgedDay, 'kills'>, all: readonly KeptCommand[]): Verdict {
  const alerts = commandsTo(all, 'notify');
  const { mail } = day.receivers;
  const mailsOf = mailsOfAlerts(day);
  const known = new Set(alerts.map(({ command }) => command.id));
  const most = day.kills.length + mail.filter(({ isAnswered }) => !isAnswered).length;
  const [twice, inTwo] = [mailsTwice(day), alertsInTwo(day)];
  return {
    'mail: of no command': [...mailsOf.keys()].filter((alert) => !known.has(alert)),
    'mail: not done': alerts.filter(({ status }) => status !== 'done'),
    'mail: said to be done, and not there': alerts.filter(({ command }) => !mailsOf.has(command.id)),
    'mail: sent again without need': needless(mail),
    'mail: more often twice than it was killed, or not answered': twice.length > most ? twice : [],
    'mail: more alerts in two than it was killed': inTwo.length > day.kills.length ? inTwo : [],
  };
}

/** By alert: the Message-IDs under which it was taken. */
function mailsOfAlerts({ receivers: { mail } }: MailedDay): ReadonlyMap<string, ReadonlySet<string>> {
  const mailsOf = new Map<string, Set<string>>();
  for (const { id, content, isTaken } of mail) {
    if (!isTaken) continue;
    for (const [, alert] of textOf(content).matchAll(/alert ([0-9a-f]{32})/g))
      mailsOf.set(alert!, (mailsOf.get(alert!) ?? new Set()).add(id));
  }
  return mailsOf;
}

/**
 * Alerts that came under two Message-IDs: two batches that were both unsettled when the engine was killed go out together
 * afterwards, as another mail than either was.
 */
export function alertsInTwo(day: MailedDay): readonly string[] {
  return [...mailsOfAlerts(day)].filter(([, mails]) => mails.size > 1).map(([alert]) => alert);
}

/** Mails that were taken again: plain SMTP knows no ids. */
export function mailsTwice({ receivers: { mail } }: MailedDay): readonly Arrival[] {
  const seen = new Set<string>();
  return mail.filter(({ id, isTaken }) => isTaken && seen.size === seen.add(id).size);
}

/** Commands that do what another does: for one occasion, as it was on the platform; or once for a conversation. */
export function underTwoIds(all: readonly KeptCommand[]): readonly string[] {
  const effects = all.flatMap(({ command, decision }) => {
    if (!('do' in command)) return [];
    // These say when it came about; others are known by their decision.
    const isOfMoment =
      command.do === 'crm' || (command.do === 'webhook' && command.event === 'conversation_changed');
    const isOnce = command.do === 'notify' && command.about === 'an urgent case';
    const occasion = isOfMoment || isOnce ? undefined : decision;
    return [JSON.stringify({ ...command, id: undefined, occasion })];
  });
  const seen = new Set<string>();
  return effects.filter((one) => seen.size === seen.add(one).size);
}

/** Conversations that are over, of which the CRM was not to be told so, once. */
export function endsNotTold(
  { conversations }: Pick<JudgedDay, 'conversations'>,
  all: readonly KeptCommand[],
): readonly string[] {
  const told = commandsTo(all, 'crm').filter(({ command }) => command.record['state'] === 'over');
  const counts = Map.groupBy(told, ({ command }) => command.conversation);
  return [...conversations.values()]
    .filter(({ id, phase }) => phase === 'over' && counts.get(id)?.length !== 1)
    .map(({ id }) => id);
}

/** Sent again though it was answered, and nobody was killed since. */
function needless(arrivals: readonly Arrival[]): readonly Arrival[] {
  const last = new Map<string, Arrival>();
  return arrivals.filter((arrival) => {
    const before = last.get(arrival.id);
    last.set(arrival.id, arrival);
    return before !== undefined && before.isAnswered && before.life === arrival.life;
  });
}

function unlike(arrivals: readonly Arrival[]): readonly string[] {
  const first = new Map<string, string>();
  return arrivals.flatMap(({ id, content }) => {
    const before = first.get(id);
    first.set(id, before ?? content);
    return before === undefined || before === content ? [] : [id];
  });
}

/**
 * Conversations of which something was taken for the first time after what was decided later; or of which the last that
 * came was decided earlier than another: a receiver that overwrites would be left with it.
 */
function outOfOrder(arrivals: readonly Arrival[], numbers: ReadonlyMap<string, number>): readonly string[] {
  const byConversation = Map.groupBy(
    arrivals.filter(({ isTaken }) => isTaken),
    ({ conversation }) => conversation!,
  );
  return [...byConversation].flatMap(([conversation, own]) => {
    const order = own.map(({ id }) => numbers.get(id)!);
    const firsts = [...new Set(order)];
    const isAscending = firsts.every((number, index) => index === 0 || firsts[index - 1]! < number);
    return isAscending && order.at(-1) === Math.max(...order) ? [] : [conversation];
  });
}
