/**
 * When order and ranking are decided.
 * - `asRecorded`: when an agent answers, which is the moment a record decided
 * - `whileWaiting`: when a conversation enters a queue and when its skills are decided again; its ranking once more when
 *   what it was made from changes. What is commanded then still counts.
 */
export const allMoments = ['asRecorded', 'whileWaiting'] as const;
export type Moments = (typeof allMoments)[number];
