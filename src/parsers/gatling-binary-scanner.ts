import { BinaryReader, CorruptBytes, MoreBytes } from '../decode/binary-reader.js';
import { Kind } from '../model/sample-batch.js';
import { type BinaryHead, MAX_TEXT, readHead } from './gatling-binary-head.js';
import { BinaryLabels } from './gatling-binary-labels.js';
import { BinaryTexts, type TextUse } from './gatling-binary-texts.js';
import { trimmed } from './gatling-names.js';
import { GatlingRun, REASON } from './gatling-run.js';
import type { SampleScanner } from './sample-scanner.js';

/** Groups within groups. */
const MAX_DEPTH = 1000;
/** Longest record: one of many groups, each a new text. Beyond it the bytes are no record. */
const MAX_RECORD = 8 * 2 ** 20;
const NO_GROUPS: readonly number[] = [];

/** Longest text that the 8 KiB of Gatling's buffer hold, with its length and coding. */
const LONGEST_WRITTEN = 8192 - 5;

/**
 * A text too long for Gatling's buffer. It wrote the length, failed, and went on with the next record: the text, its number in the cache
 * and what should follow in its record are not in the file.
 */
class LostText extends Error {}

/** Records of a binary simulation.log to requests and groups. Nothing marks where a record begins, so the first broken one ends the reading. */
export class GatlingBinaryScanner implements SampleScanner {
  readonly run: GatlingRun = new GatlingRun();
  readonly #reader = new BinaryReader();
  readonly #texts = new BinaryTexts();
  readonly #labels = new BinaryLabels(this.run.batch, this.#texts);
  /** Bytes of a record that is not whole yet, and how many must be there before it is tried again. */
  #held: Uint8Array = new Uint8Array(0);
  #retryAt = 0;
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
  #wordless = 0;

  /** Records whose name, and failures and errors whose message, came in the file when there was no room left for it. */
  get withoutRoom(): { names: number; messages: number } {
    return { names: this.#labels.unnamed, messages: this.#wordless };
  }

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
    const from = reader.pos;
    const rest = reader.bytes.length - from;
    this.#passed += from;
    if (rest === 0) {
      reader.set(bytes);
      return;
    }
    const length = rest + bytes.length;
    const old = reader.bytes.subarray(from);
    if (length > this.#held.length) this.#held = new Uint8Array(2 * length);
    this.#held.set(old);
    this.#held.set(bytes, rest);
    reader.set(this.#held.subarray(0, length));
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
      const rest = reader.bytes.length - from;
      // A long record comes in many pieces: to read it again with each would take the square of its length.
      if (rest === 0 || (rest < this.#retryAt && !this.#final)) break;
      this.#retryAt = 0;
      this.#texts.begin();
      try {
        this.#readRecord();
      } catch (error) {
        if (error instanceof LostText) {
          this.run.tally.reject(++this.#record, REASON.lost, '');
          continue;
        }
        // A record is taken whole or not at all: texts that it named would be named again.
        reader.pos = from;
        this.#texts.undo();
        if (error instanceof CorruptBytes) this.#breakOff(error.message);
        else if (!(error instanceof MoreBytes)) throw error;
        else if (rest > MAX_RECORD) this.#breakOff('a record of more than 8 MiB');
        else if (this.#final) this.#cutOff();
        else {
          this.#retryAt = Math.min(2 * rest, MAX_RECORD + 1);
          this.#hold();
        }
        break;
      }
    }
    return batch.rows > 0;
  }

  /** Copies what is left: its bytes may be reused by the time the next ones come. */
  #hold(): void {
    const { bytes, pos } = this.#reader;
    if (bytes.buffer === this.#held.buffer) return;
    const rest = bytes.subarray(pos);
    if (rest.length > this.#held.length) this.#held = new Uint8Array(2 * rest.length);
    this.#held.set(rest);
    this.#passed += pos;
    this.#reader.set(this.#held.subarray(0, rest.length));
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
        if (message > 0) reader.int32();
        this.#record++;
        this.run.error(message > 0 ? this.#messageText(message) : '(longer than 8 KiB)');
        return;
      }
      default:
        throw new CorruptBytes('a record of an unknown type');
    }
  }

  #readRequest({ start: origin, unmatched }: BinaryHead): void {
    const reader = this.#reader;
    const groups = this.#groups();
    const name = this.#text('name');
    const start = reader.int32();
    const end = reader.int32();
    const success = reader.bool();
    const message = this.#message();
    this.#record++;
    const { run } = this;
    if (end === unmatched) {
      run.unmatched++;
      return;
    }
    if (!run.areTimes(origin + start, origin + end)) return this.#rejectTimes(this.#labels.requestText(groups, name));
    const label = this.#labels.request(groups, name);
    const text = success || message === 0 ? '' : trimmed(this.#messageText(message));
    run.add(Kind.request, label, origin + start, origin + end, success, text, this.#record);
  }

  #readGroup({ start: origin }: BinaryHead): void {
    const reader = this.#reader;
    const groups = this.#groups();
    const start = reader.int32();
    const end = reader.int32();
    reader.int32();
    const success = reader.bool();
    this.#record++;
    const { run } = this;
    if (!run.areTimes(origin + start, origin + end)) return this.#rejectTimes(this.#labels.groupText(groups));
    run.add(Kind.transaction, this.#labels.group(groups), origin + start, origin + end, success, '', this.#record);
  }

  #rejectTimes(text: string | null): void {
    this.run.tally.reject(this.#record, REASON.times, text ?? '');
  }

  /** Numbers of the groups' names. */
  #groups(): readonly number[] {
    const count = this.#reader.int32();
    if (count === 0) return NO_GROUPS;
    if (count < 0 || count > MAX_DEPTH) throw new CorruptBytes(`${count} groups`);
    const groups: number[] = [];
    for (let i = 0; i < count; i++) groups.push(this.#text('name'));
    return groups;
  }

  /** Number of a text of the file's cache; the text itself follows where it is new. */
  #text(use: TextUse): number {
    const number = this.#reader.int32();
    if (number < 0) {
      if (-number > this.#texts.size) throw new CorruptBytes(`text ${-number}, which there is not`);
      return -number;
    }
    if (number !== this.#texts.size + 1) throw new CorruptBytes(`text ${number} out of turn`);
    if (this.#isLost()) throw new LostText();
    return this.#texts.add(this.#reader.text(MAX_TEXT), use);
  }

  /** Number of a message; 0 if Gatling failed to write it. */
  #message(): number {
    try {
      return this.#text('message');
    } catch (error) {
      if (!(error instanceof LostText)) throw error;
      this.run.lostMessages++;
      return 0;
    }
  }

  #messageText(number: number): string {
    const text = this.#texts.text(number);
    if (text === undefined) this.#wordless++;
    return text ?? '';
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
      return number < 0 ? -number <= this.#texts.size : number === this.#texts.size + 1;
    } catch (error) {
      // The file may end within the next record.
      if (error instanceof MoreBytes && this.#final) return true;
      throw error;
    }
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
