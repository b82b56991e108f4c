import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, request } from 'undici';
import { type BackendReply, type BackendRequest, type Connection, ConnectionError } from '../observability/connection.js';
import { baseAddress, type ConnectionSettings, isLoopback, shownAddress, TIMEOUT_MS } from './connection-settings.js';
import { readBody } from './read-body.js';

/** Tries of one request in all. */
const TRIES = 3;
/** Answers after which the same request may work a little later. */
const LATER: ReadonlySet<number> = new Set([429, 502, 503]);
/** Longest wait that a backend may ask for, ms. */
const MAX_WAIT_MS = 10_000;
/** First wait, ms; doubled each time. */
const WAIT_MS = 250;

/**
 * A connection over HTTP: credentials, certificates, proxy, timeouts, retries. Redirects are not followed, since credentials would go with them.
 * @throws Error with a short message where the settings make no sense
 */
export function httpConnection(settings: ConnectionSettings): Connection {
  const base = baseAddress(settings.url);
  const timeout = settings.timeoutMs ?? TIMEOUT_MS;
  const headers = headersOf(settings, base);
  let dispatcher: Dispatcher | null = null;
  return {
    url: shownAddress(settings.url),
    async send(asked) {
      dispatcher ??= dispatcherOf(settings, timeout);
      for (let left = TRIES - 1; ; left--) {
        const answer = await once(base, asked, headers, dispatcher, timeout);
        if (left === 0 || !LATER.has(answer.reply.status)) return answer.reply;
        await sleep(Math.min(answer.retryAfter ?? WAIT_MS * 2 ** (TRIES - 1 - left), MAX_WAIT_MS));
      }
    },
  };
}

async function once(
  base: URL,
  asked: BackendRequest,
  headers: Readonly<Record<string, string>>,
  dispatcher: Dispatcher,
  timeout: number,
): Promise<{ reply: BackendReply; retryAfter: number | null }> {
  const target = new URL(base.href);
  target.username = '';
  target.password = '';
  target.pathname = `${base.pathname.replace(/\/$/, '')}${asked.path}`;
  const form = new URLSearchParams(asked.params.map(([name, value]): [string, string] => [name, value])).toString();
  if (asked.method === 'GET') target.search = form;
  const signal = AbortSignal.timeout(timeout);
  const before = Date.now();
  try {
    const answer = await request(target, {
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
    const arrived = Date.now();
    const header = (name: string): string => String(answer.headers[name] ?? '');
    if (answer.statusCode >= 300 && answer.statusCode < 400) {
      answer.body.destroy();
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
      retryAfter: waitOf(header('retry-after')),
    };
  } catch (error) {
    throw error instanceof ConnectionError ? error : failureOf(error, signal.aborted, timeout);
  }
}

function failureOf(error: unknown, timedOut: boolean, timeout: number): ConnectionError {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const code = (cause as NodeJS.ErrnoException).code ?? (error as NodeJS.ErrnoException).code ?? '';
  if (timedOut || /TIMEOUT|ETIMEDOUT/.test(code)) return new ConnectionError('timeout', `no answer within ${timeout / 1000} s`);
  const words: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there (connection refused)',
    ENOTFOUND: 'there is no such host',
    EAI_AGAIN: 'the name of the host cannot be looked up',
    EHOSTUNREACH: 'there is no way to the host',
    ENETUNREACH: 'there is no way to the network of the host',
  };
  if (words[code]) return new ConnectionError('unreachable', words[code]);
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code))
    return new ConnectionError('tls', `its certificate is not accepted (${code}); give the authority's with tls.ca`);
  return new ConnectionError('broken', code === '' ? 'the connection broke' : `the connection broke (${code})`);
}

function headersOf(settings: ConnectionSettings, base: URL): Record<string, string> {
  const { bearer, tenant } = settings;
  const basic =
    settings.basic ??
    (base.username === '' ? null : { user: decodeURIComponent(base.username), password: decodeURIComponent(base.password) });
  return {
    ...settings.headers,
    ...(basic ? { authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}` } : {}),
    ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    ...(tenant ? { 'x-scope-orgid': tenant } : {}),
  };
}

function dispatcherOf({ url, tls, proxy }: ConnectionSettings, timeout: number): Dispatcher {
  const connect = {
    timeout,
    ...(tls?.ca ? { ca: tls.ca } : {}),
    ...(tls?.cert ? { cert: tls.cert } : {}),
    ...(tls?.key ? { key: tls.key } : {}),
    ...(tls?.insecure ? { rejectUnauthorized: false } : {}),
  };
  // Sockets that wait for more must not keep the process alive.
  const pool = { connect, keepAliveTimeout: 1000, keepAliveMaxTimeout: 1000 };
  if (proxy) return new ProxyAgent({ ...pool, uri: proxy, requestTls: connect });
  return isLoopback(url) ? new Agent(pool) : new EnvHttpProxyAgent({ ...pool, requestTls: connect });
}

/** @returns ms; null where it does not say, or not in seconds */
function waitOf(retryAfter: string): number | null {
  return /^\d+(\.\d+)?$/.test(retryAfter) ? Number(retryAfter) * 1000 : null;
}
