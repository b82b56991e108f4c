import { ByteDictionary } from '../decode/byte-dictionary.js';
import { decodeText } from '../decode/byte-text.js';
import { flatObjectEnd, plainTextEnd } from '../decode/flat-object.js';
import { InstantReader } from '../decode/instant.js';
import { KeptBytes } from '../decode/kept-bytes.js';
import { LineReader } from '../decode/line-reader.js';
import { NumberReader } from '../decode/number-bytes.js';
import { readLine } from './k6-json-line.js';
import { PART_OF, Part, WHOLE } from './k6-metrics.js';
import { K6Run, REASON } from './k6-run.js';
import { TagSets } from './k6-tag-sets.js';
import { type K6Tags, NO_TAGS } from './k6-tags.js';
import type { SampleScanner } from './sample-scanner.js';

/*
 * Points of `--out json` to requests. The points of one request follow one another with the same time, tags and metadata, so all
 * that is read of the eight after the first is the name and the value: the bytes between and behind are compared with the first's.
 * Only what k6 since 0.41 writes is read so; any other line goes through JSON.parse, with the same outcome.
 */

const encoder = new TextEncoder();
const HEAD = new KeptBytes('{"metric":');
const MIDDLE = new KeptBytes(',"type":"Point","data":{"time":');
const VALUE = new KeptBytes(',"value":');
const TAGS = new KeptBytes(',"tags":');
const METADATA = new KeptBytes(',"metadata":');
const CLOSE = 125;
const LF = 10;
const MAX_METRICS = 1024;
/** Longest text between name and value, or behind the value, that is compared. */
const MAX_PART = 16 * 1024;

/** A line from its first byte to the end of its metric's name, and the id of that. */
interface Next {
  head: KeptBytes;
  metric: number;
}

/** Requests and totals of one file. */
export class K6JsonScanner implements SampleScanner {
  readonly run: K6Run = new K6Run();
  readonly #lines = new LineReader();
  readonly #numbers = new NumberReader();
  readonly #instants = new InstantReader();
  readonly #metrics = new ByteDictionary(MAX_METRICS, 2 ** 18, null);
  /** Bit of each metric, by id; 0 = no part of a request. */
  readonly #bits: number[] = [];
  readonly #tagSets: TagSets;
  readonly #traceIdNames: readonly string[];
  /** The chunk as words; made anew when the chunk changes. */
  #view: DataView = new DataView(new ArrayBuffer(0));
  #viewOf: Uint8Array = new Uint8Array(0);

  /** The open request: parts met and their values, its end, first line, and its bytes or text to compare with. */
  #mask = 0;
  readonly #parts = new Float64Array(9);
  /** The metric of the line read last, and for each metric the beginning of the line that followed it last. */
  #latest = 0;
  readonly #next: Next[] = [];
  #end = Number.NaN;
  #line = 0;
  #tags: K6Tags | null = null;
  readonly #between = new KeptBytes();
  readonly #behind = new KeptBytes();
  /** Whether the kept bytes are those of the open request. */
  #byBytes = false;
  /** Tags of the point read last, where it is no part of a request. */
  #pointTags: () => K6Tags = () => NO_TAGS;
  #time = '';
  #identity = '';
  #final = false;
  #lastMask = 0;
  /** Lines that are points or metrics. */
  known = 0;
  /** Whether the last line has no line end and is no JSON: the file is cut. */
  cut = false;

  constructor(traceIdNames: readonly string[]) {
    this.#traceIdNames = traceIdNames;
    this.#tagSets = new TagSets(traceIdNames);
  }

  get batch(): K6Run['batch'] {
    return this.run.batch;
  }

  get tally(): K6Run['tally'] {
    return this.run.tally;
  }

  feed(bytes: Uint8Array): void {
    this.#lines.feed(bytes);
  }

  end(): void {
    this.#lines.end();
    this.#final = true;
  }

  next(): boolean {
    const { batch, tally } = this.run;
    batch.clear();
    // A line can end one request and be none itself, so a full batch is one short of its room.
    while (batch.rows < batch.capacity - 1) {
      const outcome = this.#lines.next();
      if (outcome === 'none') {
        if (this.#final) this.#close();
        return batch.rows > 0;
      }
      if (outcome === 'too-long') tally.reject(this.#lines.line, REASON.tooLong, '');
      else this.#readLine();
    }
    return true;
  }

  #readLine(): void {
    const { bytes, from, to } = this.#lines;
    if (from === to) return;
    if (this.#readFast(bytes, from, to)) {
      this.known++;
      if (this.#byBytes && this.#lines.inChunk) this.#absorb();
      return;
    }
    this.#readExact(bytes, from, to);
  }

  /** Reads a line in k6's own form, which is checked to the last byte. @returns false where it is in another */
  #readFast(bytes: Uint8Array, from: number, to: number): boolean {
    const view = this.#viewFor(bytes);
    if (!HEAD.standsAt(bytes, view, from, to)) return false;
    const name = from + HEAD.length;
    const nameEnd = plainTextEnd(bytes, name, to);
    if (nameEnd < 0 || !MIDDLE.standsAt(bytes, view, nameEnd, to)) return false;
    const time = nameEnd + MIDDLE.length;
    const timeEnd = plainTextEnd(bytes, time, to);
    if (timeEnd < 0 || !VALUE.standsAt(bytes, view, timeEnd, to)) return false;
    const valueAt = timeEnd + VALUE.length;
    const value = this.#numbers.read(bytes, valueAt, to);
    const valueEnd = this.#numbers.end;
    if (Number.isNaN(value) || to - valueEnd > MAX_PART || !TAGS.standsAt(bytes, view, valueEnd, to)) return false;
    // Behind the tags: the end of `data` and of the line, or `,"metadata":{…}` and these.
    const end = to - 2;
    if (bytes[end] !== CLOSE || bytes[end + 1] !== CLOSE || !this.#tagSets.find(bytes, view, valueEnd + TAGS.length, end)) return false;
    const tagsEnd = this.#tagSets.end;
    const metadata = tagsEnd + METADATA.length;
    if (tagsEnd !== end && !(METADATA.standsAt(bytes, view, tagsEnd, end) && flatObjectEnd(bytes, metadata, end) === end)) return false;
    const tags = (): K6Tags => (tagsEnd === end ? this.#tagSets.tags(bytes) : this.#tagSets.withMetadata(bytes, metadata, end));
    const metric = this.#metricAt(bytes, view, name + 1, nameEnd - 1);
    if (metric < 0) return false;
    const bit = this.#bits[metric] as number;
    if (bit === 0) {
      this.#close();
      this.run.point(this.#metrics.text(metric), value, tags);
      this.#pointTags = tags;
      this.#keep(bytes, view, nameEnd, valueAt, valueEnd, to, metric);
      return true;
    }
    if (this.#mask !== 0 && (this.#mask & bit) === 0 && bit !== Part.reqs && this.#isSame(bytes, nameEnd, valueAt, valueEnd, to)) {
      this.#take(bit, value);
      this.#latest = metric;
      return true;
    }
    this.#close();
    this.#take(bit, value);
    this.#end = this.#instants.read(bytes, time + 1, timeEnd - 1, decodeText);
    this.#line = this.#lines.line;
    this.#tags = tags();
    this.#keep(bytes, view, nameEnd, valueAt, valueEnd, to, metric);
    return true;
  }

  /** Keeps what the lines that follow have in common with this one. */
  #keep(bytes: Uint8Array, view: DataView, nameEnd: number, valueAt: number, valueEnd: number, to: number, metric: number): void {
    this.#between.set(bytes, view, nameEnd, valueAt);
    this.#behind.set(bytes, view, valueEnd, to);
    this.#byBytes = true;
    this.#latest = metric;
  }

  /** Id of a metric's name; −1 where there are too many. */
  #metricAt(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const known = this.#metrics.lookup(view, from, to - from);
    if (known >= 0) return known;
    const metric = this.#metrics.intern(bytes, from, to);
    if (metric >= 0) {
      this.#bits[metric] = PART_OF.get(this.#metrics.text(metric)) ?? 0;
      this.#next[metric] = { head: new KeptBytes(), metric: -1 };
    }
    return metric;
  }

  /** Whether a line has the time, tags and metadata of the open request: mostly the same bytes, else the same names and values. */
  #isSame(bytes: Uint8Array, nameEnd: number, valueAt: number, valueEnd: number, to: number): boolean {
    if (this.#byBytes) {
      const view = this.#viewFor(bytes);
      const between = this.#between;
      const behind = this.#behind;
      const equal =
        valueAt - nameEnd === between.length &&
        to - valueEnd === behind.length &&
        between.standsAt(bytes, view, nameEnd, to) &&
        behind.standsAt(bytes, view, valueEnd, to);
      if (equal) return true;
    }
    const line = readLine(bytes, this.#lines.from, to, this.#traceIdNames);
    return line?.type === 'point' && this.#isSameText(line.time, line.identity);
  }

  /**
   * Takes the lines behind the current one in the chunk as long as they differ from it in name and value only: the other parts of the
   * open request or, where none is open, further points.
   */
  #absorb(): void {
    const { bytes, limit } = this.#lines;
    const view = this.#viewFor(bytes);
    const between = this.#between;
    const behind = this.#behind;
    let at = this.#lines.ahead;
    let lines = 0;
    for (;;) {
      // k6 writes its metrics in one order, so the name behind a name is mostly the one that was there last time.
      const next = this.#next[this.#latest] as Next;
      const known = next.metric >= 0 && next.head.standsAt(bytes, view, at, limit);
      const nameEnd = known ? at + next.head.length : this.#nameEnd(bytes, view, at, limit);
      if (nameEnd < 0 || !between.standsAt(bytes, view, nameEnd, limit)) break;
      const valueAt = nameEnd + between.length;
      const value = this.#numbers.read(bytes, valueAt, Math.min(limit, valueAt + 64));
      const valueEnd = this.#numbers.end;
      if (Number.isNaN(value) || !behind.standsAt(bytes, view, valueEnd, limit)) break;
      const lineEnd = valueEnd + behind.length;
      if (lineEnd >= limit || bytes[lineEnd] !== LF) break;
      const name = at + HEAD.length + 1;
      const metric = known ? next.metric : this.#metrics.lookup(view, name, nameEnd - 1 - name);
      if (metric < 0) break;
      const bit = this.#bits[metric] as number;
      if (this.#mask === 0) {
        if (bit !== 0) break;
        this.run.point(this.#metrics.text(metric), value, this.#pointTags);
      } else {
        if (bit === 0 || bit === Part.reqs || (this.#mask & bit) !== 0) break;
        this.#take(bit, value);
      }
      if (!known) {
        next.head.set(bytes, view, at, nameEnd);
        next.metric = metric;
      }
      this.#latest = metric;
      lines++;
      at = lineEnd + 1;
    }
    this.known += lines;
    if (lines > 0) this.#lines.skipTo(at, lines);
  }

  /** Byte behind the name of a line in k6's form; −1 where there is none. */
  #nameEnd(bytes: Uint8Array, view: DataView, at: number, limit: number): number {
    const name = at + HEAD.length;
    return HEAD.standsAt(bytes, view, at, limit) ? plainTextEnd(bytes, name, Math.min(limit, name + 64)) : -1;
  }

  #take(bit: number, value: number): void {
    this.#mask |= bit;
    this.#parts[bitNumber(bit)] = value;
  }

  /** Reads a line in any form. */
  #readExact(bytes: Uint8Array, from: number, to: number): void {
    const line = readLine(bytes, from, to, this.#traceIdNames);
    if (line === null || line === undefined) {
      this.#close();
      if (line === null && this.#lines.open) this.cut = true;
      this.run.tally.reject(
        this.#lines.line,
        line === null ? REASON.notJson : REASON.notPoint,
        decodeText(bytes, from, Math.min(to, from + 800)),
      );
      return;
    }
    this.known++;
    // A definition stands before the first point of its metric, so it may lie inside a request.
    if (line.type === 'metric') {
      this.run.totals.define(line.name, line.kind, line.contains);
      for (const expression of line.thresholds) this.run.threshold(line.name, expression);
      return;
    }
    const bit = PART_OF.get(line.metric) ?? 0;
    if (bit === 0) {
      this.#close();
      this.run.point(line.metric, line.value, () => line.tags);
      return;
    }
    const open = this.#mask !== 0 && (this.#mask & bit) === 0 && bit !== Part.reqs;
    if (open && this.#isSameText(line.time, line.identity)) {
      this.#take(bit, line.value);
      return;
    }
    this.#close();
    this.#take(bit, line.value);
    const time = encoder.encode(line.time);
    this.#end = this.#instants.read(time, 0, time.length, decodeText);
    this.#line = this.#lines.line;
    this.#tags = line.tags;
    this.#time = line.time;
    this.#identity = line.identity;
    this.#byBytes = false;
  }

  #isSameText(time: string, identity: string): boolean {
    if (this.#byBytes) {
      const { bytes, length } = this.#behind;
      const data = decodeText(bytes, 0, length);
      const between = decodeText(this.#between.bytes, 0, this.#between.length);
      // The kept parts are k6's own form, so that putting them together is the line again.
      const line = encoder.encode(`{"metric":"x${between}0${data}`);
      const open = readLine(line, 0, line.length, this.#traceIdNames);
      return open?.type === 'point' && open.time === time && open.identity === identity;
    }
    return this.#time === time && this.#identity === identity;
  }

  /** Whether the last request of the file lacks parts, although others have them: the file is cut between lines. */
  get lastIncomplete(): boolean {
    return this.#lastMask !== 0 && (this.#lastMask & WHOLE) !== WHOLE && this.run.incomplete === 1 && this.run.requests > 1;
  }

  /** Ends the open request, if there is one. */
  #close(): void {
    const mask = this.#mask;
    if (mask === 0) return;
    this.#mask = 0;
    this.#lastMask = this.#final ? mask : 0;
    this.run.request(this.#parts, mask, this.#tags as K6Tags, this.#end, this.#line);
  }

  #viewFor(bytes: Uint8Array): DataView {
    if (this.#viewOf !== bytes) {
      this.#viewOf = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}

/** Number of a bit, 0 to 8. */
function bitNumber(bit: number): number {
  return 31 - Math.clz32(bit);
}
