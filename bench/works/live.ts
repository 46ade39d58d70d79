import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import { Course } from '../../engine/decisions/course.ts';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import { isRuling, PolicyRun } from '../../engine/decisions/policyRun.ts';
import { retailBank } from '../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../harness/world/simulate.ts';
import type { LiveWork } from './work.ts';

/** The policy that decides. */
export const livePolicy = 'rules/retail-bank';

/** Settles its ties. */
export const liveSeed = 'signalbox';

/** From event to command: days of the made-up bank taken in, decided on, and every command done. */
export const live: LiveWork = {
  kind: 'live',
  id: 'live',
  title:
    'from event to command: days of the made-up bank taken in, decided by rules/retail-bank, and every command done',
  counted: { name: 'events', perAnswer: 1 },
  inputs: (count) => Array.from({ length: count }, (_, day) => ({ day })),
  async expected({ day }) {
    const { policy } = await requirePolicy(livePolicy);
    const run = new PolicyRun(policy, { seed: liveSeed, prepare: compileRules, lacking: new Set() });
    let decisions = 0;
    const course = new Course(
      [run],
      {
        decide: (_, __, ask) => {
          const made = ask(run);
          decisions += isRuling(made) ? 1 : 0;
          return [{ run, made }];
        },
      },
      'whileWaiting',
    );
    const events = eventsOf(day);
    for (const event of events) course.take(event);
    return [events.length, decisions];
  },
};

/** The events of a day; conversations of different days have different names, and agents and queues the same. */
export function eventsOf(day: number): readonly RoutingEvent[] {
  const later = day * 86_400_000;
  return [...simulateWorld(retailBank, day + 1)].map((event) => {
    const at = event.at + later;
    return 'conversation' in event
      ? { ...event, at, conversation: `${day}.${event.conversation}` }
      : { ...event, at };
  });
}
