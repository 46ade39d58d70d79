import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

/**
 * Keeps a process of the tests to the loopback interface; `setup.ts` loads it into every one, those that specs start too.
 * An address elsewhere is not contacted, and written into the file that SIGNALBOX_CONTACTED names: then the run fails. Names
 * that can never exist (RFC 2606) are taken to be unknown, as they are.
 */
const loopback = /^(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/;
const neverThere = /\.(invalid|test|example)$/;

function refused(host: string): NodeJS.ErrnoException {
  const file = process.env['SIGNALBOX_CONTACTED'];
  if (!neverThere.test(host) && file !== undefined) appendFileSync(file, `${host}\n`);
  const error = new Error(`${host} is not contacted in tests`);
  return Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: host });
}

const lookup = dns.lookup.bind(dns) as (...args: unknown[]) => void;
dns.lookup = ((host: string, ...rest: unknown[]) => {
  if (loopback.test(host) || net.isIP(host) !== 0) return lookup(host, ...rest);
  const callback = rest.at(-1) as (error: Error) => void;
  process.nextTick(callback, refused(host));
}) as typeof dns.lookup;

interface Destination {
  readonly host?: string;
  readonly path?: string;
}

/** `connect` is called with options, with a port and a host, with a path, or with a list that begins with options. */
function destinationOf([first, second]: readonly unknown[]): Destination {
  if (Array.isArray(first)) return destinationOf(first);
  if (typeof first === 'object' && first !== null) return first;
  return typeof second === 'string' ? { host: second } : {};
}

const { connect } = net.Socket.prototype as unknown as { connect: (...args: unknown[]) => net.Socket };
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
  const { host, path } = destinationOf(args);
  const isElsewhere =
    path === undefined && host !== undefined && net.isIP(host) !== 0 && !loopback.test(host);
  return isElsewhere ? this.destroy(refused(host)) : connect.apply(this, args);
};
