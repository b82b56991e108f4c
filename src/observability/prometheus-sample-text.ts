/** Samples of one series. */
export interface SampleColumns {
  /** Moments, ms. */
  times: Float64Array;
  values: Float64Array;
}

/** An answer without the samples of its series, which stand beside it in order. */
export interface LeanAnswer {
  /** JSON in which every list of values that was taken out is a list of one number: its place in `samples`. */
  text: string;
  samples: SampleColumns[];
}

const START = '"values":[[';
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const OPEN = 91;
const CLOSE = 93;
const MAX_EXACT = 2 ** 53;
/** Powers of ten that are exact. */
const TENS = Array.from({ length: 23 }, (_, i) => 10 ** i);

/**
 * Takes the samples out of an answer before it is parsed: a million small arrays of a number and a text cost more than all that is computed of them.
 * The mark cannot stand within a text of JSON, where its quotes would be escaped. Whatever is not written as Prometheus writes it stays as it is.
 * @param body JSON of an answer with a matrix
 */
export function leanAnswer(body: string): LeanAnswer {
  const parts: string[] = [];
  const samples: SampleColumns[] = [];
  let kept = 0;
  for (let at = body.indexOf(START); at >= 0; at = body.indexOf(START, at + START.length)) {
    const from = at + START.length - 1;
    const read = readSamples(body, from);
    if (read === null) continue;
    parts.push(body.slice(kept, from), String(samples.length));
    samples.push(read.columns);
    kept = read.end;
  }
  parts.push(body.slice(kept));
  return { text: parts.join(''), samples };
}

let timesRoom = new Float64Array(1024);
let valuesRoom = new Float64Array(1024);

/** `[seconds,"value"],[…]` up to the bracket that closes the list; null where it is anything else. */
function readSamples(text: string, from: number): { columns: SampleColumns; end: number } | null {
  let n = 0;
  let at = from;
  for (;;) {
    if (text.charCodeAt(at) !== OPEN) return null;
    const comma = endOf(text, at + 1, COMMA);
    if (comma < 0 || text.charCodeAt(comma + 1) !== QUOTE) return null;
    const quote = endOf(text, comma + 2, QUOTE);
    if (quote < 0 || text.charCodeAt(quote + 1) !== CLOSE) return null;
    if (n === timesRoom.length) [timesRoom, valuesRoom] = [grown(timesRoom), grown(valuesRoom)];
    timesRoom[n] = Math.round(numberIn(text, at + 1, comma) * 1000);
    valuesRoom[n++] = numberIn(text, comma + 2, quote);
    at = quote + 2;
    if (text.charCodeAt(at) === CLOSE) return { columns: { times: timesRoom.slice(0, n), values: valuesRoom.slice(0, n) }, end: at };
    if (text.charCodeAt(at++) !== COMMA) return null;
  }
}

/** Numbers of Prometheus have at most 25 characters. */
function endOf(text: string, from: number, code: number): number {
  for (let i = from; i < from + 32; i++) if (text.charCodeAt(i) === code) return i;
  return -1;
}

function grown(room: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * room.length);
  larger.set(room);
  return larger;
}

/** The same number as `Number` gives: digits below 2^53 by an exact power of ten are rounded once, as it rounds. */
function numberIn(text: string, from: number, to: number): number {
  const negative = text.charCodeAt(from) === MINUS;
  let digits = 0;
  let decimals = -1;
  for (let i = negative ? from + 1 : from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      digits = digits * 10 + (code - ZERO);
      if (decimals >= 0) decimals++;
    } else if (code === DOT && decimals < 0) decimals = 0;
    else return sampleNumber(text.slice(from, to));
  }
  if (digits >= MAX_EXACT || decimals >= TENS.length || to - from === 0) return sampleNumber(text.slice(from, to));
  const value = decimals > 0 ? digits / (TENS[decimals] as number) : digits;
  return negative ? -value : value;
}

/** A number as Prometheus writes it; NaN where there is none. */
export function sampleNumber(text: string | undefined): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return text === undefined || text === '' ? Number.NaN : Number(text);
}
