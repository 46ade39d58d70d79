import type { Reading } from '../../../../plugins/genesys/reading/reading.ts';
import { genesysDefaults, type ReadingSettings } from '../../../../plugins/genesys/settings.ts';
import { logins, session, type Session } from '../session.ts';
import { names } from '../told.ts';

/** A session, and what reads in it. One login is answered. */
export function readingSession(
  settings: Partial<ReadingSettings> = {},
): Session & { readonly reading: Reading } {
  const made = session();
  logins();
  const reading: Reading = {
    ...{ genesys: made.genesys, names, manner: { lane: 'bulk' } },
    settings: { ...genesysDefaults.reading, ...settings },
  };
  return { ...made, reading };
}
