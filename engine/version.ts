import packageJson from '../package.json' with { type: 'json' };

/** The version that decided; part of a record's envelope, never of its body. */
export const engineVersion: string = packageJson.version;
