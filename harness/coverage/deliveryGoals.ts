import type { DeliverySla } from '../../engine/decisions/delivery/deliverySla.ts';
import { secondsOf } from '../../engine/decisions/delivery/standing.ts';
import { deliveryLegs } from '../../engine/facts/occurrence.ts';
import type { PackGoals, RulingGoals } from './packGoals.ts';

const fields = { delivered: 'deliveredWithin', read: 'readWithin' } as const;

/** That receipts come before each deadline, just at it and after it, and never. */
export function deliveryGoals(pack: DeliverySla, { goals, about }: PackGoals): RulingGoals {
  const legs = deliveryLegs.flatMap((leg) => {
    const within = pack.withinSeconds[leg];
    if (within === undefined) return [];
    const field = fields[leg];
    const subject = `${leg} within ${within} s`;
    const add = (sort: 'threshold' | 'branch', never: string): number =>
      goals.add({ ...about(field, [field]), sort, subject, never });
    return [
      {
        leg,
        within,
        sooner: add('threshold', `never ${leg} sooner`),
        just: add('threshold', `never ${leg} after just ${within} s`),
        later: add('threshold', `never ${leg} later`),
        passed: add('branch', `its deadline never passed`),
      },
    ];
  });
  return (ruling) => {
    if (ruling.point !== 'delivery' || ruling.pack !== pack.name) return;
    for (const { leg, within, sooner, just, later, passed } of legs) {
      if (ruling.decidedBy === `${leg} deadline`) goals.reach(passed);
      const seconds = secondsOf(ruling.standing.message, leg);
      if (seconds !== undefined) goals.reach(seconds < within ? sooner : seconds > within ? later : just);
    }
  };
}
