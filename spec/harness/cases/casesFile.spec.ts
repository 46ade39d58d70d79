import { expect } from 'chai';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { casesIn } from './caseText.ts';

/** What is wrong with a file of cases: its text below the header, which is three lines, and `line:column code → hint`. */
const mistakes: Readonly<Record<string, readonly [text: string, ...problems: string[]]>> = {
  'no cases at all': ['', '1:1 missing-key'],
  'a fact that does not exist': [
    'cases:\n  - name: a\n    given: { queue: Q, facts: { intnt: x } }\n    expect: { point: skills, fires: fraud }\n',
    '6:33 unknown-fact did you mean "intent"?',
  ],
  'a fact of the queue among those of the conversation': [
    'cases:\n  - name: a\n    given: { queue: Q, facts: { serviceLevel: 1 } }\n    expect: { point: skills, fires: fraud }\n',
    '6:33 fact-elsewhere give it under queueFacts, or under queues',
  ],
  'a fact that is worked out': [
    'cases:\n  - name: a\n    given: { queue: Q, facts: { waitSeconds: 1 } }\n    expect: { point: skills, fires: fraud }\n',
    '6:33 derived-fact give waitedSeconds',
  ],
  'a fact out of its range, in a later step': [
    'cases:\n  - name: a\n    given: { queue: Q, then: [{ after: 1s, queueFacts: { serviceLevel: 2 } }] }\n    expect: { point: skills, fires: fraud }\n',
    '6:58 bad-fact',
  ],
  'a rule that does not exist': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: skills, fires: [fraud, refund] }\n',
    '7:45 unknown-rule did you mean "refunds"?',
  ],
  'a skill that no mapping assigns': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: skills, decision: { assigned: { skills: [Frud] } } }\n',
    '7:63 unknown-value did you mean "Fraud"?',
  ],
  'a skill, by a path': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: skills, decision: { assigned.skills: [Frud] } }\n',
    '7:60 unknown-value did you mean "Fraud"?',
  ],
  'a field that the decision does not have': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: skills, decision: { assigned: { skils: [Fraud] } } }\n',
    '7:54 unknown-field did you mean "skills"?',
  ],
  'a field of another decision': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: handoff, decision: { assigned: { skills: [Fraud] } } }\n',
    '7:43 unknown-field',
  ],
  'a rule that cannot have settled it': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: order, decision: { decidedBy: urgent + high-prority } }\n',
    '7:41 unknown-value did you mean "high-priority"?',
  ],
  'an agent who is not there': [
    'cases:\n  - name: a\n    given: { queue: Q, agents: { anna: {} } }\n    expect: { point: ranking, decision: { winner: ana } }\n',
    '7:43 unknown-value did you mean "anna"?',
  ],
  'a decision that the policy does not make': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: delivery, decision: { status: breach } }\n',
    '7:15 not-decided',
  ],
  'others who wait nowhere': [
    'cases:\n  - name: a\n    given: { waiting: { b: { waitedSeconds: 1 } } }\n    expect: { point: order, decision: { next: b } }\n',
    '6:14 no-queue give the queue',
  ],
  'nothing expected': [
    'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: order }\n',
    '7:5 empty',
  ],
  'a header without an arrow': [
    'tables:\n  - name: a\n    point: skills\n    header: [intent, decidedBy, queue]\n    rows: [[a, b, c]]\n',
    '7:5 no-arrow write it as [intent, =>, decidedBy]',
  ],
  'a column that is nothing': [
    'tables:\n  - name: a\n    point: skills\n    header: [intnet, =>, decidedBy]\n    rows: [[a, =>, b]]\n',
    '7:14 unknown-column did you mean "intent"?',
  ],
  'a row that is too short, and one without its arrow': [
    'tables:\n  - name: a\n    point: skills\n    header: [intent, =>, decidedBy]\n    rows:\n      - [a, =>]\n      - [a, fraud, fraud]\n',
    '9:9 row-length write ~ for a cell that says nothing',
    '10:9 no-arrow cell 2 must be =>',
  ],
  'a cell that is no such fact': [
    'tables:\n  - name: a\n    point: handoff\n    header: [sentiment, =>, verdict]\n    rows:\n      - [0.1, =>, stay]\n      - [1.1, =>, stay]\n',
    '10:10 bad-fact',
  ],
  'a cell that does not fit the schema': [
    'tables:\n  - name: a\n    point: handoff\n    header: [handoffs, =>, verdict]\n    rows:\n      - [1, =>, stay]\n      - [many, =>, stay]\n',
    '10:10 wrong-type',
  ],
  'a value in a row that cannot be': [
    'tables:\n  - name: a\n    point: handoff\n    given: { turns: [{}] }\n    header: [sentiment, =>, verdict, fires]\n    rows:\n      - [0.1, =>, stays, bad-mod]\n',
    '10:26 unknown-rule did you mean "bad-mood"?',
    '10:19 unknown-value did you mean "stay"?',
  ],
};

describe('a mistake in a file of cases', () => {
  let policy: Policy;
  before(async () => void ({ policy } = await requirePolicy('rules/retail-bank')));

  for (const [name, [text, ...expected]] of Object.entries(mistakes)) {
    it(`is told with its place: ${name}`, async () => {
      const { problems } = await casesIn(text, policy);
      const told = problems.map(
        ({ line, column, code, hint }) => `${line}:${column} ${code}${hint === undefined ? '' : ` ${hint}`}`,
      );
      expect(told).to.have.members(expected);
    });
  }

  it('hides nothing of what another file is about', async () => {
    const { casesFiles, problems } = await casesIn('cases: []\n', policy);
    expect(casesFiles).to.deep.equal([]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['empty-list']);
  });

  it('is of its form alone where the policy could not be loaded', async () => {
    const { problems } = await casesIn(
      'cases:\n  - name: a\n    given: { queue: Q }\n    expect: { point: skills, fires: nothing }\n',
    );
    expect(problems).to.deep.equal([]);
  });
});

describe('the cases of a file', () => {
  it('stand in its order, tables and all, each row a case with its own line', async () => {
    const { casesFiles } = await casesIn(`tables:
  - name: t
    point: skills
    given: { queue: Cards, facts: { customerSegment: private } }
    header: [intent, utterance, =>, decidedBy]
    rows:
      - [pin_change, ~, =>, cards]
      - [~, "stolen", =>, fraud]
cases:
  - name: c
    given: { queue: Q }
    expect: { point: skills, fires: fraud }
---
${'apiVersion: signalbox/v1\nkind: Cases\nname: more\n'}tables:
  - name: u
    point: handoff
    header: [name, turns, queueOpen, agents.anna.status, =>, verdict]
    rows: [[first, [{}, { noMatch: true }], true, IDLE, =>, stay]]
`);
    const { cases } = casesFiles[0]!;
    expect(cases.map(({ name, where }) => [name, where!([]).line, where!([]).column])).to.deep.equal([
      ['t: pin_change', 10, 9],
      ['t: stolen', 11, 9],
      ['c', 13, 5],
      ['u: first', 24, 12],
    ]);
    expect(cases.map(({ given }) => given)).to.deep.equal([
      { queue: 'Cards', facts: { customerSegment: 'private', intent: 'pin_change' } },
      { queue: 'Cards', facts: { customerSegment: 'private', utterance: 'stolen' } },
      { queue: 'Q' },
      {
        turns: [{}, { noMatch: true }],
        queueFacts: { queueOpen: true },
        agents: { anna: { status: 'IDLE' } },
      },
    ]);
    const [first] = cases;
    expect(first!.where!(['expect', 'decision', 'decidedBy'])).to.include({ line: 10, column: 29 });
    expect(first!.where!(['given', 'facts', 'intent'])).to.include({ line: 10, column: 10 });
  });
});
