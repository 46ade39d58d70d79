import { expect } from 'chai';

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const labels = `\\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*")*\\}`;
const sample = new RegExp(`^(${name})(${labels})? (\\S+)$`, 'u');

/**
 * Reads Prometheus' text format 0.0.4 strictly: each metric once, its help and type before its samples, no sample twice,
 * buckets that never fall and end with all.
 * @returns values by name with labels as written.
 */
export function samplesIn(text: string): ReadonlyMap<string, number> {
  expect(text.endsWith('\n')).to.equal(true);
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, told, metric, rest] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (told === 'HELP') {
      expect(types.has(metric!), `${metric} comes once`).to.equal(false);
      current = metric!;
    } else if (told === 'TYPE') {
      expect(metric).to.equal(current);
      expect(rest).to.be.oneOf(['counter', 'gauge', 'histogram']);
      types.set(metric!, rest!);
    } else {
      const [, full, given = '', value] = sample.exec(line) ?? [];
      expect(full, line).not.to.equal(undefined);
      const base = types.get(current) === 'histogram' ? full!.replace(/_(bucket|sum|count)$/, '') : full;
      expect(base, line).to.equal(current);
      expect(samples.has(`${full}${given}`), line).to.equal(false);
      expect(Number.isNaN(Number(value)), line).to.equal(false);
      samples.set(`${full}${given}`, Number(value));
    }
  }
  for (const [metric, type] of types) {
    if (type !== 'histogram') continue;
    const buckets = [...samples]
      .filter(([key]) => key.startsWith(`${metric}_bucket{`))
      .map(([, value]) => value);
    expect(buckets, metric).to.deep.equal([...buckets].sort((a, b) => a - b));
    expect(buckets.at(-1), metric).to.equal(samples.get(`${metric}_count`));
  }
  return samples;
}
