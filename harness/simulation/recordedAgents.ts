import type { SimulatedMoment } from '../../engine/decisions/ranking/simulate.ts';
import { Floor } from '../../engine/conversation/floor.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import { RecordingReader } from '../recording/read.ts';

/**
 * Agents of a recording as they stood before a moment, or at its end where it ends earlier: nothing that came later is
 * known, customers' satisfaction neither.
 * @param to milliseconds since 1970.
 * @throws ProblemError when the recording is wrong.
 */
export async function recordedAgents(recording: string, to: number): Promise<SimulatedMoment> {
  const reader = new RecordingReader(recording);
  const { facts } = await reader.header();
  const floor = new Floor();
  let at = -Infinity;
  read: for await (const events of reader.batches())
    for (const event of events) {
      if (event.at >= to) break read;
      floor.fold(event);
      at = event.at;
    }
  return { floor: floor.state(), at: Number.isFinite(at) ? at : to, lacking: factsLacking(facts) };
}
