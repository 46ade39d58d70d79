import { problemError } from '../../../engine/problem.ts';
import { didYouMean } from '../../../engine/suggest.ts';

/** Where a Genesys Cloud is. */
export interface Address {
  /** Knows `/oauth/token`. No slash at the end. */
  readonly login: string;
  /** Knows `/api/v2`. No slash at the end. */
  readonly api: string;
}

/** Domain of each region. Source: `PureCloudRegionHosts.js` of the SDK purecloud-platform-client-v2 262.0.0. */
export const regions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    us_east_1: 'mypurecloud.com',
    eu_west_1: 'mypurecloud.ie',
    ap_southeast_2: 'mypurecloud.com.au',
    ap_northeast_1: 'mypurecloud.jp',
    eu_central_1: 'mypurecloud.de',
    us_west_2: 'usw2.pure.cloud',
    ca_central_1: 'cac1.pure.cloud',
    ap_northeast_2: 'apne2.pure.cloud',
    eu_west_2: 'euw2.pure.cloud',
    ap_south_1: 'aps1.pure.cloud',
    us_east_2: 'use2.us-gov-pure.cloud',
    sa_east_1: 'sae1.pure.cloud',
    me_central_1: 'mec1.pure.cloud',
    ap_northeast_3: 'apne3.pure.cloud',
    eu_central_2: 'euc2.pure.cloud',
    mx_central_1: 'mxc1.pure.cloud',
    ap_southeast_1: 'apse1.pure.cloud',
    eusc_de_east_1: 'edee1.eusc-pure.cloud',
  }),
);

/**
 * @param region a region's name, `eu_central_1` or `eu-central-1`, or its domain, `mypurecloud.de`.
 * @throws ProblemError `genesys-region-unknown`.
 */
export function regionAddress(region: string): Address {
  const name = region.trim().toLowerCase();
  const domain = regions.get(name.replaceAll('-', '_')) ?? [...regions.values()].find((one) => one === name);
  if (domain === undefined) {
    // As the documentation spells them.
    const names = [...regions.keys()].map((one) => one.replaceAll('_', '-'));
    const spelled = region.replaceAll('_', '-');
    throw problemError('genesys-region-unknown', `there is no Genesys Cloud region "${region}"`, {
      hint: didYouMean(spelled, [...names, ...regions.values()]) ?? `give one of ${names.join(', ')}`,
    });
  }
  return { login: `https://login.${domain}`, api: `https://api.${domain}` };
}

/**
 * One base URL that knows both `/oauth/token` and `/api/v2`: the sandbox, or a gateway.
 * @throws ProblemError `genesys-base-url` unless it is an http or https URL without query, fragment or credentials.
 */
export function baseUrlAddress(baseUrl: string): Address {
  const url = URL.parse(baseUrl);
  const wrong = url === null || !/^https?:$/.test(url.protocol);
  if (wrong || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw problemError('genesys-base-url', 'the base URL of Genesys Cloud is not one', {
      hint: 'write it like http://127.0.0.1:8080, without query, fragment or password',
    });
  }
  const base = url.href.replace(/\/+$/, '');
  return { login: base, api: base };
}

/** Whether a page that an answer leads to is at the same host: its address is relative, or names it. */
export function isOwnPage({ api }: Address, uri: string): boolean {
  const [own, page] = [new URL(api), URL.parse(uri, api)];
  return page?.origin === own.origin;
}

/**
 * Whether a socket may be opened at an address that an answer names: one in the region, and behind a base URL one at its
 * host, or in any region where it is a gateway's. Always `wss`, but at a host that is itself asked by `http`.
 */
export function isOwnSocket({ api }: Address, uri: string): boolean {
  const [own, socket] = [new URL(api), URL.parse(uri)];
  if (socket === null) return false;
  const isSafe = socket.protocol === 'wss:' || (socket.protocol === 'ws:' && own.protocol === 'http:');
  if (socket.host === own.host) return isSafe;
  const domains = [...regions.values()];
  const domain = domains.find((one) => own.host === `api.${one}`);
  return (
    socket.protocol === 'wss:' &&
    socket.port === '' &&
    (domain === undefined ? domains : [domain]).some((one) => socket.hostname.endsWith(`.${one}`))
  );
}
