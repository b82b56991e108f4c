import { ByteDictionary } from '../decode/byte-dictionary.js';
import { cutAtCharacter, decodeText } from '../decode/byte-text.js';
import { LineReader } from '../decode/line-reader.js';
import { Kind } from '../model/sample-batch.js';
import { GROUP_LAYOUTS, type GroupLayout, REQUEST_LAYOUTS, type RequestLayout } from './gatling-layout.js';
import { cutTo, labelOf, pathOf, SHOWN_GROUPS, trimmed } from './gatling-names.js';
import { GatlingRun, REASON } from './gatling-run.js';
import type { SampleScanner } from './sample-scanner.js';

const TAB = 9;
const CR = 13;
const SPACE = 32;
const MINUS = 45;
const ZERO = 48;
const LETTER_O = 79;
const LETTER_K = 75;
/** Fields looked at; a message may hold tabs. */
const MAX_FIELDS = 64;
/** End of a message that nobody waited for (Long.MinValue). */
const UNMATCHED = '-9223372036854775808';
/** Longest message that is kept, characters. */
const MAX_MESSAGE = 8192;
const encoder = new TextEncoder();
const REQUEST = encoder.encode('REQUEST\t');
const USER = encoder.encode('USER\t');
const START = encoder.encode('START');
const END = encoder.encode('END');

/** Lines of a simulation.log to requests and groups. */
export class GatlingTextScanner implements SampleScanner {
  readonly run: GatlingRun = new GatlingRun();
  readonly #lines = new LineReader();
  /** First byte of each field of the current line; a field ends one byte before the next begins. */
  readonly #at = new Int32Array(MAX_FIELDS + 1);
  #fields = 0;
  /** Labels by the bytes of groups and name. */
  readonly #names = new ByteDictionary(2 ** 16, 16 * 2 ** 20, null);
  readonly #labels: number[] = [];
  readonly #scenarios = new ByteDictionary(1024, 2 ** 18, null);
  #requestLayout: RequestLayout | null = null;
  #viewOf: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Whether the last line is cut. */
  cut = false;

  get batch(): GatlingRun['batch'] {
    return this.run.batch;
  }

  get tally(): GatlingRun['tally'] {
    return this.run.tally;
  }

  feed(bytes: Uint8Array): void {
    this.#lines.feed(bytes);
  }

  end(): void {
    this.#lines.end();
  }

  next(): boolean {
    const { batch, tally } = this.run;
    batch.clear();
    while (!batch.full) {
      const outcome = this.#lines.next();
      if (outcome === 'none') return batch.rows > 0;
      if (outcome === 'too-long') tally.reject(this.#lines.line, REASON.tooLong, '');
      else if (this.#lines.from < this.#lines.to) this.#readLine();
    }
    return true;
  }

  #readLine(): void {
    const { bytes, from, to } = this.#lines;
    this.#split(bytes, from, to);
    const layout = this.#requestLayout;
    // Nearly all lines: a request in the layout of the one before.
    if (layout !== null && layout.type === 0 && startsWith(bytes, from, to, REQUEST) && this.#isRequest(layout)) {
      this.#addRequest(layout);
      return;
    }
    if (startsWith(bytes, from, to, USER) && this.#isUsualUser()) return;
    this.#readOther();
  }

  /** Reads `USER, scenario, START or END, …`, of which an open load has as many as requests. @returns false for any other form */
  #isUsualUser(): boolean {
    if (this.#fields < 3) return false;
    const { bytes } = this.#lines;
    const event = this.#at[2] as number;
    const end = (this.#at[3] as number) - 1;
    const starts = end - event === START.length && startsWith(bytes, event, end, START);
    if (!starts && !(end - event === END.length && startsWith(bytes, event, end, END))) return false;
    const from = this.#at[1] as number;
    const length = event - 1 - from;
    let id = this.#scenarios.lookup(this.#viewFor(bytes), from, length);
    if (id < 0) id = this.#scenarios.intern(bytes, from, from + length);
    const scenario = id < 0 ? this.#field(1) : this.#scenarios.text(id);
    if (scenario === 'START' || scenario === 'END') return false;
    this.run.user(scenario, starts);
    return true;
  }

  #split(bytes: Uint8Array, from: number, to: number): void {
    const at = this.#at;
    let fields = 1;
    at[0] = from;
    for (let i = from; i < to && fields < MAX_FIELDS; i++) if (bytes[i] === TAB) at[fields++] = i + 1;
    at[fields] = to + 1;
    // With more tabs than fields the last one reaches to the end.
    this.#fields = fields;
  }

  #field(i: number): string {
    if (i < 0 || i >= this.#fields) return '';
    return decodeText(this.#lines.bytes, this.#at[i] as number, (this.#at[i + 1] as number) - 1);
  }

  /** Beginning of a field that may be long. */
  #fieldStart(i: number): string {
    if (i >= this.#fields) return '';
    const { bytes } = this.#lines;
    const from = this.#at[i] as number;
    return decodeText(bytes, from, cutAtCharacter(bytes, from, (this.#at[i + 1] as number) - 1, 800));
  }

  #readOther(): void {
    const { line } = this.#lines;
    const words = [this.#field(0), this.#field(2)];
    for (const { word, layouts } of REQUEST_LAYOUTS) {
      if (!words.includes(word)) continue;
      const layout = layouts.find((one) => words[one.type / 2] === word && this.#isRequest(one));
      if (layout !== undefined) {
        this.#requestLayout = layout;
        this.#addRequest(layout);
        return;
      }
      const at = words[0] === 'REQUEST' ? this.#statusBehind(2) : -1;
      const groups = this.#groupsBefore(at);
      if (at > groups + 3) {
        return this.#addRequest({ type: 0, user: -1, groups, name: at - 3, start: at - 2, end: at - 1, status: at, message: at + 1 });
      }
      if (words[0] === word || words[1] === word) return this.#reject(REASON.shape);
    }
    if (words[0] === 'GROUP' || words[1] === 'GROUP') return this.#readGroup();
    switch (words[1] === 'RUN' || words[1] === 'USER' ? words[1] : words[0]) {
      case 'RUN':
        return this.#readRun();
      case 'USER':
      case 'SCENARIO':
        return this.#readUser(line);
      case 'ERROR':
        return this.run.error(this.#fieldStart(1));
      case 'ASSERTION':
        return;
      default:
        this.#reject(this.#lines.open ? REASON.cut : REASON.unknown);
    }
  }

  /** Whether status and times stand where the layout has them. */
  #isRequest(layout: RequestLayout): boolean {
    return (
      this.#fields > layout.status &&
      this.#isStatus(layout.status) &&
      this.#isNumber(layout.start) &&
      this.#isNumber(layout.end) &&
      (layout.user < 0 || this.#isNumber(layout.user))
    );
  }

  /** First field that is a status behind so many whole numbers; -1 without one. Names may hold tabs, which Gatling writes as they are. */
  #statusBehind(numbers: number): number {
    for (let i = numbers + 2; i < this.#fields; i++) {
      if (!this.#isStatus(i)) continue;
      let found = 0;
      while (found < numbers && this.#isNumber(i - 1 - found)) found++;
      if (found === numbers) return i;
    }
    return -1;
  }

  /** Field of the groups, where names of a record with this status hold tabs. */
  #groupsBefore(status: number): number {
    if (status > 2 && this.#isNumber(1)) return 2;
    return status > 3 && this.#isNumber(2) ? 3 : 1;
  }

  #isStatus(i: number): boolean {
    const { bytes } = this.#lines;
    const at = this.#at[i] as number;
    const length = (this.#at[i + 1] as number) - 1 - at;
    if (length !== 2) return false;
    return (bytes[at] === LETTER_O && bytes[at + 1] === LETTER_K) || (bytes[at] === LETTER_K && bytes[at + 1] === LETTER_O);
  }

  #isNumber(i: number): boolean {
    const { bytes } = this.#lines;
    let at = this.#at[i] as number;
    const end = (this.#at[i + 1] as number) - 1;
    if (bytes[at] === MINUS) at++;
    if (at >= end || end - at > 19) return false;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) return false;
    }
    return true;
  }

  /** Value of a field of digits. */
  #number(i: number): number {
    const { bytes } = this.#lines;
    let at = this.#at[i] as number;
    const end = (this.#at[i + 1] as number) - 1;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    let value = 0;
    for (; at < end; at++) value = value * 10 + ((bytes[at] as number) - ZERO);
    return negative ? -value : value;
  }

  #addRequest(layout: RequestLayout): void {
    const { bytes, line } = this.#lines;
    const start = this.#number(layout.start);
    const end = this.#number(layout.end);
    if (end < 0 && this.#field(layout.end) === UNMATCHED) {
      this.run.unmatched++;
      return;
    }
    if (!this.run.areTimes(start, end)) return this.#reject(REASON.times);
    const success = bytes[this.#at[layout.status] as number] === LETTER_O;
    // What stands behind the status is text, tabs included; extra fields of 2.x are part of it.
    const message = success || this.#fields <= layout.message ? '' : this.#rest(layout.message);
    if (this.#lines.open && this.#fields <= layout.message) this.cut = true;
    this.run.add(
      Kind.request,
      this.#labelAt(layout.groups < 0 ? layout.name : layout.groups, layout.name),
      start,
      end,
      success,
      message,
      line,
    );
  }

  /** Text from a field to the end of the line. Cut before it is decoded: a thousand of them are held at once. */
  #rest(i: number): string {
    const { bytes } = this.#lines;
    let from = this.#at[i] as number;
    let { to } = this.#lines;
    while (from < to && isBlank(bytes[from] as number)) from++;
    while (from < to && isBlank(bytes[to - 1] as number)) to--;
    return cutTo(trimmed(decodeText(bytes, from, cutAtCharacter(bytes, from, to, 4 * MAX_MESSAGE))), MAX_MESSAGE);
  }

  /** Label of the fields from `first` (groups, or the name where there are none) to `name`, the last one of the name. */
  #labelAt(first: number, name: number): number {
    const { bytes } = this.#lines;
    const from = this.#at[first] as number;
    const to = (this.#at[name + 1] as number) - 1;
    let id = this.#names.lookup(this.#viewFor(bytes), from, to - from);
    if (id < 0) id = this.#names.intern(bytes, from, to);
    const known = this.#labels[id];
    if (known !== undefined) return known;
    const groups = first === name ? '' : this.#field(first);
    const own = this.#text(first === name ? first : first + 1, name);
    const { batch } = this.run;
    const label = batch.idOf(batch.labels, labelOf(groups.trim() === '' ? [] : pathIn(groups), own));
    if (id >= 0) this.#labels[id] = label;
    return label;
  }

  /** Text of several fields; tabs in it become spaces, as in Gatling's own reports. */
  #text(first: number, last: number): string {
    return decodeText(this.#lines.bytes, this.#at[first] as number, (this.#at[last + 1] as number) - 1).replaceAll('\t', ' ');
  }

  #readGroup(): void {
    const words = [this.#field(0), this.#field(2)];
    const isGroup = (layout: GroupLayout): boolean =>
      words[layout.type / 2] === 'GROUP' &&
      this.#fields > layout.status &&
      this.#isStatus(layout.status) &&
      this.#isNumber(layout.start) &&
      this.#isNumber(layout.end) &&
      (layout.user < 0 || this.#isNumber(layout.user));
    const layout = GROUP_LAYOUTS.find(isGroup) ?? this.#spreadGroup();
    const { bytes, line } = this.#lines;
    if (layout === undefined) {
      // 1.x has a line for the start of a group and one for its end; 2.2 and 2.3 write errors with this word by mistake.
      if (this.#fields >= 6 && /^(?:START|END)$/.test(this.#field(4))) this.run.oldGroups++;
      else if (this.#fields === 3 && this.#isNumber(2)) this.run.error(this.#fieldStart(1));
      else this.#reject(this.#lines.open ? REASON.cut : REASON.shape);
      return;
    }
    const start = this.#number(layout.start);
    const end = this.#number(layout.end);
    if (!this.run.areTimes(start, end)) return this.#reject(REASON.times);
    const path = pathIn(this.#text(layout.groups, layout.start - 1));
    const { batch } = this.run;
    const label = batch.idOf(batch.labels, pathOf(path));
    this.run.add(Kind.transaction, label, start, end, bytes[this.#at[layout.status] as number] === LETTER_O, '', line);
  }

  /** Where fields of a group stand whose name holds tabs. */
  #spreadGroup(): GroupLayout | undefined {
    const at = this.#field(0) === 'GROUP' ? this.#statusBehind(3) : -1;
    const groups = this.#groupsBefore(at);
    return at > groups + 3 ? { type: 0, user: -1, groups, start: at - 3, end: at - 2, status: at } : undefined;
  }

  #readRun(): void {
    const version = this.#field(this.#fields - 1).trim();
    if (/^\d+\.\d+/.test(version)) this.run.version = version === '2.0' ? '2.x' : cutTo(version, 40);
  }

  /** USER or SCENARIO lines have four to seven fields; the word START or END tells. One real file has a space for a tab. */
  #readUser(_line: number): void {
    const fields = Array.from({ length: Math.min(this.#fields, 8) }, (_, i) => this.#field(i));
    const event = fields.findIndex((field) => field === 'START' || field === 'END');
    if (event < 0) {
      if (!/\b(?:START|END)\b/.test(fields.join(' '))) this.#reject(this.#lines.open ? REASON.cut : REASON.shape);
      return;
    }
    // 2.0 and 2.1: the scenario stands first.
    const scenario = fields[2] === 'USER' ? (fields[0] as string) : event > 1 ? (fields[1] as string) : '';
    this.run.user(scenario, fields[event] === 'START');
  }

  #reject(reason: string): void {
    const { bytes, from, to, line, open } = this.#lines;
    if (open) this.cut = true;
    this.run.tally.reject(line, reason, decodeText(bytes, from, Math.min(to, from + 800)));
  }

  #viewFor(bytes: Uint8Array): DataView {
    if (this.#viewOf !== bytes) {
      this.#viewOf = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}

/** Names of groups, one more than a label shows at most: any number of commas may stand in a line. */
function pathIn(groups: string): string[] {
  return groups.split(',', SHOWN_GROUPS + 1);
}

function isBlank(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= CR);
}

function startsWith(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (from + text.length > to) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}
