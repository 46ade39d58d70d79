/** An atom of the local part, and a label of the domain. Source: RFC 5321, 4.1.2. */
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const mailbox = new RegExp(`^${atom}(?:\\.${atom})*@${label}(?:\\.${label})*$`);

/** Of the part before the `@`, and of all of it. Source: RFC 5321, 4.5.3.1. */
const mostLocal = 64;
const most = 254;

/**
 * Whether a text is one e-mail address and nothing else: no name, no comment, no quotes, no second address, nothing that
 * would end a header or a command of SMTP. A domain that is not ASCII is written in its ASCII form, `xn--…`.
 */
export function isAddress(text: string): boolean {
  return text.length <= most && text.indexOf('@') <= mostLocal && mailbox.test(text);
}

/** What follows the `@` of an address. */
export function domainOf(address: string): string {
  return address.slice(address.indexOf('@') + 1);
}
