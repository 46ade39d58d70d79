import { join } from 'node:path';
import { expect } from 'chai';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import type { Decision, Ruling } from '../../engine/decisions/policyRun.ts';
import { replay } from '../../harness/replay/replay.ts';
import { askWhatIf } from '../../harness/whatIf/askWhatIf.ts';
import { header, rightPolicy } from '../engine/policyText.ts';
import { plain, root, tableBelow } from './page.ts';

const waiting = `${header('SkillMapping')}
mappings:
  - name: long
    when: { fact: waitSeconds, operator: greaterThan, value: 30 }
    assign: { priority: high }
`;

describe('docs/replay.md', () => {
  const decisions: Decision[] = [];
  let result: Readonly<Record<string, unknown>>;
  before(async () => {
    const recording = join(root, 'fixtures/retail-bank-day.ndjson.gz');
    const { policy } = await requirePolicy(join(root, 'rules/retail-bank'));
    const { policy: against } = await requirePolicy(join(root, 'rules/retail-bank-previous'));
    const onRuling = (ruling: Ruling): void => void decisions.push(ruling.record());
    result = { ...(await replay({ recording, policy, against, onRuling })) };
    // Nobody gets an answer on the shipped day; in this example somebody does.
    const example = join(root, 'docs/examples/handoff');
    const { policy: handoff } = await requirePolicy(example);
    await replay({ recording: join(example, 'recording.ndjson'), policy: handoff, onRuling });
    // No message is sent there either.
    const reacting = join(root, 'docs/examples/reactions');
    const { policy: reactions } = await requirePolicy(reacting);
    await replay({ recording: join(reacting, 'recording.ndjson'), policy: reactions, onRuling });
  });
  const named = (heading: string): string[] =>
    tableBelow('docs/replay.md', heading).flatMap(([cell]) => plain(cell!).split(', '));

  it('names every field of the result', () => {
    expect(named('## The result, field by field').sort()).to.deep.equal(Object.keys(result).sort());
  });

  it('names every field of what a what-if answers', async () => {
    const policy = rightPolicy(waiting);
    const recording = join(root, 'fixtures/retail-bank-day.ndjson.gz');
    const asked = { recording, policy, rule: 'long', fact: 'waitSeconds', cache: false };
    const answer = await askWhatIf({ ...asked, to: 5, sweep: [1] });
    expect(named('### The answer, field by field').sort()).to.deep.equal(Object.keys(answer).sort());
    const told = tableBelow('docs/replay.md', '### The answer, field by field');
    for (const part of ['flips', 'curve'] as const) {
      const [, meaning] = told.find(([field]) => plain(field!) === part)!;
      expect(meaning).to.contain(`{ ${Object.keys(answer[part]!).join(', ')} }`);
    }
  });

  it('names every field that all decision records share', () => {
    const shared = Object.keys(decisions[0]!).filter((key) => decisions.every((decision) => key in decision));
    expect(named('## The decision record').sort()).to.deep.equal(shared.sort());
  });

  it('names every field that only some decision records have', () => {
    const all = new Set(decisions.flatMap((decision) => Object.keys(decision)));
    const own = tableBelow('docs/replay.md', '### What each decision adds').flatMap(([, fields]) =>
      plain(fields!).split(', '),
    );
    const shared = named('## The decision record');
    expect([...new Set(own)].sort()).to.deep.equal([...all].filter((key) => !shared.includes(key)).sort());
  });
});
