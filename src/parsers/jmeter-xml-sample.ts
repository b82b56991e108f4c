import { ByteDictionary } from '../decode/byte-dictionary.js';
import type { XmlReader } from '../decode/xml-reader.js';
import type { SampleRows } from './sample-rows.js';

/** Numbers of a sample, by index. Source of the attributes: apache/jmeter, SampleResultConverter. */
export const Num = { t: 0, it: 1, lt: 2, ct: 3, ts: 4, by: 5, sby: 6, sc: 7, ec: 8, na: 9, end: 10, sum: 11 } as const;
/** Texts of a sample, by index behind the numbers. */
export const Txt = { lb: 12, rc: 13, rm: 14, tn: 15, dt: 16, s: 17 } as const;
/** A sample element while it is open. */
export class OpenSample {
  /** Sample elements inside, so far. */
  children = 0;
  /** Ids in the batch; -1 where the sample has none. */
  label = -1;
  code = -1;
  thread = -1;
  message = '';
  /** `dt` is missing or empty. */
  untyped = true;
  success = true;
  failure = '';
  url = '';
  traceId = '';
  /** Fields that the sample has, as bits. */
  fields = 0;
  /** Rejected already; it only holds the place of its parts. */
  rejected = false;
  /** Samples that it lies in. */
  readonly level: number;

  /**
   * @param element name of the element: httpSample, sample, or a class of a plugin
   * @param depth depth of the element
   * @param parent the sample it lies in; null at the top
   */
  constructor(
    readonly element: string,
    readonly line: number,
    readonly depth: number,
    readonly parent: OpenSample | null,
    /** Numbers by index; NaN where the sample has none. */
    readonly numbers: Float64Array,
  ) {
    this.level = parent === null ? 0 : parent.level + 1;
  }

  /** The sample it lies in, past elements that showed no value of a sample; null at the top. */
  get holder(): OpenSample | null {
    let { parent } = this;
    while (parent?.isForeign) parent = parent.parent;
    return parent;
  }

  /** An element of another name, without a value of a sample so far. */
  get isForeign(): boolean {
    return !this.isPlain && this.fields === 0;
  }

  /** Whether it is of JMeter's own classes, which have their values as attributes. */
  get isPlain(): boolean {
    return this.element === 'httpSample' || this.element === 'sample';
  }
}

/** Fields of a class that was written with its values as elements (statistical senders, plugins), by JMeter's names. */
export const ELEMENT_FIELDS: ReadonlyMap<string, number> = new Map([
  ['label', Txt.lb],
  // A class of statistics has both: the sum of the durations it stands for, and the time from its first start to its last end.
  ['elapsed', Num.sum],
  ['elapsedTime', Num.t],
  ['time', Num.t],
  ['startTime', Num.ts],
  ['timeStamp', Num.ts],
  ['endTime', Num.end],
  ['success', Txt.s],
  ['responseCode', Txt.rc],
  ['responseMessage', Txt.rm],
  ['threadName', Txt.tn],
  ['dataType', Txt.dt],
  ['bytes', Num.by],
  ['sentBytes', Num.sby],
  ['latency', Num.lt],
  ['connectTime', Num.ct],
  ['idleTime', Num.it],
  ['sampleCount', Num.sc],
  ['errorCount', Num.ec],
  ['allThreads', Num.na],
]);

const ATTRIBUTES: ReadonlyMap<number, number> = new Map(
  Object.entries({ ...Num, ...Txt, rs: Txt.rc })
    .filter(([name]) => name !== 'end' && name !== 'sum')
    .map(([name, field]) => [packed(new TextEncoder().encode(name), 0, name.length), field]),
);

/** Up to three bytes as one number. */
function packed(bytes: Uint8Array, from: number, length: number): number {
  let value = length;
  for (let i = 0; i < length; i++) value = value * 256 + (bytes[from + i] as number);
  return value;
}

/** Longest value of a text that is kept, bytes. */
const MAX_TEXT = 8192;
const ZERO = 48;
const MINUS = 45;

const encoder = new TextEncoder();

/** Reads the attributes of samples; texts that were met before cost no string. */
export class SampleReader {
  readonly #messages = new ByteDictionary(4096, 2 ** 20, null);
  readonly #traceIds: readonly { name: string; length: number }[];
  /** Arrays of samples that have ended, to be used again. */
  readonly #free: Float64Array[] = [];

  constructor(
    private readonly xml: XmlReader,
    private readonly batch: SampleRows,
    traceIdNames: readonly string[],
  ) {
    // XStream writes _ as __ and $ as _- in names.
    const escaped = traceIdNames.map((name) => name.replace(/[_$]/g, (character) => (character === '_' ? '__' : '_-')));
    this.#traceIds = [...new Set([...traceIdNames, ...escaped])].map((name) => ({ name, length: encoder.encode(name).length }));
  }

  /** Begins a sample at the element that opened. */
  open(parent: OpenSample | null): OpenSample {
    const { xml } = this;
    const numbers = this.#free.pop() ?? new Float64Array(12);
    numbers.fill(Number.NaN);
    const sample = new OpenSample(xml.name, xml.line, xml.depth, parent, numbers);
    if (sample.isPlain) this.#readAttributes(sample);
    return sample;
  }

  /** Begins a sample whose tag could not be read: what lies within is part of it all the same. */
  openRejected(parent: OpenSample | null): OpenSample {
    const sample = new OpenSample(this.xml.name, this.xml.line, this.xml.depth, parent, this.#free.pop() ?? new Float64Array(12));
    sample.rejected = true;
    return sample;
  }

  /** Takes back what a sample needed while it was open. */
  close(sample: OpenSample): void {
    this.#free.push(sample.numbers);
  }

  #readAttributes(sample: OpenSample): void {
    const count = this.xml.readAttributes();
    const { bytes, at } = this.xml.attributes;
    for (let i = 0; i < count; i++) {
      const name = at[i * 5] as number;
      const length = (at[i * 5 + 1] as number) - name;
      const value = at[i * 5 + 2] as number;
      const end = at[i * 5 + 3] as number;
      const field = length <= 3 ? ATTRIBUTES.get(packed(bytes, name, length)) : undefined;
      if (field === undefined) this.#traceId(sample, name, length, value, end);
      else if (field <= Num.sum) this.#setNumber(sample, field, bytes, value, end);
      else this.#setBytes(sample, field, bytes, value, end, at[i * 5 + 4] === 1);
    }
  }

  #setNumber(sample: OpenSample, field: number, bytes: Uint8Array, from: number, to: number): void {
    sample.fields |= 1 << field;
    sample.numbers[field] = wholeNumber(bytes, from, to);
  }

  #setBytes(sample: OpenSample, field: number, bytes: Uint8Array, from: number, to: number, plain: boolean): void {
    const { batch } = this;
    sample.fields |= 1 << field;
    if (!plain || to - from > MAX_TEXT) return this.setText(sample, field, this.xml.decode(from, Math.min(to, from + 4 * MAX_TEXT)));
    switch (field) {
      case Txt.lb:
        sample.label = batch.labels.intern(bytes, from, to);
        return;
      case Txt.rc:
        sample.code = batch.codes.intern(bytes, from, to);
        return;
      case Txt.tn:
        sample.thread = from === to ? -1 : batch.threads.intern(bytes, from, to);
        return;
      case Txt.rm: {
        const id = this.#messages.intern(bytes, from, to);
        sample.message = id < 0 ? this.xml.decode(from, to) : this.#messages.text(id);
        return;
      }
      case Txt.dt:
        sample.untyped = from === to;
        return;
      default:
        this.setText(sample, field, this.xml.decode(from, to));
    }
  }

  /** Sets a field from its text. */
  setText(sample: OpenSample, field: number, text: string): void {
    const { batch } = this;
    sample.fields |= 1 << field;
    if (field <= Num.sum) {
      sample.numbers[field] = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
      return;
    }
    switch (field) {
      case Txt.lb:
        sample.label = batch.idOf(batch.labels, text);
        return;
      case Txt.rc:
        sample.code = batch.idOf(batch.codes, text);
        return;
      case Txt.tn:
        sample.thread = text === '' ? -1 : batch.idOf(batch.threads, text);
        return;
      case Txt.rm:
        sample.message = text.slice(0, MAX_TEXT);
        return;
      case Txt.dt:
        sample.untyped = text === '';
        return;
      default:
        sample.success = text.toLowerCase() === 'true';
    }
  }

  #traceId(sample: OpenSample, name: number, length: number, value: number, end: number): void {
    if (value === end || sample.traceId !== '') return;
    if (!this.#traceIds.some((one) => one.length === length && one.name === this.xml.decode(name, name + length))) return;
    sample.traceId = this.xml.decode(value, Math.min(end, value + MAX_TEXT));
  }
}

/** A whole number written in digits; NaN for anything else. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  const negative = bytes[from] === MINUS;
  const first = negative ? from + 1 : from;
  if (first >= to || to - first > 17) return Number.NaN;
  let value = 0;
  for (let at = first; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

/** Message of a transaction's own sample. Source: apache/jmeter, TransactionSampler. */
const TRANSACTION = /^Number of samples in transaction : \d+, number of failing samples : \d+$/;

/** Whether a sample says, or shows by what it holds, that it is a transaction. Inside a request nothing is one. */
export function isTransaction({ element, message, untyped, children, holder }: OpenSample): boolean {
  if (holder !== null && !isTransaction(holder)) return false;
  if (message.startsWith('Number of samples') && TRANSACTION.test(message)) return true;
  // A controller that makes a parent of its own may have lost its message, but not its children.
  return element === 'sample' && untyped && children > 0;
}
