import { ByteDictionary } from '../decode/byte-dictionary.js';
import { decodeText, keptStart } from '../decode/byte-text.js';
import type { RowText } from '../model/sample-batch.js';
import { locustLabel } from './locust-names.js';
import { SampleRows } from './sample-rows.js';

/** Longest text of a failure, characters. */
const MAX_TEXT = 8192;
const COMMA = 44;

/** A batch whose rows have the columns of the request logger only; all others are set once. */
export class RequestBatch extends SampleRows {
  readonly #exceptions = new Map<number, string>();
  /** Method and name as they are written next to each other, which needs no string for a row. */
  readonly #endpoints = new ByteDictionary(1 << 20, 64 << 20, null);
  readonly #labelOf: number[] = [];
  /** Ids of the codes 0 to 999; -1 = not met yet. */
  readonly #codes = new Int32Array(1000).fill(-1);

  constructor() {
    super();
    for (const unknown of [this.bytesOut, this.connect, this.ttfb, this.users]) unknown.fill(Number.NaN);
    this.thread.fill(-1);
  }

  override clear(): void {
    super.clear();
    if (this.#exceptions.size > 0) this.#exceptions.clear();
  }

  override text(row: number, what: RowText): string {
    return what === 'responseMessage' ? (this.#exceptions.get(row) ?? '') : '';
  }

  setException(row: number, text: string): void {
    const kept = keptStart(text, MAX_TEXT);
    this.textLength += kept.length;
    this.#exceptions.set(row, kept);
  }

  /**
   * Label of `method,name` at `[from, to)`, without quotes.
   * @param view of the same bytes, with three bytes and more behind `to`
   */
  labelAt(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    let id = this.#endpoints.lookup(view, from, to - from);
    if (id < 0) {
      id = this.#endpoints.intern(bytes, from, to);
      if (id < 0) return this.labelOf(...methodAndName(bytes, from, to));
    }
    const known = this.#labelOf[id];
    if (known !== undefined) return known;
    const label = this.labelOf(...methodAndName(bytes, from, to));
    this.#labelOf[id] = label;
    return label;
  }

  labelOf(method: string, name: string): number {
    return this.idOf(this.labels, locustLabel(method, name));
  }

  codeOf(status: number): number {
    const known = status < 1000 ? (this.#codes[status] as number) : -1;
    if (known >= 0) return known;
    const id = this.idOf(this.codes, String(status));
    if (status < 1000) this.#codes[status] = id;
    return id;
  }
}

function methodAndName(bytes: Uint8Array, from: number, to: number): [string, string] {
  const comma = bytes.indexOf(COMMA, from);
  return [decodeText(bytes, from, comma), decodeText(bytes, comma + 1, to)];
}
