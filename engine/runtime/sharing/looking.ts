/** Though a lease is long: a process of the same host that has ended is seen at once. */
const most = 500;

/** How often a worker looks whether there is something to take over, in milliseconds. */
export function lookMilliseconds(leaseSeconds: number): number {
  return Math.min(leaseSeconds * 200, most);
}
