/** The schema of the log that shards have in common. @param schema as the configuration names it. */
export function logSchemaOf(schema: string): string {
  return `${schema}_log`;
}
