import { participantPurposes, type ParticipantPurpose } from '../facts/occurrence.ts';
import type { ParticipantChanged, ParticipantState } from './events.ts';

/** The states a participant may come into next: the whole state machine. What is skipped was not told, or happened at once. */
const next: Readonly<Record<ParticipantState, readonly ParticipantState[]>> = {
  pending: ['joined', 'active', 'left', 'failed'],
  joined: ['active', 'left', 'failed'],
  active: ['left', 'failed'],
  left: [],
  failed: [],
};

/** In the order they come in; of two at one moment the earlier here counts first. */
export const participantStates = Object.keys(next) as readonly ParticipantState[];

/** A step that a participant cannot have made: it changed nothing. */
interface Refusal {
  readonly from: ParticipantState;
  readonly to: ParticipantState;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** When a state was first told of, and when last, in milliseconds since 1970. */
type Told = readonly [first: number, last: number];

/** One party to a conversation, and where it is in its life. */
export interface Participant {
  readonly purpose: ParticipantPurpose;
  readonly state: ParticipantState;
  /** When it came into it, in milliseconds since 1970. */
  readonly since: number;
  /** Steps that are not allowed, in order of time; of each state the last. Absent where there are none. */
  readonly refused?: readonly Refusal[];
  /** All that the rest is worked out from: so it does not depend on the order in which it was told. */
  readonly told: Readonly<Partial<Record<ParticipantState, Told>>>;
}

/** The participants of one conversation, by pseudonym. */
export type Participants = Readonly<Record<string, Participant>>;

/** A step of a participant that was refused, as it is recorded. */
export interface RefusedStep extends Refusal {
  readonly conversation: string;
  readonly participant: string;
}

/**
 * The participants after one of them changed; the same value when the event was told before. Each state counts from when
 * it was first told of, and they are put in order of time before they are held to the machine. So an event that is older
 * than the state is passed over, unless it ends an earlier life than was known: then what was told later is refused.
 */
export function foldParticipant(before: Participants = {}, event: ParticipantChanged): Participants {
  const { participant: id, purpose, state, at } = event;
  const known = participantIn(before, id);
  const [first, last] = known?.told[state] ?? [Infinity, -Infinity];
  const counting = known === undefined ? purpose : earlierOf(known.purpose, purpose);
  if (at >= first && at <= last && counting === known?.purpose) return before;
  const told = { ...known?.told, [state]: [Math.min(first, at), Math.max(last, at)] };
  return { ...before, [id]: { purpose: counting, ...lifeOf(told), told } };
}

/** What is known of one participant of a conversation; undefined where nothing is. */
export function participantIn(participants: Participants | undefined, id: string): Participant | undefined {
  return participants !== undefined && Object.hasOwn(participants, id) ? participants[id] : undefined;
}

/** The steps that an event has shown not to be allowed, beyond those known before it. */
export function newlyRefused(
  before: Participants = {},
  after: Participants | undefined,
  { conversation, participant }: ParticipantChanged,
): readonly RefusedStep[] {
  if (after === undefined || after === before) return [];
  const known = participantIn(before, participant)?.refused ?? [];
  const isKnown = ({ to, at }: Refusal): boolean => known.some((one) => one.to === to && one.at === at);
  return (after[participant]!.refused ?? [])
    .filter((refused) => !isKnown(refused))
    .map((refused) => ({ conversation, participant, ...refused }));
}

/** Takes what was told through the machine, in order of time. */
function lifeOf(told: Participant['told']): Omit<Participant, 'purpose' | 'told'> {
  const steps = participantStates
    .flatMap((to) => [...new Set(told[to])].map((at) => ({ to, at })))
    .sort((a, b) => a.at - b.at);
  let [state, since]: [ParticipantState, number] = ['pending', steps[0]!.at];
  const refused: Refusal[] = [];
  for (const { to, at } of steps) {
    if (next[state].includes(to)) [state, since] = [to, at];
    else if (to !== state) refused.push({ from: state, to, at });
  }
  return { state, since, ...(refused.length === 0 ? {} : { refused: lastOfEach(refused) }) };
}

function lastOfEach(refused: readonly Refusal[]): readonly Refusal[] {
  return refused.filter(({ to }, index) => refused.findLastIndex((one) => one.to === to) === index);
}

function earlierOf(one: ParticipantPurpose, other: ParticipantPurpose): ParticipantPurpose {
  return participantPurposes.indexOf(one) <= participantPurposes.indexOf(other) ? one : other;
}
