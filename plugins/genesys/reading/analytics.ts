/** The predicate that asks for a queue, in every query of analytics. */
export function isQueue(value: string) {
  return { type: 'dimension', dimension: 'queueId', operator: 'matches', value } as const;
}

/** An interval as queries have it. Both in milliseconds since 1970. */
export function interval(from: number, to: number): string {
  return `${new Date(from).toISOString()}/${new Date(to).toISOString()}`;
}
