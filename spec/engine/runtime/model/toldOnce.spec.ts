import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { withFile } from '../../../plugins/sqlite/opening.ts';
import type { Deployment } from './deployment.ts';
import { inMemory, onDisk, play, runs } from './playing.ts';
import { repeats } from './script.ts';

/** One conversation that enters a queue, with two messages of which nothing is ever heard. */
function course(at: number): readonly RoutingEvent[] {
  const of = { at, conversation: 'a' };
  const sent = (message: string): RoutingEvent => ({
    ...{ type: 'message.sent', ...of, message },
    ...{ direction: 'outbound', attachments: 0 },
  });
  return [
    { type: 'conversation.started', ...of, mediaType: 'message' },
    {
      ...{ type: 'conversation.queued', ...of, queue: 'queue red' },
      facts: { mediaType: 'message', intent: 'red' },
    },
    sent('m-1'),
    sent('m-2'),
  ];
}

/** Whom the mail server told, in order. */
function told({ outsiders }: Deployment): readonly string[] {
  return outsiders.mail.effects.flatMap((one) => ('supervisor' in one ? [one.supervisor] : []));
}

const begins = (deployment: Deployment): Promise<void> => deployment.tell(...course(deployment.clock.now()));

/** Whatever was lost on the way, the conversation comes to its end: an occasion more to tell the lead. */
async function ends(deployment: Deployment): Promise<void> {
  const at = deployment.clock.now();
  await deployment.tell({ type: 'conversation.ended', at, conversation: 'a' });
  await deployment.pass(60_000);
  expect([...told(deployment)].sort()).to.deep.equal(['lead@example.com', 'red@example.com']);
}

describe('a supervisor', function () {
  this.timeout(3_600_000);

  it('is told once of a conversation, by a mapping and by reactions, whatever is repeated, restarted or edited meanwhile', () =>
    fc.assert(
      fc.asyncProperty(repeats(false), (script) => play(inMemory(), script, begins, ends)),
      { numRuns: runs(200) },
    ));

  it('is told once on SQLite too, when instances are paused, taken over from, and wake', () =>
    fc.assert(
      fc.asyncProperty(repeats(true), (script) =>
        withFile((file) => play(onDisk(file), script, begins, ends)),
      ),
      { numRuns: runs(30) },
    ));
});
