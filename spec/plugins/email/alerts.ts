import type { BatchedCommand } from '../../../engine/ports.ts';

/** When the first alert of a spec was decided. */
export const decidedAt = Date.UTC(2026, 2, 2, 9);

/** A command to tell a supervisor. */
export function alert(
  id: string,
  supervisor = 'lead@example.com',
  { conversation = `c-${id}`, about = 'refunds', isRepeated = false, at = decidedAt } = {},
): BatchedCommand {
  return { command: { id, conversation, do: 'notify', supervisor, about }, decidedAt: at, isRepeated };
}
