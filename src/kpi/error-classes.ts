import type { ErrorClass } from '../model/analysis.js';

/** Classes in the order of their numbers in accumulators. */
export const ERROR_CLASSES: readonly ErrorClass[] = ['4xx', '5xx', 'timeout', 'connection', 'assertion', 'other'];

const NON_HTTP = 'Non HTTP response code: ';
/** Exceptions of Java's and other HTTP clients that mean "no answer in time" / "no usable connection". */
const TIMEOUT = /time(d)?[ _-]?out|deadline/i;
const CONNECTION =
  /connect|socket|unknownhost|noroute|nohttpresponse|ssl|tls|certificate|reset|refused|dns|resolve|hostname|network|broken pipe|eof|closed/i;

/** How browsers name what became of a request: `net::ERR_EMPTY_RESPONSE`, `NS_ERROR_UNKNOWN_HOST`. */
const BROWSER = /^(?:net::ERR_|NS_ERROR_)/;
/** Those with which the browser or its user gave the request up. */
const GIVEN_UP = /ABORTED|BLOCKED|CACHE_MISS|UNSAFE_PORT|FILE_NOT_FOUND/;

/** A check that failed, in Gatling's words: `jsonPath($.id).find.exists, found nothing`. */
const CHECK = /\.find\b|, (?:but actually |)(?:found|actually)/;

/** The code as reports show it: without JMeter's "Non HTTP response code: ". */
export function shownCode(code: string): string {
  return code.startsWith(NON_HTTP) ? code.slice(NON_HTTP.length) : code;
}

/**
 * Class of a failed request.
 * @param code response code as the file has it, any text
 * @param message called only where the code alone does not tell: response message
 */
export function errorClassOf(code: string, message: () => string): ErrorClass {
  if (/^4\d\d$/.test(code)) return '4xx';
  if (/^5\d\d$/.test(code)) return '5xx';
  // The request was answered well and failed all the same: the rest of the answer did not come (browsers), an assertion of the test
  // did it, or a part of the page (JMeter words that so).
  if (/^[123]\d\d$/.test(code)) {
    const words = message();
    if (BROWSER.test(words)) return browserClassOf(words);
    return words.startsWith('Embedded resource download error') ? 'other' : 'assertion';
  }
  if (code.startsWith(NON_HTTP) || /exception|error/i.test(code)) {
    if (TIMEOUT.test(code) || (/socketexception|ioexception/i.test(code) && TIMEOUT.test(message()))) return 'timeout';
    if (CONNECTION.test(code)) return 'connection';
  }
  // No answer at all (k6, HAR: status 0) or no code in the file (Gatling): the message tells.
  if (/^(?:|0|-1)$/.test(code)) {
    const words = message();
    if (BROWSER.test(words)) return browserClassOf(words);
    if (TIMEOUT.test(words)) return 'timeout';
    if (CHECK.test(words)) return 'assertion';
    if (CONNECTION.test(words)) return 'connection';
  }
  return 'other';
}

function browserClassOf(words: string): ErrorClass {
  if (GIVEN_UP.test(words)) return 'other';
  return TIMEOUT.test(words) ? 'timeout' : 'connection';
}
