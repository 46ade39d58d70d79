/** What a fact is about, and so who can observe it and which packs may read it. */
export type FactSubject = 'conversation' | 'queue' | 'bot' | 'agent' | 'occurrence';

/**
 * - `number`: finite, within `range`; `boolean`; `text`: any string; `enumeration`: one of `values`
 * - `textList`: a set of strings
 * - `serviceLevelTarget`: text such as `80/20`, percent answered within seconds
 * - `proficiencies`: skill or language name → proficiency
 */
export type FactType =
  'number' | 'boolean' | 'text' | 'enumeration' | 'textList' | 'serviceLevelTarget' | 'proficiencies';

/** Values a fact can have. */
export type FactValue = number | boolean | string | readonly string[] | Readonly<Record<string, number>>;

/** Facts in hand. A key that is absent is a missing fact; nothing is ever null. */
export type FactValues = Readonly<Record<string, FactValue>>;

/** One entry of the catalogue: a named, typed value with its unit, range and source. */
export interface FactDefinition {
  readonly name: string;
  readonly subject: FactSubject;
  readonly type: FactType;
  /** One or two sentences for an analyst. */
  readonly description: string;
  readonly unit?: string;
  /** Inclusive bounds of a number; either may be open. */
  readonly range?: { readonly minimum?: number; readonly maximum?: number };
  readonly integer?: boolean;
  /** The members of an enumeration, from lowest to highest where they have an order. */
  readonly values?: readonly string[];
  /**
   * `observed` facts come from the platform or a recording; `derived` facts are worked out by the engine from events
   * and observed facts.
   */
  readonly origin: 'observed' | 'derived';
  /** The observed facts a derived one rests on, all of them; without it, it rests on events alone. */
  readonly restsOn?: readonly string[];
  /** Agreed, such as a target, and not a state that was observed: it does not grow old. */
  readonly isAgreed?: true;
  /** A customer may have said or typed it, or a flow made it of that: it is masked at the door. */
  readonly isFreeText?: true;
  /** Where the value comes from in Genesys Cloud, or how it is derived. */
  readonly source: string;
  readonly example: FactValue;
  /** Whether a conversation may live without it. A pack says what a missing fact means to its rules. */
  readonly mayBeMissing: boolean;
}
