import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { lineSchemas } from '../../harness/recording/format.ts';
import { RecordingReader } from '../../harness/recording/read.ts';
import { blocksOf, readPage } from './page.ts';

const page = 'docs/recording.md';
type Line = Readonly<Record<string, unknown>>;

/** The lines of every ndjson block of the page. */
function exampleLines(): Line[] {
  const blocks = blocksOf(page).filter(({ language }) => language === 'ndjson');
  return blocks.flatMap(({ text }) => text.trim().split('\n')).map((line) => JSON.parse(line) as Line);
}

describe('docs/recording.md', () => {
  it('has an example of every kind of line', () => {
    const kinds = exampleLines().map((line) => (line['signalbox'] === 'recording' ? 'header' : line['type']));
    expect([...new Set(kinds)].sort()).to.deep.equal(Object.keys(lineSchemas).sort());
  });

  it('names every field of every kind of line', () => {
    const text = readPage(page);
    const fields = Object.values(lineSchemas).flatMap((schema) =>
      Object.keys((schema as { properties: object }).properties),
    );
    expect([...new Set(fields)].filter((field) => !text.includes(`\`${field}\``))).to.deep.equal([]);
  });

  it('shows lines that, put together, are a recording', async () => {
    const lines = exampleLines();
    const header = lines.find((line) => line['signalbox'] === 'recording');
    const events = lines
      .filter((line) => line['at'] !== undefined)
      .sort((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1));
    const end = { type: 'recording.end', events: events.length, excluded: {} };
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-docs-'));
    try {
      const file = join(folder, 'page.ndjson');
      writeFileSync(file, [header, ...events, end].map((line) => `${JSON.stringify(line)}\n`).join(''));
      const read: RoutingEvent[] = [];
      for await (const event of new RecordingReader(file).events()) read.push(event);
      expect(read).to.have.length(events.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
