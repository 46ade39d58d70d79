/** What must hold: ours is at least so many times as fast as somebody, or makes so many decisions a second. */
export interface Bar {
  /** A work, measured yet or not. */
  readonly work: string;
  /** A contender, there yet or not. */
  readonly ours: string;
  readonly atLeast:
    | { readonly times: number; readonly against: 'the fastest peer' | readonly string[] }
    | { readonly perSecond: number };
}

const jsonRulesEngine = ['json-rules-engine', 'json-rules-engine-stopping'];

/** A promise in milliseconds is a number of answers a second. */
const within = (milliseconds: number): Bar['atLeast'] => ({ perSecond: 1_000 / milliseconds });
const times = (factor: number, against: 'the fastest peer' | readonly string[]): Bar['atLeast'] => ({
  times: factor,
  against,
});

/** What is promised of speed. Against several contenders, the fastest of them counts. */
export const bars: readonly Bar[] = [
  { work: 'W1', ours: 'signalbox', atLeast: times(6, 'the fastest peer') },
  { work: 'W1', ours: 'signalbox', atLeast: times(5, ['handwritten']) },
  { work: 'W2', ours: 'signalbox', atLeast: times(5, 'the fastest peer') },
  { work: 'W2x600', ours: 'signalbox', atLeast: times(20, 'the fastest peer') },
  { work: 'W3', ours: 'signalbox', atLeast: times(12, 'the fastest peer') },
  { work: 'W3x10000', ours: 'signalbox', atLeast: within(0.001) },
  { work: 'W4', ours: 'signalbox-columns', atLeast: times(50, ['plain-loop']) },
  { work: 'W4', ours: 'signalbox-columns', atLeast: times(10, ['numpy']) },
  { work: 'W4', ours: 'signalbox-columns', atLeast: times(1 / 1.5, ['c']) },
  { work: 'W4', ours: 'signalbox-columns-kept', atLeast: { perSecond: 100_000 } },
  { work: 'recording', ours: 'signalbox', atLeast: times(0.5, ['JSON.parse']) },
  { work: 'recorded-columns', ours: 'signalbox', atLeast: { perSecond: 3_000_000 } },
  { work: 'threshold-moved', ours: 'signalbox', atLeast: within(20) },
  { work: 'threshold-curve', ours: 'signalbox', atLeast: within(500) },
  { work: 'policy-edited', ours: 'signalbox', atLeast: within(1_000) },
  { work: 'W1', ours: 'signalbox', atLeast: times(300, jsonRulesEngine) },
  { work: 'W2', ours: 'signalbox', atLeast: times(1_500, jsonRulesEngine) },
  { work: 'W3', ours: 'signalbox', atLeast: times(4_000, jsonRulesEngine) },
  { work: 'live', ours: 'signalbox', atLeast: { perSecond: 3_000 } },
];
