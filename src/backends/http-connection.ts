import { type Dispatcher, request } from 'undici';
import { type BackendRequest, type Connection, ConnectionError } from '../observability/connection.js';
import { connectionFailure } from './connection-failures.js';
import { baseAddress, type ConnectionSettings, shownAddress, TIMEOUT_MS } from './connection-settings.js';
import { dispatcherFor, mayUseProxy } from './dispatcher.js';
import { discardBody, readBody } from './read-body.js';
import { requestHeaders } from './request-headers.js';
import { Retries, type Tried, waitOf } from './retries.js';

/**
 * A connection over HTTP: credentials, certificates, proxy, timeouts, retries. Redirects are not followed, since credentials would go with them.
 * @throws Error with a short message where the settings make no sense
 */
export function httpConnection(settings: ConnectionSettings): Connection {
  const timeout = settings.timeoutMs ?? TIMEOUT_MS;
  const base = baseAddress(settings.url);
  const way: Way = {
    base,
    headers: requestHeaders(settings, base),
    throughProxy: mayUseProxy(settings, process.env),
    timeout,
  };
  const retries = new Retries(timeout);
  let dispatcher: Dispatcher | null = null;
  return {
    url: shownAddress(settings.url),
    async send(asked) {
      dispatcher ??= opened(settings, way);
      return retries.answer(() => once(asked, way, dispatcher as Dispatcher));
    },
  };
}

/** Where requests go, and with what. */
interface Way {
  base: URL;
  headers: Readonly<Record<string, string>>;
  throughProxy: boolean;
  /** Of one try, ms. */
  timeout: number;
}

/** Certificates and addresses of proxies are read only when sockets are made. */
function opened(settings: ConnectionSettings, { timeout, throughProxy }: Way): Dispatcher {
  try {
    return dispatcherFor(settings, timeout);
  } catch (error) {
    throw connectionFailure(error, false, timeout, throughProxy);
  }
}

async function once(asked: BackendRequest, { base, headers, throughProxy, timeout }: Way, dispatcher: Dispatcher): Promise<Tried> {
  const target = new URL(base.href);
  target.username = '';
  target.password = '';
  target.pathname = `${base.pathname.replace(/\/$/, '')}${asked.path}`;
  const form = new URLSearchParams(asked.params.map(([name, value]): [string, string] => [name, value])).toString();
  if (asked.method === 'GET') target.search = form;
  const signal = AbortSignal.timeout(timeout);
  const before = Date.now();
  try {
    const sent = request(target, {
      method: asked.method,
      headers: {
        'accept-encoding': 'gzip',
        'user-agent': 'heimr',
        ...headers,
        ...asked.headers,
        ...(asked.method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      body: asked.method === 'POST' ? form : null,
      dispatcher,
      signal,
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
    const answer = await inTime(sent, signal);
    const arrived = Date.now();
    const header = (name: string): string => String(answer.headers[name] ?? '');
    if (answer.statusCode >= 300 && answer.statusCode < 400) {
      discardBody(answer.body);
      throw new ConnectionError(
        'redirect',
        `it answered ${answer.statusCode}, to somewhere else; redirects are not followed, so give the final address`,
      );
    }
    const body = await readBody(answer.body, header('content-encoding').trim().toLowerCase());
    const date = Date.parse(header('date'));
    return {
      reply: {
        status: answer.statusCode,
        contentType: header('content-type').toLowerCase(),
        body,
        // The date is cut to whole seconds: half a second later is the best guess.
        clockOffset: Number.isNaN(date) ? null : date + 500 - (before + arrived) / 2,
      },
      retryAfter: waitOf(header('retry-after'), arrived),
    };
  } catch (error) {
    throw error instanceof ConnectionError ? error : connectionFailure(error, signal.aborted, timeout, throughProxy);
  }
}

/** The library hears of the signal only once there is a connection; a proxy that accepts and says nothing would be waited for without end. */
function inTime(sent: Promise<Dispatcher.ResponseData>, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    sent.then((answer) => (signal.aborted ? discardBody(answer.body) : resolve(answer)), reject);
  });
}
