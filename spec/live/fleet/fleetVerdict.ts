import { canonicalJson } from '../../../engine/canonical.ts';
import { shardOf } from '../../../engine/sharedStore.ts';
import { doneTwice, misplaced } from '../../commands/storm.ts';
import { toldName, verifiedAudit } from '../judgedAudit.ts';
import { endsNotTold, judgedMail, judgedReceiver, underTwoIds } from '../judgedEffects.ts';
import type { Verdict } from '../verdict.ts';
import type { FleetDay } from './fleetDay.ts';

/** Holds a day of several workers to what one alone is held to. @returns what they did not keep; nothing, when they kept all. */
export async function fleetVerdict(day: FleetDay): Promise<Verdict> {
  const { sandbox, receivers, startedAt, kept, waiting, kills } = day;
  const { shards, commands } = kept;
  const [first] = shards as [(typeof shards)[number]];
  const judged = { receivers, kills, conversations: first.conversations };
  const found: Verdict = {
    'not decided on once': shards.flatMap(({ notOnce }) => notOnce),
    'not where the platform has them': shards.flatMap(({ conversations }) =>
      misplaced({ directory: sandbox.directory, conversations: () => day.atStop }, conversations, startedAt),
    ),
    'otherwise in the store than in its journal': shards.flatMap(({ otherwise }) => otherwise),
    'otherwise with one shard than with another': shards.flatMap(({ conversations }) =>
      [...conversations.values()]
        .filter((one) => canonicalJson(one.phase) !== canonicalJson(first.conversations.get(one.id)?.phase))
        .map(({ id }) => id),
    ),
    'left waiting': waiting.filter((one) => Object.values(one).some((count) => count > 0)),
    'of a conversation of another shard': foreign(day),
    'not told, or not in order': untold(day),
    'done twice on the platform': doneTwice(sandbox),
    'not done': commands.filter(({ status }) => status === 'failed' || status === 'unknown'),
    'under two ids': underTwoIds(commands),
    'over, and not told once': endsNotTold(judged, commands),
    ...judgedReceiver('crm', receivers.crm, commands),
    ...judgedReceiver('webhook', receivers.webhook, commands),
    ...judgedMail(judged, commands),
    ...(await judgedAudit(day)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, all]) => all.length > 0));
}

/** Decisions of a shard that are another's to make. */
function foreign({ kept: { shards } }: FleetDay): readonly string[] {
  return shards.flatMap(({ told }, shard) =>
    told.flatMap((one) =>
      'decision' in one && shardOf(one.decision.body.conversation, shards.length) !== shard
        ? [one.decision.body.id]
        : [],
    ),
  );
}

/** Decisions that no worker’s console was told, or out of their order within a shard; told again only by who took over. */
function untold({ kept: { shards }, lines }: FleetDay): readonly string[] {
  const each = lines.map((own) =>
    own
      .filter((line) => line.startsWith('{'))
      .map((line) => (JSON.parse(line) as { readonly id: string }).id),
  );
  const all = each.flat();
  const there = new Set(all);
  const missing: string[] = [];
  for (const { told } of shards) {
    const ids = told.flatMap((one) => ('decision' in one ? [one.decision.body.id] : []));
    const place = new Map(ids.map((id, index) => [id, index]));
    missing.push(...ids.filter((id) => !there.has(id)));
    for (const own of each) {
      const places = own.flatMap((id) => place.get(id) ?? []);
      missing.push(
        ...places.filter((at, index) => index > 0 && at < places[index - 1]!).map((at) => ids[at]!),
      );
    }
  }
  return missing;
}

/** The audit log, which all of them write: as its own command verifies it, and each shard's part of it in order, each once. */
async function judgedAudit({ folder, kept: { shards } }: FleetDay): Promise<Verdict> {
  const { problems, names } = await verifiedAudit(folder);
  const told = shards.map((shard) => shard.told.map(toldName));
  const shardsOf = new Map(told.flatMap((own, shard) => own.map((name) => [name, shard] as const)));
  return {
    'audit: not verified': problems,
    'audit: of nothing that was told': names.filter((name) => !shardsOf.has(name)),
    'audit: not what was told': told.flatMap((own, shard) => {
      const there = names.filter((name) => shardsOf.get(name) === shard);
      return canonicalJson(there) === canonicalJson(own)
        ? []
        : [{ shard, there: there.length, told: own.length }];
    }),
  };
}
