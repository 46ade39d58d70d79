import type { FactDefinition, FactValue, FactValues } from '../../../engine/facts/definition.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { factValueProblem } from '../../../engine/facts/values.ts';
import { closeBrace, colon, comma, openBrace, quote, type ByteCursor } from './byteCursor.ts';
import { readBoolean, readProficiencies, readTexts } from './values.ts';
import { Keywords, membersOf } from './keywords.ts';
import { readNumber } from './number.ts';
import type { TextCache } from './textCache.ts';

/** A fact as the scanner checks it. */
interface ScannedFact {
  readonly definition: FactDefinition;
  readonly name: string;
  readonly type: FactDefinition['type'];
  readonly isWhole: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly members: Keywords<string>;
}

/** Reads the facts of events, those that the recording's header lists. */
export class FactsReader {
  readonly #texts: TextCache;
  readonly #facts: Keywords<ScannedFact>;
  /** The service level target last found good; a recording holds few. */
  #target: string | undefined;

  /** @param names facts of the catalogue. */
  constructor(names: readonly string[], texts: TextCache) {
    this.#texts = texts;
    this.#facts = new Keywords(new Map(names.map((name) => [name, scannedFact(name)])));
  }

  /** Reads an object of facts. @returns undefined when it is not certainly well formed and right. */
  read(cursor: ByteCursor): FactValues | undefined {
    if (!cursor.steps(openBrace)) return undefined;
    const facts: Record<string, FactValue> = {};
    if (cursor.bytes[cursor.at] === closeBrace) {
      cursor.at++;
      return facts;
    }
    for (;;) {
      if (!cursor.steps(quote)) return undefined;
      const fact = this.#facts.read(cursor);
      if (fact === undefined || !cursor.steps(colon)) return undefined;
      const value = this.#value(fact, cursor);
      if (value === undefined) return undefined;
      // Of a fact that is there twice the last value counts, as in JSON.
      facts[fact.name] = value;
      const byte = cursor.bytes[cursor.at++];
      if (byte === closeBrace) return facts;
      if (byte !== comma) return undefined;
    }
  }

  #value(fact: ScannedFact, cursor: ByteCursor): FactValue | undefined {
    switch (fact.type) {
      case 'number': {
        const value = readNumber(cursor);
        const isRight = value >= fact.minimum && value <= fact.maximum;
        return isRight && (!fact.isWhole || Number.isInteger(value)) ? value : undefined;
      }
      case 'boolean':
        return readBoolean(cursor);
      case 'enumeration':
        return cursor.steps(quote) ? fact.members.read(cursor) : undefined;
      case 'text':
        return cursor.steps(quote) ? ifRight(fact, this.#texts.read(cursor)) : undefined;
      case 'serviceLevelTarget':
        return cursor.steps(quote) ? this.#ifTarget(fact, this.#texts.read(cursor)) : undefined;
      case 'textList':
        return ifRight(fact, readTexts(cursor, this.#texts));
      case 'proficiencies':
        return ifRight(fact, readProficiencies(cursor, this.#texts));
    }
  }

  #ifTarget(fact: ScannedFact, text: string | undefined): string | undefined {
    if (text === undefined || text === this.#target) return text;
    if (factValueProblem(fact.definition, text) !== undefined) return undefined;
    this.#target = text;
    return text;
  }
}

function ifRight<Value extends FactValue>(fact: ScannedFact, value: Value | undefined): Value | undefined {
  return value !== undefined && factValueProblem(fact.definition, value) === undefined ? value : undefined;
}

/** Those that were asked for, by name. */
const scannedFacts = new Map<string, ScannedFact>();

/** @param name of a fact of the catalogue. */
function scannedFact(name: string): ScannedFact {
  const fact = scannedFacts.get(name) ?? factAsScanned(factCatalogue.get(name)!);
  scannedFacts.set(name, fact);
  return fact;
}

function factAsScanned(definition: FactDefinition): ScannedFact {
  const { name, type, integer = false, range = {}, values = [] } = definition;
  const { minimum = -Infinity, maximum = Infinity } = range;
  return { definition, name, type, isWhole: integer, minimum, maximum, members: membersOf(values) };
}
