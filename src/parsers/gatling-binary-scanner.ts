import { BinaryReader, CorruptBytes, MoreBytes } from '../decode/binary-reader.js';
import { Kind } from '../model/sample-batch.js';
import { areTimes, cutTo, GatlingRun, labelOf, pathOf, REASON } from './gatling-run.js';
import type { SampleScanner } from './sample-scanner.js';

/** Longest text; Gatling cuts none, but no name or message is longer. */
const MAX_TEXT = 1 << 20;
/** Texts of the file's cache, and their characters, that are held; there is no file with more distinct names and messages. */
const MAX_CACHED = 1 << 20;
const MAX_CACHED_LENGTH = 64 * 2 ** 20;
/** Characters of a text that are kept, and of all labels that are remembered. */
const MAX_KEPT = 8192;
const MAX_LABELS_LENGTH = 16 * 2 ** 20;
const MAX_SCENARIOS = 100_000;
const MAX_ASSERTIONS = 100_000;
const MAX_ASSERTION = 1 << 20;
/** Characters of a scenario's name that are kept. */
const MAX_SCENARIO = 200;
/** Latest start that is one: the year 5138. */
const MAX_START = 1e14;
/** Groups within groups. */
const MAX_DEPTH = 1000;
/** Longest record: one of many groups, each a new text. Beyond it the bytes are no record. */
const MAX_RECORD = 8 * 2 ** 20;

/** Longest text that the 8 KiB of Gatling's buffer hold, with its length and coding. */
const LONGEST_WRITTEN = 8192 - 5;

/**
 * A text too long for Gatling's buffer. It wrote the length, failed, and went on with the next record: the text, its number in the cache
 * and what should follow in its record are not in the file.
 */
class LostText extends Error {}

/** Head of the file. */
export interface BinaryHead {
  version: string;
  simulation: string;
  /** Start of the run, ms since the epoch; all other times count from here. */
  start: number;
  scenarios: string[];
}

/**
 * Reads the RUN record.
 * @throws CorruptBytes, MoreBytes
 */
export function readHead(reader: BinaryReader): BinaryHead {
  if (reader.byte() !== 0) throw new CorruptBytes('no RUN record at the beginning');
  const version = reader.text(64);
  const simulation = reader.text(MAX_TEXT);
  const start = reader.int64();
  if (!(start >= 0 && start < MAX_START)) throw new CorruptBytes('a start that is no time');
  reader.text(MAX_TEXT);
  const scenarios: string[] = [];
  const count = reader.int32();
  if (count < 0 || count > MAX_SCENARIOS) throw new CorruptBytes(`${count} scenarios`);
  for (let i = 0; i < count; i++) scenarios.push(cutTo(reader.text(MAX_TEXT), MAX_SCENARIO));
  const assertions = reader.int32();
  if (assertions < 0 || assertions > MAX_ASSERTIONS) throw new CorruptBytes(`${assertions} assertions`);
  for (let i = 0; i < assertions; i++) {
    const length = reader.int32();
    if (length < 0 || length > MAX_ASSERTION) throw new CorruptBytes(`an assertion of ${length} bytes`);
    reader.skip(length);
  }
  return { version, simulation, start, scenarios };
}

/** Records of a binary simulation.log to requests and groups. Nothing marks where a record begins, so the first broken one ends the reading. */
export class GatlingBinaryScanner implements SampleScanner {
  readonly run: GatlingRun = new GatlingRun();
  readonly #reader = new BinaryReader();
  readonly #cache: string[] = [];
  #cachedLength = 0;
  /** Ids of labels by their text, and the length of these together. */
  readonly #labels = new Map<string, number>();
  #labelsLength = 0;
  #head: BinaryHead | null = null;
  /** Bytes before those at hand. */
  #passed = 0;
  /** Number of the record, from 1: there are no lines. */
  #record = 0;
  #final = false;
  /** Where the reading ended early, and why; null while all is well. */
  broken: { offset: number; why: string } | null = null;
  /** Bytes behind the last whole record. */
  lost = 0;

  get batch(): GatlingRun['batch'] {
    return this.run.batch;
  }

  get tally(): GatlingRun['tally'] {
    return this.run.tally;
  }

  feed(bytes: Uint8Array): void {
    const reader = this.#reader;
    if (this.broken) {
      this.lost += bytes.length;
      return;
    }
    const rest = reader.bytes.length - reader.pos;
    this.#passed += reader.pos;
    if (rest === 0) {
      reader.set(bytes);
      return;
    }
    const joined = new Uint8Array(rest + bytes.length);
    joined.set(reader.bytes.subarray(reader.pos));
    joined.set(bytes, rest);
    reader.set(joined);
  }

  end(): void {
    this.#final = true;
  }

  next(): boolean {
    const { batch } = this.run;
    batch.clear();
    const reader = this.#reader;
    while (!batch.full && !this.broken) {
      const from = reader.pos;
      if (from === reader.bytes.length) break;
      const cached = this.#cache.length;
      const cachedLength = this.#cachedLength;
      try {
        this.#readRecord();
      } catch (error) {
        if (error instanceof LostText) {
          this.run.tally.reject(++this.#record, REASON.lost, '');
          continue;
        }
        // A record is taken whole or not at all: texts that it named would be named again.
        reader.pos = from;
        this.#cache.length = cached;
        this.#cachedLength = cachedLength;
        if (error instanceof CorruptBytes) this.#breakOff(error.message);
        else if (!(error instanceof MoreBytes)) throw error;
        else if (reader.bytes.length - from > MAX_RECORD) this.#breakOff('a record of more than 8 MiB');
        else if (this.#final) this.#cutOff();
        else {
          // The bytes may be reused by the time the next ones come. (`slice` of a Buffer would be no copy.)
          this.#passed += from;
          reader.set(new Uint8Array(reader.bytes.subarray(from)));
        }
        break;
      }
    }
    return batch.rows > 0;
  }

  #readRecord(): void {
    const reader = this.#reader;
    if (this.#head === null) {
      this.#head = readHead(reader);
      this.run.version = this.#head.version;
      return;
    }
    switch (reader.byte()) {
      case 1:
        return this.#readRequest(this.#head);
      case 2: {
        const scenario = this.#head.scenarios[reader.int32()];
        if (scenario === undefined) throw new CorruptBytes('a user of a scenario that there is not');
        const starts = reader.bool();
        reader.int32();
        this.#record++;
        this.run.user(scenario, starts);
        return;
      }
      case 3:
        return this.#readGroup(this.#head);
      case 4: {
        const message = this.#message();
        if (message !== null) reader.int32();
        this.#record++;
        this.run.error(message ?? '(longer than 8 KiB)');
        return;
      }
      default:
        throw new CorruptBytes('a record of an unknown type');
    }
  }

  #readRequest({ start: origin }: BinaryHead): void {
    const reader = this.#reader;
    const groups = this.#groups();
    const name = this.#text();
    const start = reader.int32();
    const end = reader.int32();
    const success = reader.bool();
    const message = this.#message() ?? '';
    this.#record++;
    // Long.MinValue less the start of the run, cut to 32 bits: a message that nobody waited for.
    if (end === Number(BigInt.asIntN(32, -BigInt(origin)))) {
      this.run.unmatched++;
      return;
    }
    if (!areTimes(origin + start, origin + end)) return this.run.tally.reject(this.#record, REASON.times, labelOf(groups, name));
    this.run.add(
      Kind.request,
      this.#label(groups, name),
      origin + start,
      origin + end,
      success,
      success ? '' : message.trim(),
      this.#record,
    );
  }

  #readGroup({ start: origin }: BinaryHead): void {
    const reader = this.#reader;
    const groups = this.#groups();
    const start = reader.int32();
    const end = reader.int32();
    reader.int32();
    const success = reader.bool();
    this.#record++;
    if (!areTimes(origin + start, origin + end)) return this.run.tally.reject(this.#record, REASON.times, pathOf(groups));
    const { batch } = this.run;
    this.run.add(Kind.transaction, batch.idOf(batch.labels, pathOf(groups)), origin + start, origin + end, success, '', this.#record);
  }

  #groups(): string[] {
    const count = this.#reader.int32();
    if (count < 0 || count > MAX_DEPTH) throw new CorruptBytes(`${count} groups`);
    const groups: string[] = [];
    for (let i = 0; i < count; i++) groups.push(this.#text());
    return groups;
  }

  /** A text of the file's cache: its number, and the text itself where it is new. */
  #text(): string {
    const number = this.#reader.int32();
    if (number < 0) {
      const text = this.#cache[-number - 1];
      if (text === undefined) throw new CorruptBytes(`text ${-number}, which there is not`);
      return text;
    }
    if (number !== this.#cache.length + 1) throw new CorruptBytes(`text ${number} out of turn`);
    if (this.#isLost()) throw new LostText();
    // As in Gatling's own reports.
    const text = cutTo(this.#reader.text(MAX_TEXT), MAX_KEPT).replace(/[\t\r\n]/g, ' ');
    this.#cachedLength += text.length;
    if (this.#cache.length >= MAX_CACHED || this.#cachedLength > MAX_CACHED_LENGTH)
      throw new CorruptBytes('more distinct texts than any log has');
    this.#cache.push(text);
    return text;
  }

  /** A message; null if Gatling failed to write it. */
  #message(): string | null {
    try {
      return this.#text();
    } catch (error) {
      if (!(error instanceof LostText)) throw error;
      this.run.lostMessages++;
      return null;
    }
  }

  /** Whether of the text at hand only the length was written, which is then read. A record follows, and no text begins like one. */
  #isLost(): boolean {
    const reader = this.#reader;
    const from = reader.pos;
    if (reader.int32() > LONGEST_WRITTEN) {
      const at = reader.pos;
      const lost = this.#isRecordNext();
      reader.pos = lost ? at : from;
      return lost;
    }
    reader.pos = from;
    return false;
  }

  #isRecordNext(): boolean {
    const reader = this.#reader;
    try {
      if (this.#final && reader.pos === reader.bytes.length) return true;
      const type = reader.byte();
      if (type === 2) return this.#head?.scenarios[reader.int32()] !== undefined && reader.byte() <= 1;
      if (type !== 1 && type !== 3 && type !== 4) return false;
      const groups = type === 4 ? 0 : reader.int32();
      if (groups < 0 || groups > MAX_DEPTH) return false;
      const number = reader.int32();
      return number < 0 ? -number <= this.#cache.length : number === this.#cache.length + 1;
    } catch (error) {
      // The file may end within the next record.
      if (error instanceof MoreBytes && this.#final) return true;
      throw error;
    }
  }

  #label(groups: readonly string[], name: string): number {
    // Without groups the name is a text of the cache already, and needs none made.
    const key = groups.length === 0 ? name : labelOf(groups, name);
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    const { batch } = this.run;
    const label = batch.idOf(batch.labels, groups.length === 0 ? labelOf(groups, name) : key);
    if (this.#labelsLength < MAX_LABELS_LENGTH) {
      this.#labelsLength += key.length;
      this.#labels.set(key, label);
    }
    return label;
  }

  #breakOff(why: string): void {
    const { bytes, pos } = this.#reader;
    this.broken = { offset: this.#passed + pos, why };
    this.lost = bytes.length - pos;
    this.#reader.set(new Uint8Array(0));
    this.run.tally.reject(this.#record + 1, REASON.shape, why);
  }

  #cutOff(): void {
    const { bytes, pos } = this.#reader;
    this.lost = bytes.length - pos;
    this.#reader.set(new Uint8Array(0));
    this.run.tally.reject(this.#record + 1, REASON.cut, '');
  }
}
