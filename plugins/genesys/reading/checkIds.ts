import type { Dependencies } from '../../../engine/plugins/plugin.ts';
import type { Problem } from '../../../engine/problem.ts';
import { isBarred } from '../genesysError.ts';
import type { GenesysConfiguration } from '../schema.ts';
import { readBotTurns } from './botTurns.ts';
import type { Reading } from './reading.ts';

const hourMilliseconds = 3_600_000;

/**
 * Ids in the configuration that the organisation does not have, or does not let the client read: of schedule groups and
 * bot flows, of which there is no list to be had. Each is read once.
 * @param now milliseconds since 1970.
 * @param place where a part of the configuration is written.
 * @throws GenesysError as `call` does, where the platform does not answer.
 */
export async function checkIds(
  reading: Reading,
  { botFlows = [] }: GenesysConfiguration,
  now: number,
  place: Dependencies['place'],
): Promise<readonly Problem[]> {
  const { genesys, manner, settings } = reading;
  const problems: Problem[] = [];
  const check = async (
    kind: 'schedule group' | 'bot flow',
    id: string,
    path: readonly (string | number)[],
    read: () => Promise<unknown>,
  ): Promise<void> => {
    try {
      await read();
    } catch (error) {
      if (!isBarred(error)) throw error;
      const { code } = error;
      const absent: Problem = {
        ...{ code: `genesys-unknown-${kind.replace(' ', '-')}`, severity: 'error' },
        message: `the organisation has no ${kind} "${id}"`,
        hint: `give the id of a ${kind}, not its name: its address in Architect ends with it`,
      };
      problems.push({
        ...(code === 'genesys-permission-missing' ? error.problems[0]! : absent),
        ...place(path),
      });
    }
  };
  for (const [queue, scheduleGroupId] of Object.entries(settings.openingHours))
    await check('schedule group', scheduleGroupId, ['reading', 'openingHours', queue], () =>
      genesys.call('getArchitectSchedulegroup', { params: { path: { scheduleGroupId } } }, manner),
    );
  for (const [index, botFlow] of botFlows.entries())
    await check('bot flow', botFlow, ['botFlows', index], () =>
      readBotTurns(reading, botFlow, { from: now - hourMilliseconds, to: now }),
    );
  return problems;
}
