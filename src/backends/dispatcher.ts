import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import { type ConnectionSettings, isLoopback } from './connection-settings.js';

/** Idle sockets are closed after this, ms: they must not keep the process alive. */
const IDLE_MS = 1000;

/** Sockets to a backend: certificates, and a proxy where one is set or the environment names one. */
export function dispatcherFor({ url, tls, proxy }: ConnectionSettings, timeout: number): Dispatcher {
  const connect = {
    timeout,
    ...(tls?.ca ? { ca: tls.ca } : {}),
    ...(tls?.cert ? { cert: tls.cert } : {}),
    ...(tls?.key ? { key: tls.key } : {}),
    ...(tls?.insecure ? { rejectUnauthorized: false } : {}),
  };
  const pool = { connect, keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS };
  if (proxy) return new ProxyAgent({ ...pool, uri: proxy, requestTls: connect });
  return isLoopback(url) ? new Agent(pool) : new EnvHttpProxyAgent({ ...pool, requestTls: connect });
}

/** Whether requests may go by way of a proxy. */
export function mayUseProxy({ url, proxy }: ConnectionSettings, environment: NodeJS.ProcessEnv): boolean {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];
  return proxy !== undefined || (!isLoopback(url) && names.some((name) => (environment[name] ?? '') !== ''));
}
