/** Values that some schema refuses for its type, its range, its form, its length, or for standing twice. */
export const oddities: readonly unknown[] = [
  ...[null, true, 0, -1, 0.5, 1.5, 70, 1e9, Number.MAX_SAFE_INTEGER + 1],
  ...['', 'x', ' x', 'a\nb', '€', '\ud83d', '😀', '80/20', 'priority', 'x'.repeat(11_000)],
  ...[[], [1, 1], ['a', 'a'], [{}, {}], {}, { x: 1 }, { 'a/b~c': 1 }],
  { fact: 'priority', operator: 'equal', value: 'high' },
  { all: [] },
  { not: { condition: 'a b' } },
];
