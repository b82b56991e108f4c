import { ConnectionError } from '../observability/connection.js';

/** What codes of Node mean to somebody who wants to reach a backend. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network of the host',
};
/** TLS was not even begun: the other side speaks something else. */
const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|EPROTO/;
const CERTIFICATE = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/;

/**
 * What went wrong, in words and by kind. Of the error only its code is told: messages of libraries may hold addresses with credentials.
 * @param timedOut whether the time was up
 * @param timeout ms
 * @param throughProxy whether a proxy stands between
 */
export function connectionFailure(error: unknown, timedOut: boolean, timeout: number, throughProxy: boolean): ConnectionError {
  const code = codeOf((error as { cause?: unknown }).cause) || codeOf(error);
  if (timedOut || /TIMEOUT|ETIMEDOUT/.test(code)) return new ConnectionError('timeout', `no answer within ${timeout / 1000} s`);
  const where = throughProxy ? ' (asked by way of a proxy)' : '';
  if (UNREACHABLE[code]) return new ConnectionError('unreachable', `${UNREACHABLE[code]}${where}`);
  if (throughProxy && code === 'UND_ERR_ABORTED') return new ConnectionError('unreachable', 'the proxy refuses to connect to it');
  if (NO_TLS.test(code)) return new ConnectionError('tls', `it does not speak TLS (${code}); is its address http:// in place of https://?`);
  if (/KEY|PEM/.test(code)) return new ConnectionError('tls', `a certificate or key of tls cannot be used (${code})`);
  if (CERTIFICATE.test(code))
    return new ConnectionError('tls', `its certificate is not accepted (${code}); give that of its authority with tls.ca`);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return new ConnectionError('broken', 'its headers are too large');
  return new ConnectionError('broken', `the connection broke before the whole answer was there${code === '' ? '' : ` (${code})`}${where}`);
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
