/** Where it is notified that there is something new in the log. @param schema of the log. */
export function channel(schema: string): string {
  return `${schema}_grown`;
}

/** Where it is notified that something was asked or answered. @param schema of the log. */
export function askedChannel(schema: string): string {
  return `${schema}_asked`;
}
