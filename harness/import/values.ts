import type { FactDefinition, FactValue } from '../../engine/facts/definition.ts';
import { factValueProblem } from '../../engine/facts/values.ts';
import { parseDecimal } from './decimal.ts';
import { badValue, ExcludedRow } from './excludedRow.ts';
import { compileFilter, textSet } from './filter.ts';
import { turnFacts } from './map/factMeaning.ts';
import { isColumn, type ColumnSource, type FactSource, type ValueSource } from './map/importMap.ts';
import type { Pseudonyms } from '../../engine/door/pseudonym.ts';
import type { Row } from './rows/row.ts';

/** Reads a value of a row; undefined when it is missing. */
type RowValue<Value> = (row: Row) => Value | undefined | ExcludedRow;

/**
 * Compiles the source of a name: a constant or a column.
 * @param allowed tells whether a text can be the value; all can unless told.
 */
export function compileValue(
  source: ValueSource,
  allowed: (text: string) => boolean = () => true,
): RowValue<string> {
  if (!isColumn<string>(source)) return () => source;
  const { column } = source;
  const wrong = badValue(column);
  const mapped = mapping(source);
  return (row) => {
    const text = row.text(column);
    const value = mapped === undefined ? text : mapped(text);
    if (value === '') return undefined;
    return value !== undefined && allowed(value) ? value : wrong;
  };
}

/** Compiles the source of a fact: its value is checked against the catalogue. */
export function compileFact(name: string, source: FactSource, pseudonyms: Pseudonyms): RowValue<FactValue> {
  if (!isColumn<FactValue>(source)) return () => source;
  const fact = turnFacts.get(name)!;
  const { column, unknown, when, separator, pseudonym } = source;
  const wrong = badValue(column);
  const missing = textSet(unknown);
  const applies = when === undefined ? () => true : compileFilter(when);
  const mapped = mapping(source) ?? ((text: string) => convert(fact, text, separator ?? ';'));
  return (row) => {
    const holds = applies(row);
    if (holds instanceof ExcludedRow) return holds;
    const text = row.text(column);
    if (!holds || text === '' || missing.has(text)) return undefined;
    const value = mapped(text);
    if (value === undefined || factValueProblem(fact, value) !== undefined) return wrong;
    return pseudonym === true ? pseudonyms.of('person', value as string) : value;
  };
}

function mapping<Value>({
  values,
  otherwise,
}: ColumnSource<Value>): ((text: string) => Value | undefined) | undefined {
  if (values === undefined) return undefined;
  const known = new Map(Object.entries(values));
  return (text) => known.get(text) ?? otherwise;
}

function convert(fact: FactDefinition, text: string, separator: string): FactValue | undefined {
  switch (fact.type) {
    case 'number':
      return parseDecimal(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'textList':
      return listOf(text, separator);
    case 'proficiencies':
      return undefined;
    case 'text':
    case 'enumeration':
    case 'serviceLevelTarget':
      return text;
  }
}

/** A list is written with separators or, as in NDJSON, as a JSON array. */
function listOf(text: string, separator: string): readonly string[] | undefined {
  if (!text.startsWith('['))
    return text
      .split(separator)
      .map((item) => item.trim())
      .filter((item) => item !== '');
  try {
    return JSON.parse(text) as readonly string[];
  } catch {
    return undefined;
  }
}
