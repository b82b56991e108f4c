import type { ErrorClass } from '../model/error-groups.js';

/** What Locust's texts of failures say: Python's words for an exception, such as `HTTPError('404 Client Error: Not Found for url: /x')`. */

/** Status in the words of the clients: requests', and FastHttpUser's. */
const STATUS = [/\b([45]\d\d) (?:Client|Server) Error\b/, /\bcode=([1-5]\d\d)\b/];
const ASSERTION = /^(?:CatchResponseError|AssertionError|ResponseError)\b/;
const TIMEOUT = /time(?:d)?[ _-]?out|deadline[ _]?exceeded/i;
/** Exceptions of a connection, and what systems say of one. */
const CONNECTION =
  /^(?:\w*Connection\w*|RemoteDisconnected|\w*SSL\w*|\w*Proxy\w*Error|ChunkedEncodingError|ProtocolError|IncompleteRead|gaierror|NameResolutionError|BrokenPipeError|WebSocketConnection\w+|HTTPConnectionClosed)\b|connection (?:refused|reset|aborted|closed)|remote end closed|broken pipe|name or service not known|StatusCode\.UNAVAILABLE/i;

/** Class and code of a failure. The code is what the text itself names; '' where it names none. */
export function locustFailure(text: string): { class: ErrorClass; code: string } {
  // What a script says in its own words can hold anything, so it is asked first.
  if (ASSERTION.test(text)) return { class: 'assertion', code: '' };
  const code = STATUS.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined) ?? '';
  if (code[0] === '4') return { class: '4xx', code };
  if (code[0] === '5') return { class: '5xx', code };
  if (code !== '') return { class: 'other', code };
  if (TIMEOUT.test(text)) return { class: 'timeout', code };
  return { class: CONNECTION.test(text) ? 'connection' : 'other', code };
}
