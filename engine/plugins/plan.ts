import type { Problem } from '../problem.ts';
import { closest } from '../suggest.ts';
import { tokens } from '../ports.ts';
import type { Plugin } from './plugin.ts';

/** A plugin that is to run. */
export interface ListedPlugin {
  /** What signalbox.yaml calls it; one of a kind. */
  readonly name: string;
  readonly plugin: Plugin;
  /** Where it is listed. */
  readonly where: Pick<Problem, 'file' | 'line' | 'column'>;
}

/** How the names of all that are Signalbox's own begin. */
const ownPrefix = 'signalbox/';
const ownTokens: readonly symbol[] = Object.values(tokens);

/** What several plugins may provide. */
export const manifold: ReadonlySet<symbol> = new Set([
  tokens.eventSource,
  tokens.factProvider,
  tokens.actor,
  tokens.batchActor,
  tokens.sink,
  tokens.door,
  tokens.history,
]);

/** The order in which plugins start, or why they cannot. */
export interface Plan<Listed extends ListedPlugin> {
  /** Each after all it needs; otherwise as listed. Not to be used when there are problems. */
  readonly order: readonly Listed[];
  readonly problems: readonly Problem[];
}

/**
 * Puts plugins in order, each after those that provide what it needs.
 * @param given tokens that are always there.
 */
export function planPlugins<Listed extends ListedPlugin>(
  listed: readonly Listed[],
  given: ReadonlySet<symbol>,
): Plan<Listed> {
  const providers = new Map<symbol, Listed>();
  const problems: Problem[] = [];
  const report = ({ where }: Listed, code: string, message: string, hint: string): void =>
    void problems.push({ code, severity: 'error', ...where, message, hint });
  for (const one of listed) {
    for (const token of [...one.plugin.provides, ...one.plugin.needs].filter(isUnknown))
      report(
        one,
        'unknown-token',
        `"${one.name}" names ${tokenName(token)}, which does not exist`,
        knownHint(token),
      );
    for (const token of one.plugin.provides) {
      const other = providers.get(token);
      if (other !== undefined && !manifold.has(token)) {
        const message = `"${one.name}" and "${other.name}" both provide ${tokenName(token)}`;
        report(one, 'two-providers', message, 'list one of them');
      }
      providers.set(token, other ?? one);
    }
  }
  for (const one of listed) {
    for (const token of one.plugin.needs) {
      if (manifold.has(token)) {
        const message = `"${one.name}" needs ${tokenName(token)}, which is for the runtime alone`;
        report(one, 'not-to-be-needed', message, 'the plugin must provide something of its own to the other');
      } else if (!providers.has(token) && !given.has(token) && !isUnknown(token)) {
        const message = `"${one.name}" needs ${tokenName(token)}, and no plugin listed here provides it`;
        report(one, 'no-provider', message, missingHint(token, [...providers.keys(), ...given]));
      }
    }
  }
  const order: Listed[] = [];
  const open = new Set<Listed>();
  const visit = (one: Listed): void => {
    if (order.includes(one)) return;
    if (open.has(one)) {
      const circle = [...open].slice([...open].indexOf(one)).map(({ name }) => `"${name}"`);
      const message = `plugins need each other in a circle: ${[...circle, circle[0]!].join(' needs ')}`;
      return report(one, 'circle', message, 'one of them must do without');
    }
    open.add(one);
    for (const token of one.plugin.needs) {
      const provider = manifold.has(token) ? undefined : providers.get(token);
      if (provider !== undefined) visit(provider);
    }
    open.delete(one);
    order.push(one);
  };
  listed.forEach(visit);
  return { order, problems };
}

/** A token as people read it. */
export function tokenName(token: symbol): string {
  return Symbol.keyFor(token) ?? token.description ?? 'something without a name';
}

/** Whether a token is spelled as one of Signalbox's own, and is none. */
function isUnknown(token: symbol): boolean {
  return tokenName(token).startsWith(ownPrefix) && !ownTokens.includes(token);
}

function knownHint(token: symbol): string {
  const bare = (one: symbol): string => tokenName(one).slice(ownPrefix.length);
  const near = closest(bare(token), ownTokens.map(bare));
  return near === undefined
    ? 'those under signalbox/ are in docs/plugins.md; give what is your own a name of your own'
    : `did you mean ${ownPrefix}${near}?`;
}

function missingHint(token: symbol, known: readonly symbol[]): string {
  const near = closest(tokenName(token), known.map(tokenName));
  return near === undefined
    ? 'list a plugin that provides it'
    : `did you mean ${near}? Otherwise list a plugin that provides it`;
}
