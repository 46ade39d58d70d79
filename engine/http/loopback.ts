/**
 * Whether a host is this machine, so that what is sent there is on no network.
 * @param host a name or an address, IPv6 with or without its brackets.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
