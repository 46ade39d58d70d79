import type { Metric, Metrics, Sample } from '../../engine/metrics.ts';

/** A metric as it is written, a histogram's parts among its samples. */
interface WrittenMetric extends Omit<Metric, 'type' | 'read'> {
  readonly type: Metric['type'] | 'histogram';
  read(): readonly WrittenSample[] | Promise<readonly WrittenSample[]>;
}

interface WrittenSample extends Sample {
  readonly part?: '_bucket' | '_sum' | '_count';
}

/** All that is watched, written in Prometheus' text format 0.0.4. */
export class MetricRegistry implements Metrics {
  readonly #metrics = new Map<string, WrittenMetric[]>();

  add(metric: WrittenMetric): void {
    const { name, type } = metric;
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) throw new Error(`"${name}" is no name of a metric`);
    const same = this.#metrics.get(name);
    if (same === undefined) this.#metrics.set(name, [metric]);
    else if (same[0]!.type === type) same.push(metric);
    else throw new Error(`the metric ${name} is a ${same[0]!.type} already`);
  }

  async text(): Promise<string> {
    const written: string[] = [];
    for (const [name, same] of this.#metrics) {
      const [{ help, type }] = same as [WrittenMetric];
      const lines = (await Promise.all(same.map(linesOf))).flat();
      if (lines.length === 0) continue;
      const told = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
      written.push(`# HELP ${name} ${told}`, `# TYPE ${name} ${type}`, ...lines);
    }
    return `${written.join('\n')}\n`;
  }
}

/** Counts by label. */
export class Counts {
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();

  add(labels: Readonly<Record<string, string>> = {}, by = 1): void {
    const key = JSON.stringify(Object.values(labels));
    const count = this.#counts.get(key);
    if (count === undefined) this.#counts.set(key, { labels, value: by });
    else count.value += by;
  }

  samples(): readonly Sample[] {
    return [...this.#counts.values()].map(({ labels, value }) => ({ labels, value }));
  }
}

/** How often durations were within bounds, in seconds. */
export class Durations implements WrittenMetric {
  readonly type = 'histogram';
  readonly name: string;
  readonly help: string;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  /** @param bounds rising. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.name = name;
    this.help = help;
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  /** @param seconds less than 0 counts as 0: two clocks need not agree. */
  took(seconds: number): void {
    const duration = Math.max(0, seconds);
    this.#sum += duration;
    this.#count++;
    this.#bounds.forEach((bound, index) => {
      if (duration <= bound) this.#counts[index]!++;
    });
  }

  read(): readonly WrittenSample[] {
    return [
      ...this.#bounds.map((bound, index): WrittenSample => ({
        part: '_bucket',
        labels: { le: String(bound) },
        value: this.#counts[index]!,
      })),
      { part: '_bucket', labels: { le: '+Inf' }, value: this.#count },
      { part: '_sum', value: this.#sum },
      { part: '_count', value: this.#count },
    ];
  }
}

async function linesOf(metric: WrittenMetric): Promise<readonly string[]> {
  try {
    return (await metric.read()).map((sample) => line(metric.name, sample));
  } catch {
    // What cannot be said now must not keep the rest from being said.
    return [];
  }
}

function line(name: string, { part, labels = {}, value }: WrittenSample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${part ?? ''}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${valueText(value)}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
