import { problemError } from '../../../engine/problem.ts';

/** Topics as evenly as can be over as few channels as can be. Each topic is on one channel, however often it is named. */
export function spreadTopics(
  topics: readonly string[],
  { topicsPerChannel, channels }: { readonly topicsPerChannel: number; readonly channels: number },
): readonly (readonly string[])[] {
  const distinct = [...new Set(topics)];
  const needed = Math.ceil(distinct.length / topicsPerChannel);
  if (needed > channels) {
    throw problemError(
      'genesys-too-many-topics',
      `${distinct.length} topics do not fit on ${channels} channels of ${topicsPerChannel}`,
      { hint: 'listen to fewer queues or agents, share them between OAuth clients, or poll some' },
    );
  }
  return Array.from({ length: needed }, (_, channel) =>
    distinct.filter((_topic, index) => index % needed === channel),
  );
}
