import { readFile } from 'node:fs/promises';
import type { AgentUpdated, CommandEnded, ParticipantChanged } from '../../engine/conversation/events.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import type { MediaType } from '../../engine/facts/conversation.ts';
import type { Path } from '../../engine/conditions/check.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import { factValueProblem } from '../../engine/facts/values.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { schemaProblems, type SchemaProblem } from '../../engine/packs/schemaProblems.ts';
import { readDocuments } from '../../engine/packs/yamlDocuments.ts';
import { ProblemError } from '../../engine/problem.ts';
import validate from './schema.validator.js';

/** An outbound message, and after how long each receipt of it comes; those not named never come. */
export interface CaseMessage {
  readonly attachments?: number;
  readonly deliveredAfter?: string;
  readonly readAfter?: string;
  readonly failedAfter?: string;
}

/** What a policy should decide in a situation, as an analyst writes it beside the packs in `*.cases.yaml`. */
export interface Case {
  readonly name: string;
  /** Why the case matters, for people. */
  readonly because?: string;
  readonly given: {
    readonly mediaType?: MediaType;
    /** Facts of the conversation. */
    readonly facts?: FactValues;
    /** What the customer said to the bot, turn by turn, 20 seconds apart. */
    readonly turns?: readonly FactValues[];
    /** The queue the conversation enters, if any. */
    readonly queue?: string;
    /** Facts of queues, by name. */
    readonly queues?: Readonly<Record<string, FactValues>>;
    /** Agents on the floor, by pseudonym. */
    readonly agents?: Readonly<Record<string, Omit<AgentUpdated, 'type' | 'at' | 'agent'>>>;
    /** Participants that come into a state, one after the other. */
    readonly participants?: readonly Pick<ParticipantChanged, 'purpose' | 'state'>[];
    /** Sent at once: `m-1`, `m-2` … */
    readonly messages?: readonly CaseMessage[];
    /** How commands ended that the last decision before wanted. */
    readonly commands?: readonly (Pick<CommandEnded, 'command' | 'status' | 'why'> &
      Partial<Pick<CommandEnded, 'latencySeconds'>>)[];
    /** When the conversation is over, from when its messages were sent; left out, it goes on. */
    readonly endsAfter?: string;
  };
  readonly expect: {
    /** Which decision; of several, the last; of reactions, the last to what `decision.on` says, if it does. */
    readonly point: DecisionPoint;
    /** Parts of the decision record that must be as written here. */
    readonly decision: Readonly<Record<string, unknown>>;
  };
}

/** A file of cases. */
export interface CasesFile {
  readonly file: string;
  readonly cases: readonly Case[];
}

/** The cases in a file. @throws ProblemError with everything wrong with it. */
export async function readCases(file: string): Promise<readonly Case[]> {
  const { documents, problems } = readDocuments({ file, bytes: await readFile(file) });
  if (problems.length > 0) throw new ProblemError(problems);
  return documents.flatMap(({ content, where }) => {
    const found = validate(content)
      ? factProblems(content as { cases: Case[] })
      : schemaProblems(validate.errors!);
    if (found.length === 0) return (content as { cases: Case[] }).cases;
    throw new ProblemError(
      found.map(({ path, ...problem }) => ({ severity: 'error', file, ...where(path), ...problem })),
    );
  });
}

/** Given facts are held to the catalogue, as a recording's are. */
function factProblems({ cases }: { readonly cases: readonly Case[] }): SchemaProblem[] {
  return cases.flatMap(({ given }, index) => {
    const path = ['cases', index, 'given'];
    return [
      ...problemsIn(given.facts ?? {}, [...path, 'facts']),
      ...(given.turns ?? []).flatMap((turn, number) => problemsIn(turn, [...path, 'turns', number])),
      ...Object.entries(given.queues ?? {}).flatMap(([queue, of]) =>
        problemsIn(of, [...path, 'queues', queue]),
      ),
    ];
  });
}

function problemsIn(facts: FactValues, path: Path): SchemaProblem[] {
  return Object.entries(facts).flatMap(([name, value]): SchemaProblem[] => {
    const fact = factCatalogue.get(name);
    if (fact === undefined) {
      const hint = didYouMean(name, factCatalogue.keys());
      const message = `unknown fact "${name}"`;
      return [
        { path: [...path, name], code: 'unknown-fact', message, ...(hint === undefined ? {} : { hint }) },
      ];
    }
    const wrong = factValueProblem(fact, value);
    return wrong === undefined
      ? []
      : [{ path: [...path, name], code: 'bad-fact', message: `${name} ${wrong}` }];
  });
}
