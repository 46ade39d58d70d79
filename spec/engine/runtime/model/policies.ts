import type { ReadPolicy } from '../../../../engine/decisions/loadPolicy.ts';
import { header } from '../../policyText.ts';
import { readFrom } from '../versions.ts';

const handoff = `${header('Handoff')}target: { queue: Support }\nguards: { all: [] }\n`;
const sla = `${header('DeliverySla')}deliveredWithin: 30s\nreadWithin: none\n`;

/** Every decision point that comes to commands, and reactions to all there is to react to. */
function policyOf(redSkill: string, blueSupervisor: string, arrival: string): ReadPolicy {
  const packs = [
    `${header('SkillMapping')}mappings:
  - { name: red, intents: [red], assign: { skill: ${redSkill} }, notify: { supervisor: red@example.com } }
  - { name: blue, intents: [blue], assign: { skill: Blue }, notify: { supervisor: ${blueSupervisor} } }
`,
    handoff,
    sla,
    `${header('Reactions')}reactions:
  - { name: evaluated, on: transfer.ended, do: [{ webhook: handoff_evaluated }] }
  - { name: ${arrival}, on: conversation.queued, do: [{ crm: upsert }] }
  - name: late
    on: delivery.breached
    do:
      - crm: upsert
      - notify: { supervisor: lead@example.com }
        once: conversation
  - name: gone
    on: conversation.ended
    do:
      - crm: upsert
      - notify: { supervisor: lead@example.com }
        once: conversation
`,
  ];
  return readFrom('spec', packs.join('---\n'));
}

/** The one a deployment begins with, and those it is edited into. All are of one name. */
export const policies: readonly [ReadPolicy, ...ReadPolicy[]] = [
  policyOf('Red', 'blue@example.com', 'arrival'),
  policyOf('Crimson', 'blue@example.com', 'arrival'),
  policyOf('Red', 'azure@example.com', 'entry'),
];
