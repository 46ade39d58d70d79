import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from './mail.ts';

/** A mail as it is sent. */
export function mimeOf({ date, ...mail }: Mail): Promise<Buffer> {
  const composer = new MailComposer({
    ...{ ...mail, date: new Date(date) },
    // RFC 3834: nobody answers it automatically.
    headers: { 'auto-submitted': 'auto-generated' },
  });
  return composer.compile().build();
}
