/** One figure of a metric. */
export interface Sample {
  /** Name → value; names of letters, digits and underscores. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A figure that is watched, as whoever keeps it gives it when it is asked for. */
export interface Metric {
  /** As Prometheus names them: letters, digits and underscores, the unit last; a counter ends with `_total`. */
  readonly name: string;
  /** `counter`: only ever grows, from 0 at the start. `gauge`: how it stands. */
  readonly type: 'counter' | 'gauge';
  /** What it counts or measures, in a sentence. */
  readonly help: string;
  /** Called at each look. What it throws leaves the metric out of that look. */
  read(): readonly Sample[];
}

/** Takes in the metrics of all. */
export interface Metrics {
  /** Several may give one metric, each with labels of its own. @throws Error for a bad name, or another type than before. */
  add(metric: Metric): void;
}
