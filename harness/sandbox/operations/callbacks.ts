import { parseUtc } from '../../recording/time.ts';
import { note } from '../centre/participation.ts';
import { customerOf } from '../centre/records.ts';
import { badRequest, notFound } from '../door/refusal.ts';
import { wantedRouting } from './conversations.ts';
import type { Handlers } from './handler.ts';

/** `CreateCallbackCommand` */
interface CallbackCommand {
  readonly queueId?: string;
  readonly routingData?: {
    readonly queueId: string;
    readonly languageId?: string;
    readonly priority?: number;
    readonly skillIds?: readonly string[];
    readonly scoredAgents?: readonly { readonly agent?: { readonly id?: string }; readonly score?: number }[];
  };
  readonly callbackUserName?: string;
  readonly callbackNumbers: readonly string[];
  /** ISO 8601; at once unless said. */
  readonly callbackScheduledTime?: string;
  readonly data?: Readonly<Record<string, string>>;
}

export const callbackHandlers: Handlers = {
  postConversationsCallbacks: (call, platform) => {
    const { centre } = platform;
    const command = call.body as CallbackCommand;
    const queueId = command.routingData?.queueId ?? command.queueId;
    if (queueId === undefined) throw badRequest('bad.request', 'queueId or routingData is needed');
    if (centre.directory.queues.withId(queueId) === undefined) throw notFound('queue', queueId);
    const { callbackScheduledTime: time, callbackNumbers: numbers, callbackUserName: userName } = command;
    if (numbers.length === 0) throw badRequest('bad.request', 'callbackNumbers is empty');
    const at = time === undefined ? centre.now : parseUtc(time);
    if (at === undefined) throw badRequest('invalid.date', `${time} is not a moment in UTC`);
    const { languageId, priority, skillIds, scoredAgents } = command.routingData ?? {};
    const routing = wantedRouting(
      {
        ...(languageId === undefined ? {} : { languageId }),
        ...(priority === undefined ? {} : { priority }),
        ...(skillIds === undefined ? {} : { skillIds }),
        ...(scoredAgents === undefined
          ? {}
          : {
              requestScoredAgents: scoredAgents.map(({ agent, score }) => ({
                id: agent?.id ?? '',
                score: score ?? -1,
              })),
            }),
      },
      platform,
    );
    const callback = { numbers, at, ...(userName === undefined ? {} : { userName }) };
    const record = centre.reserve('callback', callback, { queueId });
    note(customerOf(record), command.data ?? {});
    centre.changed(record);
    const enter = (): void => {
      if (record.endedAt === undefined) centre.enter(record, queueId, command.data ?? {}, routing);
    };
    if (at <= centre.now) enter();
    else centre.timeline.at(at, enter);
    return {
      body: {
        conversation: { id: record.id, selfUri: `/api/v2/conversations/${record.id}` },
        callbackIdentifiers: [{ type: 'EXTERNAL', id: record.participants[0]!.id }],
      },
    };
  },
};
