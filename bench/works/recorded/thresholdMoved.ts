import { Random } from '../random.ts';
import type { RecordedWork, ThresholdMove } from '../work.ts';
import { flipsPlainly } from './flipsPlainly.ts';
import { decisionsInWords, type Recording } from './recording.ts';
import { drawMove, withMove } from './thresholdPack.ts';

/** One threshold of the pack moved, another one each time: the decisions that flip. */
export function thresholdMoved(recording: Recording): RecordedWork {
  const flips = flipsPlainly(recording);
  return {
    kind: 'recorded',
    id: 'threshold-moved',
    title: `one threshold of 60 rules moved, every flipped one of ${decisionsInWords(recording)} listed`,
    recording,
    counted: { name: 'answers', perAnswer: 1 },
    warmUps: 1,
    compared: 6,
    inputs: moves,
    expected: (input) => flips(withMove(input as ThresholdMove)),
  };
}

/** No two alike: what is asked again may still be at hand. */
function moves(count: number): readonly ThresholdMove[] {
  const random = new Random(96);
  const drawn = new Map<string, ThresholdMove>();
  while (drawn.size < count) {
    const move = drawMove(random);
    drawn.set(JSON.stringify(move), move);
  }
  return [...drawn.values()];
}
