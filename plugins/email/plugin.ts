import type { Finding } from '../../engine/plugins/finding.ts';
import { Outage } from '../../engine/plugins/outage.ts';
import type { Plugin } from '../../engine/plugins/plugin.ts';
import { tokens } from '../../engine/ports.ts';
import { EmailActor } from './actor.ts';
import { isAddress } from './address.ts';
import { emailSchema, type EmailConfiguration } from './schema.ts';
import validator from './schema.validator.js';
import { badAddress, settingsOf } from './settings.ts';
import { SmtpSession } from './smtpSession.ts';
import { supervisorsOf } from './supervisors.ts';

/** Tells supervisors by e-mail, in digests. */
const email: Plugin<EmailConfiguration> = {
  name: 'email',
  configSchema: emailSchema,
  validator,
  provides: [tokens.batchActor],
  needs: [tokens.clock, tokens.policy, tokens.problem],
  create({ configuration, place, get }) {
    const settings = settingsOf(configuration, place);
    const clock = get(tokens.clock);
    const outage = new Outage(get(tokens.problem), `the mail server ${settings.host}`);
    for (const supervisor of supervisorsOf(get(tokens.policy)))
      if (!isAddress(supervisor)) throw badAddress(supervisor, { rule: 'notify' });
    return {
      parts: { [tokens.batchActor]: new EmailActor(settings, clock, outage) },
      async diagnose(signal): Promise<readonly Finding[]> {
        const session = await SmtpSession.open(settings, clock, signal);
        session.close();
        const login = settings.login === undefined ? 'a connection' : 'the login';
        return [
          { what: `the mail server ${settings.host} takes ${login}`, status: 'fine' },
          {
            what: `not tried: to send a mail from ${settings.from}`,
            status: 'unverified',
            hint: 'let a rule notify you, and see that the mail comes and is no spam',
          },
        ];
      },
    };
  },
};

export default email;
