import { expect } from 'chai';
import fc from 'fast-check';
import { Counts, Durations, MetricRegistry } from '../../../composition/service/metricRegistry.ts';
import { samplesIn } from './prometheusText.ts';

describe('the registry of metrics', () => {
  it('writes any label and any value so that it is read as it was', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: 'grapheme' }), { minLength: 1 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        async (labels, value) => {
          const registry = new MetricRegistry();
          const read = () => labels.map((label) => ({ labels: { label }, value }));
          registry.add({ name: 'spec_total', type: 'counter', help: labels.join('\n'), read });
          const samples = samplesIn(await registry.text());
          expect([...samples.values()]).to.deep.equal(labels.map(() => (value + 0 === 0 ? 0 : value)));
          const written = [...samples.keys()].map(
            (key) =>
              JSON.parse(/label=(".*")\}$/su.exec(key)![1]!.replace(/\p{Cc}/gu, escapedJson)) as string,
          );
          expect(written).to.deep.equal(labels);
        },
      ),
    ));

  it('counts durations in the buckets they fit', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.double({ noNaN: true, min: -1, max: 100 })), async (took) => {
        const registry = new MetricRegistry();
        const durations = new Durations('spec_seconds', 'spec', [0.5, 5, 50]);
        registry.add(durations);
        took.forEach((seconds) => durations.took(seconds));
        const samples = samplesIn(await registry.text());
        for (const bound of [0.5, 5, 50]) {
          const within = took.filter((seconds) => seconds <= bound).length;
          expect(samples.get(`spec_seconds_bucket{le="${bound}"}`)).to.equal(within);
        }
        expect(samples.get('spec_seconds_count')).to.equal(took.length);
      }),
    ));

  it('joins what several give of one metric, and refuses it as another type', async () => {
    const registry = new MetricRegistry();
    const counts = new Counts();
    counts.add({ plugin: 'a' });
    counts.add({ plugin: 'a' }, 2);
    registry.add({ name: 'spec_total', type: 'counter', help: 'spec', read: () => counts.samples() });
    const read = () => [{ labels: { plugin: 'b' }, value: 1 }];
    registry.add({ name: 'spec_total', type: 'counter', help: 'spec', read });
    const samples = samplesIn(await registry.text());
    expect(Object.fromEntries(samples)).to.deep.equal({
      'spec_total{plugin="a"}': 3,
      'spec_total{plugin="b"}': 1,
    });
    expect(() => registry.add({ name: 'spec_total', type: 'gauge', help: '', read })).to.throw(
      'a counter already',
    );
    expect(() => registry.add({ name: 'spec-total', type: 'gauge', help: '', read })).to.throw('no name');
  });

  it('leaves out what cannot be said, and says the rest', async () => {
    const registry = new MetricRegistry();
    const read = () => {
      throw new Error('gone');
    };
    registry.add({ name: 'gone', type: 'gauge', help: '', read });
    registry.add({ name: 'there', type: 'gauge', help: 'spec', read: () => [{ value: 1 }] });
    expect(await registry.text()).to.equal('# HELP there spec\n# TYPE there gauge\nthere 1\n');
  });
});

function escapedJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
