import { formatUtc, parseUtc } from '../../recording/time.ts';
import type { ContactCentre } from '../centre/contactCentre.ts';
import type { Pace } from '../clock/pace.ts';
import type { Reply } from '../door/door.ts';
import type { Journal } from '../door/journal.ts';
import { errorBody, Refusal } from '../door/refusal.ts';
import type { Fault } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import validateFaults from '../faults/schema.validator.js';
import type { Channels } from '../notifications/channels.ts';
import type { Stream } from '../notifications/stream.ts';
import type { Received } from '../server/httpServer.ts';
import { DAY_MS } from '../../world/timeOfDay.ts';
import { directoryView } from './directoryView.ts';
import { conversationStates } from './conversationStates.ts';

/** What the control API works on. */
export interface Controlled {
  readonly centre: ContactCentre;
  readonly channels: Channels;
  readonly stream: Stream;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly pace: Pace;
}

/** Furthest that time goes on in one step, in days: everything on the way happens before the answer. */
const longestAdvanceDays = 31;

/** How far to go: to a moment, by so many seconds, or to whatever happens next. */
interface Advance {
  readonly to?: unknown;
  readonly bySeconds?: unknown;
  readonly toNext?: unknown;
}

type Control = (controlled: Controlled, body: unknown) => object;

const controls: Readonly<Record<string, Control>> = {
  'GET /sandbox/clock': (controlled) => clock(controlled),
  'POST /sandbox/clock/advance': (controlled, body) => {
    const { centre, pace } = controlled;
    if (pace.mode !== 'lock-step')
      throw new Refusal(409, 'free-running', 'Time goes on by itself here; start the sandbox in lock-step.');
    centre.timeline.advanceTo(destination(centre, body ?? {}));
    return clock(controlled);
  },
  'GET /sandbox/faults': ({ faults }) => ({ faults: faults.pending }),
  'POST /sandbox/faults': ({ faults }, body) => {
    if (!validateFaults(body)) {
      const [error] = validateFaults.errors!;
      throw new Refusal(400, 'bad.request', `${error!.instancePath} ${error!.message}`);
    }
    for (const fault of body as readonly Fault[]) faults.add(fault);
    return { faults: faults.pending };
  },
  'DELETE /sandbox/faults': ({ faults }) => {
    faults.clear();
    return { faults: [] };
  },
  'POST /sandbox/presence': ({ centre }, body) => {
    const { agent, presence } = (body ?? {}) as { readonly agent?: unknown; readonly presence?: unknown };
    const { users, presences } = centre.directory;
    const user = users.named(String(agent));
    const wanted = presences.named(String(presence));
    if (user === undefined || wanted === undefined) {
      const known = presences.all.map(({ name }) => name).join(', ');
      throw new Refusal(400, 'bad.request', `Say {"agent": <name>, "presence": <one of ${known}>}.`);
    }
    centre.setPresence(centre.users.get(user.id)!, wanted.name);
    return { agent: user.name, presence: wanted.name };
  },
  'GET /sandbox/exchanges': ({ journal }) => ({ exchanges: journal.all }),
  'GET /sandbox/directory': ({ centre }) => directoryView(centre),
  'GET /sandbox/conversations': ({ centre }) => ({ conversations: conversationStates(centre) }),
};

/** The sandbox's own API, outside `/api/v2`: its clock, its faults, and what really happened. It asks for no token. */
export function answerControl({ method, url, body }: Received, controlled: Controlled): Reply {
  try {
    const control = controls[`${method} ${url.pathname}`];
    if (control === undefined) {
      const known = Object.keys(controls).join(', ');
      throw new Refusal(404, 'not.found', `There is no ${method} ${url.pathname}, but ${known}`);
    }
    return reply(200, control(controlled, body === '' ? undefined : parsed(body)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return reply(error.status, errorBody(error, 'sandbox'));
  }
}

function clock({ centre, stream, pace }: Controlled): object {
  const { now, nextAt } = centre.timeline;
  return {
    mode: pace.mode,
    now: formatUtc(now),
    ...(nextAt === undefined ? {} : { nextAt: formatUtc(nextAt) }),
    framesSent: stream.sent,
    sockets: stream.sockets,
  };
}

/** @throws Refusal 400 for what is none, is past, or too far. */
function destination({ timeline }: ContactCentre, { to, bySeconds, toNext }: Advance): number {
  const { now, nextAt } = timeline;
  if (toNext === true) return nextAt ?? now;
  const at =
    typeof bySeconds === 'number'
      ? now + Math.round(bySeconds * 1000)
      : typeof to === 'string'
        ? parseUtc(to)
        : undefined;
  if (at === undefined || !(at >= now)) {
    const why =
      'Say {"to": "2026-03-02T14:00:00.000Z"}, {"bySeconds": 30} or {"toNext": true}, not in the past.';
    throw new Refusal(400, 'bad.request', why);
  }
  if (at - now > longestAdvanceDays * DAY_MS)
    throw new Refusal(400, 'bad.request', `Time goes on by ${longestAdvanceDays} days at most in one step.`);
  return at;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'bad.request', 'The request body is not JSON.');
  }
}

function reply(status: number, body: object): Reply {
  return { status, headers: {}, body: JSON.stringify(body), sends: 'all' };
}
