import { commandKinds, tokens } from '../ports.ts';
import type { Store } from '../store.ts';
import { closest } from '../suggest.ts';

/** What a part must have, whatever it does. */
interface Form {
  readonly methods: readonly string[];
  /** Lists of text. */
  readonly lists?: readonly string[];
}

/** Each named, so that none is forgotten. */
const storeMethods: Readonly<Record<keyof Store, true>> = {
  commit: true,
  counters: true,
  inbox: true,
  journal: true,
  journalSpan: true,
  snapshots: true,
  conversation: true,
  gathered: true,
  outbox: true,
  dead: true,
  depths: true,
  told: true,
  cursor: true,
  heard: true,
  policies: true,
  policy: true,
  tallies: true,
  instruct: true,
  instructions: true,
  answer: true,
};

const forms: ReadonlyMap<symbol, Form> = new Map<symbol, Form>([
  [tokens.eventSource, { methods: ['listen'] }],
  [tokens.factProvider, { methods: ['observe'], lists: ['facts'] }],
  [tokens.actor, { methods: ['act'], lists: ['does'] }],
  [tokens.batchActor, { methods: ['actTogether'], lists: ['does'] }],
  [tokens.sink, { methods: ['hear'] }],
  [tokens.door, { methods: ['conversation'] }],
  [tokens.history, { methods: ['read'], lists: ['ways'] }],
  [tokens.store, { methods: Object.keys(storeMethods) }],
  [tokens.storeBackup, { methods: ['copy'] }],
  [tokens.storeControl, { methods: ['view', 'instruct', 'answer', 'dead'] }],
  [tokens.requestBudgets, { methods: ['budget'] }],
  [tokens.clock, { methods: ['now', 'sleep'] }],
]);

/** What a part lacks to be what its token stands for, in words; undefined when it is one. */
export function partProblem(token: symbol, part: unknown): string | undefined {
  const form = forms.get(token);
  if (form === undefined) return undefined;
  if (typeof part !== 'object' || part === null) return 'it is no object';
  const held = part as Readonly<Record<string, unknown>>;
  const method = form.methods.find((name) => typeof held[name] !== 'function');
  if (method !== undefined) return `it has no method "${method}"`;
  const list = form.lists?.find((name) => !isTexts(held[name]));
  if (list !== undefined) return `its "${list}" is not a list of text`;
  return token === tokens.actor || token === tokens.batchActor
    ? unknownKind(held['does'] as readonly string[])
    : undefined;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function unknownKind(does: readonly string[]): string | undefined {
  const known: readonly string[] = commandKinds;
  const stray = does.find((kind) => !known.includes(kind));
  if (stray === undefined) return undefined;
  const near = closest(stray, known);
  const meant = near === undefined ? `commands are ${known.join(', ')}` : `did you mean "${near}"?`;
  return `it does "${stray}", which is no command: ${meant}`;
}
