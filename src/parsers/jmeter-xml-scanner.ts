import { XmlReader } from '../decode/xml-reader.js';
import type { OptionalColumn } from '../model/reading.js';
import { Kind } from '../model/sample-batch.js';
import { MAX_ELAPSED } from './jmeter-row.js';
import { EARLIEST, LATEST } from './jmeter-stamps.js';
import { ELEMENT_FIELDS, isTransaction, Num, type OpenSample, SampleReader, Txt } from './jmeter-xml-sample.js';
import { RowTally } from './row-tally.js';
import { SampleRows } from './sample-rows.js';
import type { SampleScanner } from './sample-scanner.js';

/** Samples within samples; JMeter writes four at most. */
const MAX_DEPTH = 64;
/** Texts of a sample that are kept, characters. */
const MAX_TEXT = 8192;
/** Samples that one can stand for. */
const MAX_SAMPLES = 1_000_000;

/** Elements of a sample that are no samples. Source: apache/jmeter, SampleResultConverter and HTTPResultConverter. */
const PARTS: ReadonlySet<string> = new Set([
  'assertionResult',
  'responseHeader',
  'requestHeader',
  'responseData',
  'responseFile',
  'cookies',
  'method',
  'queryString',
  'redirectLocation',
  'java.net.URL',
  'samplerData',
  'resultFileName',
  'variables',
]);

/** Reasons for rejecting a sample; the closed list. */
export const REASON = {
  noElapsed: 'no duration (attribute t) that is a number of ms from 0 to 31 days',
  noStamp: 'no time stamp (attribute ts) that is a time in ms',
  count: 'no count of samples (attribute sc) from 1 to 1,000,000, or more errors (ec) than samples',
  broken: 'a tag that does not end, or is longer than 1 MiB',
  deep: 'more than 64 samples within one another',
  cut: 'cut short',
} as const;

/** Elements of a JTL in XML to rows. A row is handed out when its element ends: then its message, address and level are known. */
export class JmeterXmlScanner implements SampleScanner {
  readonly batch: SampleRows = new SampleRows();
  readonly tally: RowTally = new RowTally();
  /** Fields that some sample had, as bits. */
  seen = 0;
  seenUrl = false;
  rootClosed = false;
  /** Elements that are neither samples nor parts of them, by name. */
  readonly unknown = new Map<string, number>();
  /** Rows that stand for several samples: such files stamp ends. */
  weighted = 0;
  users = false;
  readonly #xml = new XmlReader();
  readonly #samples: SampleReader;
  #open: OpenSample | null = null;
  /** Depth of an element that is passed over with all it holds; 0 = none. */
  #passing = 0;
  /** The part of a sample whose text is kept. */
  #part = '';
  /** Depth of the assertion that is open, and whether it failed. */
  #assertion = 0;
  #failed = false;
  #message = '';
  #final = false;
  #ended = false;
  /** Declarations met before the last root element. */
  #declarations = 0;

  /** @param endStamps whether stamps are ends; @param traceIdNames attributes that hold trace ids */
  constructor(
    readonly endStamps: boolean,
    traceIdNames: readonly string[],
  ) {
    this.#samples = new SampleReader(this.#xml, this.batch, traceIdNames);
  }

  /** Name of an encoding that is not known; null if there is none. */
  get unknownEncoding(): string | null {
    return this.#xml.encodingKnown ? null : this.#xml.encoding;
  }

  feed(bytes: Uint8Array): void {
    this.#xml.feed(bytes);
  }

  end(): void {
    this.#xml.end();
    this.#final = true;
  }

  next(): boolean {
    const { batch } = this;
    batch.clear();
    while (!batch.full) {
      const event = this.#xml.next();
      if (event === 'none') {
        if (this.#final) this.#finish();
        return batch.rows > 0;
      }
      if (event === 'open') this.#opened();
      else if (event === 'close') this.#closed();
      else this.#broken();
    }
    return true;
  }

  #opened(): void {
    const xml = this.#xml;
    const { name, depth } = xml;
    if (name === 'testResults' && this.#beginsFile()) return;
    if (this.#passing > 0) return;
    const open = this.#open;
    if (name === 'httpSample' || name === 'sample') {
      if (open !== null && open.level >= MAX_DEPTH - 1) {
        this.tally.reject(xml.line, REASON.deep, xml.tagText(200));
        this.#passing = depth;
        return;
      }
      if (open !== null) open.children++;
      this.#open = this.#samples.open(open);
      return;
    }
    if (open === null && PARTS.has(name)) {
      // Of a sample whose tag was broken.
      this.#passing = depth;
      return;
    }
    if (open === null || this.#isPluginSample(open, name)) {
      if (open !== null) open.children++;
      this.#open = this.#samples.open(open);
      return;
    }
    this.#openPart(open, name, depth);
  }

  /** A root element. A JMeter that was killed leaves all open; the next one that writes to the same file begins anew, there. */
  #beginsFile(): boolean {
    const { declarations } = this.#xml;
    if ((this.#open !== null || this.#passing > 0) && declarations === this.#declarations) return false;
    this.#declarations = declarations;
    this.#leave(0);
    this.#passing = 0;
    this.rootClosed = false;
    return true;
  }

  /** A tag that was not read. */
  #broken(): void {
    const xml = this.#xml;
    const { name, depth } = xml;
    // In what is passed over anything may stand.
    if (this.#passing > 0) return;
    const isSample = name === 'httpSample' || name === 'sample';
    if (name === '' || isSample) this.tally.reject(xml.line, REASON.broken, name === '' ? '' : `<${name}>`);
    if (name === '') return;
    if (!isSample) {
      this.#passing = depth;
      return;
    }
    const open = this.#open;
    if (open !== null) open.children++;
    this.#open = this.#samples.openRejected(open);
  }

  /** What is still open deeper than `depth` has lost its end. */
  #leave(depth: number): void {
    while (this.#open !== null && this.#open.depth > depth) {
      if (this.#open.isForeign) this.#foreign(this.#open);
      else this.#reject(this.#open, REASON.cut);
      this.#samples.close(this.#open);
      this.#open = this.#open.parent;
    }
    if (this.#assertion > depth) this.#assertion = 0;
    this.#part = '';
  }

  /** An element of an unknown class inside a sample, at the place of a sub-result. */
  #isPluginSample(open: OpenSample, name: string): boolean {
    return open.fields !== 0 && !PARTS.has(name) && /[a-z]\.[\w.$]*Sample/.test(name);
  }

  #openPart(open: OpenSample, name: string, depth: number): void {
    const xml = this.#xml;
    const isPlugin = !open.isPlain;
    if (name === 'assertionResult') {
      this.#assertion = depth;
      this.#failed = false;
      this.#message = '';
      return;
    }
    const inAssertion = this.#assertion > 0 && depth === this.#assertion + 1;
    const wanted =
      (inAssertion && (name === 'failure' || name === 'error' || name === 'failureMessage')) ||
      (!inAssertion && depth === open.depth + 1 && (name === 'java.net.URL' || (isPlugin && ELEMENT_FIELDS.has(name))));
    if (wanted) {
      this.#part = name;
      xml.keepText = true;
    } else if (this.#assertion === 0 && depth === open.depth + 1 && (!open.isForeign || PARTS.has(name))) this.#passing = depth;
  }

  #closed(): void {
    const xml = this.#xml;
    const { name, depth, text } = xml;
    // `depth` is that of the element that holds the one that closed.
    if (this.#passing > 0) {
      if (depth >= this.#passing) return;
      const own = depth + 1 === this.#passing;
      this.#passing = 0;
      // What was passed over may have lost its end.
      if (own) return;
    }
    if (this.#open !== null && this.#open.depth > depth + 1) this.#leave(depth + 1);
    if (name === 'testResults') {
      this.rootClosed = true;
      return;
    }
    const open = this.#open;
    if (open === null) return;
    if (name === this.#part && this.#part !== '') {
      this.#part = '';
      this.#takePart(open, name, text);
      return;
    }
    if (name === 'assertionResult' && depth < this.#assertion) {
      this.#assertion = 0;
      if (this.#failed && open.failure === '') open.failure = this.#message === '' ? 'assertion failed' : this.#message;
      return;
    }
    if (name === open.element && depth < open.depth) {
      this.#open = open.parent;
      if (!open.rejected) this.#take(open);
      this.#samples.close(open);
    }
  }

  #takePart(open: OpenSample, name: string, text: string): void {
    if (name === 'java.net.URL') {
      open.url = text.trim();
      this.seenUrl = true;
    } else if (name === 'failure' || name === 'error') this.#failed ||= text.trim() === 'true';
    else if (name === 'failureMessage') this.#message = text.trim().slice(0, MAX_TEXT);
    else {
      const field = ELEMENT_FIELDS.get(name);
      if (field !== undefined && (open.fields & (1 << field)) === 0) this.#samples.setText(open, field, text.trim());
    }
  }

  #foreign({ element }: OpenSample): void {
    const met = this.unknown.get(element);
    if (met !== undefined || this.unknown.size < 100) this.unknown.set(element, (met ?? 0) + 1);
  }

  /** A sample has ended. */
  #take(sample: OpenSample): void {
    const { numbers, fields } = sample;
    const num = (field: number): number => numbers[field] as number;
    if (!sample.isPlain && ((fields & (1 << Num.t)) === 0 || (fields & ((1 << Num.ts) | (1 << Num.end))) === 0)) {
      this.#foreign(sample);
      return;
    }
    const weight = (fields & (1 << Num.sc)) === 0 ? 1 : num(Num.sc);
    const errors = weight === 1 || (fields & (1 << Num.ec)) === 0 ? 0 : num(Num.ec);
    if (!(weight >= 1 && weight <= MAX_SAMPLES && errors >= 0 && errors <= weight)) return this.#reject(sample, REASON.count);
    const elapsed = (fields & (1 << Num.sum)) === 0 ? num(Num.t) : num(Num.sum);
    const latency = elapsed / weight;
    if (!(latency >= 0 && latency <= MAX_ELAPSED)) return this.#reject(sample, REASON.noElapsed);
    const start = this.#startOf(numbers, latency, weight);
    if (!(start >= EARLIEST && start <= LATEST)) return this.#reject(sample, REASON.noStamp);
    this.tally.counts.read++;
    if (weight > 1) this.weighted++;
    if (latency !== Math.floor(latency)) this.tally.wholeMilliseconds = false;
    this.seen |= fields;
    if (num(Num.na) > 0) this.users = true;
    const { batch } = this;
    const row = batch.rows++;
    batch.timestamp[row] = start * 1000;
    batch.latency[row] = latency;
    batch.label[row] = sample.label < 0 ? batch.idOf(batch.labels, '') : sample.label;
    batch.code[row] = sample.code < 0 ? batch.idOf(batch.codes, '') : sample.code;
    batch.thread[row] = sample.thread;
    batch.kind[row] = kindOf(sample);
    batch.success[row] = sample.success ? 1 : 0;
    batch.weight[row] = weight;
    batch.failed[row] =
      weight > 1 && (fields & (1 << Num.ec)) !== 0 ? Math.max(errors, sample.success ? 0 : 1) : sample.success ? 0 : weight;
    batch.bytesIn[row] = known(num(Num.by));
    batch.bytesOut[row] = known(num(Num.sby));
    batch.connect[row] = known(num(Num.ct)) / weight;
    // JMeter writes 0 where it saw no first byte, and where it does not know how many threads there are.
    batch.ttfb[row] = (known(num(Num.lt)) || Number.NaN) / weight;
    batch.users[row] = known(num(Num.na)) || Number.NaN;
    batch.line[row] = sample.line;
    batch.setText(row, 'responseMessage', sample.message);
    batch.setText(row, 'failureMessage', sample.failure);
    batch.setText(row, 'url', sample.url);
    batch.setText(row, 'traceId', sample.traceId);
  }

  /** Start of a sample, ms. One that stands for several is stamped with the end of the last, whatever the file does otherwise. */
  #startOf(numbers: Float64Array, latency: number, weight: number): number {
    const stamp = numbers[Num.ts] as number;
    const end = numbers[Num.end] as number;
    // With both it is an object of JMeter: it names its start itself.
    if (!Number.isNaN(end)) return weight > 1 || Number.isNaN(stamp) ? end - latency : stamp;
    if (weight > 1) return stamp - latency;
    return this.endStamps ? stamp - latency - ((numbers[Num.it] as number) || 0) : stamp;
  }

  #reject(sample: OpenSample, reason: string): void {
    if (sample.rejected) return;
    sample.rejected = true;
    this.tally.reject(sample.line, reason, this.#textOf(sample));
  }

  #textOf({ element, label }: OpenSample): string {
    return `<${element}> ${label < 0 ? '' : this.batch.labels.text(label)}`;
  }

  /** The input has ended: what is open is cut. */
  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#open === null && this.#xml.cut) this.tally.reject(this.#xml.line, REASON.cut, '');
    this.#leave(0);
  }
}

/** A negative count or time is no value. */
function known(value: number): number {
  return value >= 0 ? value : Number.NaN;
}

/** One level is counted: what stands alone, or in nothing but transactions. */
function kindOf(sample: OpenSample): Kind {
  if (isTransaction(sample)) return Kind.transaction;
  const { holder } = sample;
  return holder === null || isTransaction(holder) ? Kind.request : Kind.sub;
}

/** Whether a field is among those seen. */
export function hasField(seen: number, field: number): boolean {
  return (seen & (1 << field)) !== 0;
}

/** Fields by the columns that they fill. */
export const COLUMN_FIELDS: readonly (readonly [number, OptionalColumn])[] = [
  [Txt.lb, 'label'],
  [Txt.rc, 'responseCode'],
  [Txt.rm, 'responseMessage'],
  [Txt.tn, 'thread'],
  [Num.by, 'bytesIn'],
  [Num.sby, 'bytesOut'],
  [Num.ct, 'connect'],
  [Num.lt, 'ttfb'],
];
