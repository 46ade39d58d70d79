import { expect } from 'chai';
import fc from 'fast-check';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { DecisionContext } from '../../../engine/decisions/record.ts';
import { decideSkills, type SkillsRuling } from '../../../engine/decisions/skills/decide.ts';
import type { SkillMapping } from '../../../engine/decisions/skills/skillMapping.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { gather } from '../../../engine/facts/gather.ts';
import { factsLacking } from '../../../engine/facts/lacking.ts';
import { covers } from '../../../engine/packs/scope.ts';
import { CodeColumnBuilder } from '../../../harness/columns/columnBuilder.ts';
import { readEntries } from '../../../harness/columns/entryColumns.ts';
import { lackingFact, noMapping, notCovered, replaySkills } from '../../../harness/columns/skillsReplay.ts';
import { textAt } from '../../../harness/columns/textColumn.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { anyFacts, anyMissing, anyRules } from '../../engine/conditions/arbitraries.ts';
import { columnsOf } from './columnsOf.ts';

const recording = 'fixtures/retail-bank-day.ndjson.gz';

describe('skills decided again from columns', () => {
  for (const folder of ['rules/retail-bank', 'rules/retail-bank-previous']) {
    it(`are those of a replay, on the same facts, row by row: ${folder}`, async () => {
      const { policy } = await requirePolicy(folder);
      const pack = policy.packs.find((one): one is SkillMapping => one.kind === 'SkillMapping')!;
      const entries = await readEntries(new RecordingReader(recording));
      const { reads } = compileRules(pack.mappings, pack.missing);
      const told: object[] = [];
      const { recordingHash } = await replay({
        recording,
        policy,
        onRuling: (ruling) => {
          const { point, conversation, at, decidedBy, facts } = ruling.record();
          if (point === 'skills') told.push({ conversation, at, decidedBy, facts });
        },
      });
      const factsAt = (row: number) => {
        const known = entries.facts.row(row);
        return gather(reads, (fact) => known[fact]);
      };
      const nameless = pack.otherwise === undefined ? 'no mapping holds' : 'otherwise';
      const outcomes = replaySkills(pack, entries);
      const redone = [...outcomes].flatMap((outcome, row) =>
        outcome === notCovered
          ? []
          : [
              {
                conversation: textAt(entries.conversation, row),
                at: new Date(entries.at[row]!).toISOString(),
                decidedBy: outcome === noMapping ? nameless : pack.mappings[outcome]!.name,
                facts: factsAt(row),
              },
            ],
      );
      expect(redone.length).to.be.above(100);
      expect(redone).to.deep.equal(told);
      expect(entries.recordingHash).to.equal(recordingHash);
    });
  }

  it('are those of deciding one by one, for any pack, facts, scope and facts the recording lacks', () => {
    const observed = [...factCatalogue.values()].filter(({ origin }) => origin === 'observed');
    const carried = fc.subarray(observed.map(({ name }) => name));
    const queue = fc.constantFrom('Cards', 'Loans', 'Fraud');
    const mediaType = fc.constantFrom('voice', 'chat');
    const scope = fc.record(
      {
        queues: fc.uniqueArray(queue, { minLength: 1 }),
        mediaTypes: fc.uniqueArray(mediaType, { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    const moment = fc.tuple(anyFacts, queue, fc.option(mediaType, { nil: undefined }));
    let undecided = 0;
    fc.assert(
      fc.property(
        anyRules,
        anyMissing,
        scope,
        carried,
        fc.array(moment, { maxLength: 40 }),
        (rules, missing, appliesTo, has, moments) => {
          const pack = packOf(rules, missing, appliesTo);
          const lacking = factsLacking(has);
          const many = moments.map(([facts, , by]) =>
            by === undefined ? facts : { ...facts, mediaType: by },
          );
          const queues = new CodeColumnBuilder();
          for (const [, inQueue] of moments) queues.append(inQueue);
          const outcomes = replaySkills(pack, {
            facts: columnsOf(many),
            queue: queues.finish(),
            carried: has,
          });
          const compiled = compileRules(pack.mappings, missing);
          moments.forEach(([, inQueue, by], row) => {
            const outcome = outcomes[row]!;
            if (!covers(pack.appliesTo, inQueue, by)) return expect(outcome).to.equal(notCovered);
            const outcomesOfRules = compiled.judge((fact) => many[row]![fact], lacking);
            const decision = decideSkills(pack, outcomesOfRules, () => ({}), context);
            if ('notReplayable' in decision) {
              undecided++;
              return expect(lackingFact(pack, has, outcome)).to.equal(decision.notReplayable);
            }
            expect(lackingFact(pack, has, outcome)).to.equal(undefined);
            return expect(outcome).to.equal(placeOf(pack, decision));
          });
        },
      ),
    );
    expect(undecided).to.be.above(100);
  });
});

const context: DecisionContext = {
  conversation: 'c',
  at: 0,
  policy: { name: 'p', hash: 'h' },
  ordinal: 1,
  occasion: 'queue entry',
  occasionNumber: 1,
  seed: 's',
};

function packOf(rules: Parameters<typeof compileRules>[0], missing: object, appliesTo: object): SkillMapping {
  const mappings = rules.map((rule) => ({ ...rule, assign: { skills: [rule.name] } }));
  return { kind: 'SkillMapping', name: 'any', appliesTo, missing: missing as never, mappings };
}

function placeOf(pack: SkillMapping, { decidedBy }: SkillsRuling): number {
  return pack.mappings.findIndex(({ name }) => name === decidedBy);
}
