/**
 * Milliseconds of a processor that this process has taken so far: what hostile input costs, however busy the machine is. For
 * limits that tell what grows too fast from what does not, never for how fast anything is.
 */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
