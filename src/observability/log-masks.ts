/** Stands for a parameter. */
export const PARAMETER = '<*>';

/** Times that hold a blank, and lists of numbers: what would be several words. */
const SPACED: readonly RegExp[] = [
  /\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z| UTC| ?[+-]\d\d:?\d\d)?/g,
  /(?<![\w.$])\d{1,20}(?:, ?\d{1,20})+(?!\w|\.\d)/g,
];

/** Inside of a word, in this order. Letters with one or two digits (`utf8`, `s3`, `http2`) and positions in a statement (`$1`) are names. */
const INSIDE: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, PARAMETER],
  [/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g, PARAMETER],
  // Hosts.
  [/(?<![\w.])(?:[a-z0-9-]{1,63}\.){2,8}(?:com|net|org|io|local|internal|svc|lan|cn|de|uk|eu)(?::\d{1,5})?(?![\w.])/gi, PARAMETER],
  // Query of an address: parameters, and what is searched for.
  [/(?<=\/[^\s?]{0,256})\?[^\s"'<>]+/g, `?${PARAMETER}`],
  [/\b0x[0-9a-f]+\b/gi, PARAMETER],
  // IPv6
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}:?(?:[0-9a-f]{1,4})?(?![\w:])|(?<![\w:])::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4}(?![\w:])/gi, PARAMETER],
  // Opaque ids: hex, or long with digits and letters.
  [/(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{8,}(?![0-9a-z])/gi, PARAMETER],
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}(?![\w-])/g, PARAMETER],
  // Numbers, versions, IPv4 with port, times of day, durations, sizes.
  [
    /(?<![A-Za-z0-9$.]|\$\{)[-+]?\d+(?:[.,:]\d+)*(?:e[-+]?\d+)?(?:ns|us|µs|μs|ms|s|sec|secs|min|mins|m|h|d|%|k|kb|kib|m|mb|mib|g|gb|gib|b|bytes?)?(?![A-Za-z0-9])/gi,
    PARAMETER,
  ],
  // 1h2m3.5s
  [/(?<![A-Za-z0-9$.])(?:\d+(?:\.\d+)?(?:h|m|s|ms|us|µs|ns)){2,}(?![A-Za-z0-9])/g, PARAMETER],
  [/(?<=[A-Za-z_-])\d{3,}(?![A-Za-z0-9])/g, PARAMETER],
  // blk_<*>, <*>_<*>-<*>: one parameter.
  [/<\*>(?:[-_.,:/]{0,2}<\*>)+/g, PARAMETER],
];
/** `status=503` tells what happened; other numbers tell how much. */
const STATUS = /^(?:[\w.]{0,32}(?:status|code))[=:]"?[1-5]\d\d"?$/i;
/** Stands in no text that is shown. */
const TAKEN_OUT = '\u0000';
const CACHE_SIZE = 20_000;

/** Longer texts seldom come twice. */
const CACHED_TEXT = 80;

/** Replaces parameters in texts by `<*>`. Words and short texts repeat, so each is looked at once. */
export class LogMasks {
  readonly #words = new Map<string, string>();
  readonly #texts = new Map<string, readonly string[]>();

  /** Words of a text with parameters masked, separated by blanks. */
  words(text: string): readonly string[] {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const masked: string[] = [];
    for (const word of spaced(text).split(/\s+/)) if (word !== '') masked.push(this.#word(word));
    if (text.length <= CACHED_TEXT) {
      if (this.#texts.size >= CACHE_SIZE) this.#texts.clear();
      this.#texts.set(text, masked);
    }
    return masked;
  }

  /** A text with parameters masked and blanks made one. */
  text(text: string): string {
    return this.words(text).join(' ');
  }

  #word(word: string): string {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const masked = maskWord(word);
    // Ids fill the cache and never come again: begin anew rather than grow.
    if (this.#words.size >= CACHE_SIZE) this.#words.clear();
    this.#words.set(word, masked);
    return masked;
  }
}

/** What is left of a text where its parameters are taken out: parts as the text has them. */
export function constantPieces(text: string): string[] {
  let masked = text;
  for (const pattern of SPACED) masked = masked.replace(pattern, TAKEN_OUT);
  for (const [pattern] of INSIDE) masked = masked.replace(pattern, TAKEN_OUT);
  return masked.split(TAKEN_OUT);
}

function spaced(text: string): string {
  if (!/\d/.test(text)) return text;
  let masked = text;
  for (const pattern of SPACED) masked = masked.replace(pattern, PARAMETER);
  return masked;
}

function maskWord(word: string): string {
  if (!/[\d@?:.]/.test(word) || STATUS.test(word)) return word;
  let masked = word.length > 512 ? word.slice(0, 512) : word;
  for (const [pattern, by] of INSIDE) masked = masked.replace(pattern, by);
  return masked;
}
