import { factsRead, type Condition } from '../../conditions/condition.ts';
import type { Path } from '../../conditions/check.ts';
import { factCatalogue } from '../../facts/catalogue.ts';
import type { Pack, PackBuilder, PackKind } from '../../packs/packKind.ts';
import { conditionSchema, nameSchema } from '../../packs/packSchema.ts';
import { didYouMean } from '../../suggest.ts';
import { actionDefinition, buildAction, factsOf, type Action, type ActionSource } from './action.ts';
import { factsKnownOn, occurrenceNames } from './occurrence.ts';

/** What is done when something comes about. */
export interface Reaction {
  readonly name: string;
  /** A name of `occurrenceNames`. */
  readonly on: string;
  /** Absent where it is always done. */
  readonly when?: Condition;
  readonly do: readonly Action[];
}

/** Decisions, lifecycle events, breaches and ends of commands → commands. */
export interface Reactions extends Pack {
  readonly kind: 'Reactions';
  /** In the order they are done. */
  readonly reactions: readonly Reaction[];
}

interface ReactionSource {
  readonly name: string;
  readonly on: string;
  readonly when?: unknown;
  readonly do: readonly ActionSource[];
}

export const reactionsKind: PackKind<Reactions> = {
  kind: 'Reactions',
  slug: 'reactions',
  title: 'Who hears of what: decisions, lifecycle events, breaches and ends of commands become commands.',
  properties: {
    reactions: {
      type: 'array',
      minItems: 1,
      description: 'All that hold are done, from top to bottom.',
      items: {
        type: 'object',
        properties: {
          name: nameSchema,
          on: {
            type: 'string',
            description: 'What it reacts to.',
            examples: [...occurrenceNames],
          },
          when: conditionSchema,
          do: { type: 'array', minItems: 1, items: { $ref: '#/$defs/action' } },
        },
        required: ['name', 'on', 'do'],
        additionalProperties: false,
      },
    },
  },
  definitions: { action: actionDefinition },
  required: ['reactions'],
  subjects: ['conversation', 'queue', 'occurrence'],
  build({ reactions }: { readonly reactions: readonly ReactionSource[] }, builder) {
    return {
      reactions: reactions.map((source, index): Reaction => {
        const path = ['reactions', index];
        checkName(source.on, [...path, 'on'], builder);
        const known = factsKnownOn(source.on);
        const actions = source.do.flatMap(
          (action, place) => buildAction(action, source.name, known, [...path, 'do', place], builder) ?? [],
        );
        const when =
          source.when === undefined ? undefined : builder.condition(source.when, [...path, 'when']);
        if (when !== undefined) checkKnown(factsRead([when]), source.on, [...path, 'when'], builder);
        checkKnown(actions.flatMap(factsOf), source.on, [...path, 'do'], builder);
        return { name: source.name, on: source.on, ...(when === undefined ? {} : { when }), do: actions };
      }),
    };
  },
};

function checkName(on: string, path: Path, builder: PackBuilder): void {
  if (occurrenceNames.includes(on)) return;
  const hint = didYouMean(on, occurrenceNames) ?? 'docs/reactions.md lists what there is';
  builder.error(path, 'unknown-occurrence', `nothing is called "${on}"`, hint);
}

/** A fact that is never there would keep a reaction silent for ever. */
function checkKnown(facts: readonly string[], on: string, path: Path, builder: PackBuilder): void {
  const known = factsKnownOn(on);
  for (const fact of new Set(facts)) {
    if (factCatalogue.get(fact)?.subject !== 'occurrence' || known.includes(fact)) continue;
    const hint = `known on it: ${known.join(', ')}, and the facts of the conversation and its queue`;
    builder.error(path, 'fact-not-there', `${fact} is never known on ${on}`, hint);
  }
}
