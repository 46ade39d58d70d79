/** A condition of a query, as all of Genesys' analytics write them. */
interface Predicate {
  readonly type?: string;
  readonly dimension?: string;
  readonly metric?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly range?: {
    readonly gt?: number;
    readonly gte?: number;
    readonly lt?: number;
    readonly lte?: number;
  };
}

/** Predicates and clauses of them, joined by `and` or `or`. */
export interface Filter {
  readonly type: string;
  readonly predicates?: readonly Predicate[];
  readonly clauses?: readonly Filter[];
}

/** What a thing has in a dimension or metric: nothing, one value, or several. */
export type Values = (name: string) => readonly (string | number | boolean)[];

/** Whether a thing passes every filter; none lets everything pass. */
export function passes(filters: readonly Filter[] | undefined, values: Values): boolean {
  return (filters ?? []).every((filter) => passesOne(filter, values));
}

function passesOne({ type, predicates = [], clauses = [] }: Filter, values: Values): boolean {
  const holdsOf = (predicate: Predicate): boolean => holds(predicate, values);
  const passesOf = (clause: Filter): boolean => passesOne(clause, values);
  return type.toLowerCase() === 'or'
    ? predicates.some(holdsOf) || clauses.some(passesOf)
    : predicates.every(holdsOf) && clauses.every(passesOf);
}

function holds(
  { dimension, metric, operator = 'matches', value, range }: Predicate,
  values: Values,
): boolean {
  const had = values(dimension ?? metric ?? '');
  if (range !== undefined) {
    const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
    return had.map(Number).some((one) => one > gt && one >= gte && one < lt && one <= lte);
  }
  switch (operator) {
    case 'exists':
      return had.length > 0;
    case 'notExists':
      return had.length === 0;
    default:
      return had.some((one) => String(one) === value);
  }
}
