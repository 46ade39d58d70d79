import { expect } from 'chai';
import { Pseudonyms } from '../../../engine/door/pseudonym.ts';
import { importRows } from '../../harness/import/importing.ts';

const row = (id: string, agent: string): string =>
  `${id},2026-01-05 10:00:00,2026-01-05 10:00:30,2026-01-05 10:05:00,B,1,0.5,${agent},`;

describe('pseudonyms', () => {
  it('are short, readable, and of one kind', () => {
    const names = new Pseudonyms('key');
    expect(names.agent('Anna')).to.match(/^agent-[0-9a-f]{12}$/);
    expect(names.agent('Anna')).to.equal(names.of('agent', 'Anna'));
    expect(names.of('conversation', 'a', 'b')).to.match(/^c-[0-9a-f]{16}$/);
    expect(names.of('conversation', 'a', 'b')).not.to.equal(names.of('conversation', 'ab'));
    expect(names.of('conversation', 'Anna').slice(2, 12)).not.to.equal(
      names.of('agent', 'Anna').slice(6, 16),
    );
  });

  it('are the same for one key and different for another', async () => {
    const rows = [row('a', 'Anna')];
    const [one, same, other] = [
      await importRows(rows),
      await importRows(rows),
      await importRows(rows, { key: 'other' }),
    ];
    expect(same.text).to.equal(one.text);
    const names = (text: string): string[] =>
      [...text.matchAll(/(agent|c)-[0-9a-f]{12,}/g)].map(([name]) => name);
    expect(names(other.text)).to.have.length(names(one.text).length);
    expect(names(one.text).filter((name) => names(other.text).includes(name))).to.deep.equal([]);
  });

  it('replace every name; unknown names are null', async () => {
    const { text, events, report } = await importRows([
      row('Zelda-1', 'Anna'),
      row('b', 'NOBODY'),
      row('c', ''),
    ]);
    expect(text).not.to.match(/Anna|Zelda|NOBODY/);
    expect(JSON.stringify(report)).not.to.match(/Anna|Zelda|NOBODY/);
    const agents = events.filter(({ type }) => type === 'conversation.answered').map(({ agent }) => agent);
    expect(agents.filter((agent) => agent === null)).to.have.length(2);
  });

  it('keep names out of what is said of rows left out', async () => {
    const bad = row('Zelda-1', 'Anna').replace('0.5', 'Anna');
    const { report } = await importRows([bad, row('b', 'Ben')]);
    expect(report.excluded).to.deep.equal({ 'bad-value:confidence': 1 });
    try {
      await importRows([bad]);
    } catch (error) {
      expect((error as Error).message)
        .to.include('nothing-imported')
        .and.not.match(/Anna|Zelda/);
    }
  });
});
