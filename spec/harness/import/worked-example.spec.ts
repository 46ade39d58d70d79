import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { importText } from './importing.ts';

describe('the worked example of docs/import.md', () => {
  it('does what it says', async () => {
    const page = readFileSync(new URL('../../../docs/import.md', import.meta.url), 'utf8');
    const block = (language: string): string => page.split(`\`\`\`${language}\n`)[1]!.split('```')[0]!;
    const { report, events } = await importText(block('csv'), block('yaml'));
    expect(report).to.deep.include({
      rows: 3,
      imported: 2,
      excluded: { 'test-call': 1 },
      conversations: 2,
      warnings: [],
    });
    expect(events.filter(({ type }) => type === 'conversation.abandoned')).to.have.length(1);
    expect(events.filter(({ type }) => type === 'agent.updated')).to.have.length(4);
    expect(events[0]).to.deep.include({ at: '2026-01-05T09:00:00.000Z', facts: { priority: 'high' } });
  });
});
