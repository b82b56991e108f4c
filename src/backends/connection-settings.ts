/** How a backend is reached. */
export interface ConnectionSettings {
  /** Base address with its path prefix, such as `https://metrics.example/prometheus`; user info in it is taken as basic credentials. */
  url: string;
  /** Headers sent with each request. */
  headers?: Readonly<Record<string, string>>;
  /** Bearer token. */
  bearer?: string;
  basic?: { user: string; password: string };
  /** Tenant, sent as `X-Scope-OrgID`. */
  tenant?: string;
  /** PEM texts; `insecure` accepts any certificate. */
  tls?: { ca?: string; cert?: string; key?: string; insecure?: boolean };
  /** Address of an HTTP proxy; by default the usual environment variables, and none for this machine's own addresses. */
  proxy?: string;
  /** Time that one request may take, ms; 30 s by default. */
  timeoutMs?: number;
}

/** Time that one request may take where nothing else is said, ms. */
export const TIMEOUT_MS = 30_000;

/** @returns the address without user info, query and a slash at its end; @throws Error with a short message where it is none */
export function baseAddress(url: string): URL {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    throw new Error('it is no address such as http://127.0.0.1:9090');
  }
  if (address.protocol !== 'http:' && address.protocol !== 'https:') throw new Error('only http:// and https:// can be asked');
  address.search = '';
  address.hash = '';
  address.pathname = address.pathname.replace(/\/+$/, '');
  return address;
}

/** The address as it is shown and stored: without user info. */
export function shownAddress(url: string): string {
  const address = baseAddress(url);
  address.username = '';
  address.password = '';
  return address.href.replace(/\/$/, '');
}

/** Whether an address is this machine's own. */
export function isLoopback(url: string): boolean {
  const host = baseAddress(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
