import { ByteDictionary } from '../decode/byte-dictionary.js';
import { keptStart } from '../decode/byte-text.js';
import { Kind, type RowText, type SampleBatch } from '../model/sample-batch.js';

/** Rows in a batch: few enough for all columns to stay in the cache until they are used. */
const CAPACITY = 1024;
/** Longest text handed out, characters. */
const MAX_TEXT = 8192;
/** Texts of the rows of a batch, characters; with more, the batch is full. */
const MAX_TEXTS_OF_ROWS = 2 ** 20;
/** Distinct texts of a column, and their bytes, that a file may have; further ones share one name. */
const MAX_TEXTS = 2 ** 20;
const MAX_BYTES = 64 * 2 ** 20;

const encoder = new TextEncoder();
/** Texts of a row that are kept as such. */
const TEXTS: readonly RowText[] = ['responseMessage', 'failureMessage', 'traceId', 'url'];

/** One request, for formats whose rows are put together from parts. What is left out is unknown. */
export interface SampleRow {
  /** Start, µs since the epoch. */
  timestamp: number;
  /** Duration, ms. */
  latency: number;
  label: string;
  /** Response code as the file has it; '' where there is none. */
  code: string;
  success: boolean;
  /** Physical line (or record) number, from 1. */
  line: number;
  thread?: string;
  kind?: Kind;
  bytesIn?: number;
  bytesOut?: number;
  connect?: number;
  ttfb?: number;
  users?: number;
  responseMessage?: string;
  failureMessage?: string;
  traceId?: string;
  url?: string;
}

/**
 * A batch that is filled row by row and reused: {@link SampleRows.clear} it once its reader asked for more.
 * The columns are open, so that a fast scanner can fill them itself.
 */
export class SampleRows implements SampleBatch {
  rows = 0;
  readonly capacity: number = CAPACITY;
  readonly timestamp = new Float64Array(CAPACITY);
  readonly latency = new Float64Array(CAPACITY);
  readonly weight = new Float64Array(CAPACITY).fill(1);
  readonly failed = new Float64Array(CAPACITY);
  readonly bytesIn = new Float64Array(CAPACITY);
  readonly bytesOut = new Float64Array(CAPACITY);
  readonly connect = new Float64Array(CAPACITY);
  readonly ttfb = new Float64Array(CAPACITY);
  readonly users = new Float64Array(CAPACITY);
  readonly line = new Float64Array(CAPACITY);
  readonly label = new Int32Array(CAPACITY);
  readonly code = new Int32Array(CAPACITY);
  readonly thread = new Int32Array(CAPACITY);
  readonly kind = new Uint8Array(CAPACITY);
  readonly success = new Uint8Array(CAPACITY);
  readonly labels = new ByteDictionary(MAX_TEXTS, MAX_BYTES, '(other labels)');
  readonly codes = new ByteDictionary(4096, 2 ** 20, '(other codes)');
  readonly threads = new ByteDictionary(MAX_TEXTS, MAX_BYTES, '(other threads)');
  readonly #texts: Record<RowText, string[]> = { responseMessage: [], failureMessage: [], traceId: [], url: [] };
  /** Ids by text: most rows have a label and code that were met before, and strings are cheaper to look up than bytes. */
  readonly #ids = new Map<ByteDictionary, Map<string, number>>([
    [this.labels, new Map()],
    [this.codes, new Map()],
    [this.threads, new Map()],
  ]);

  /** Length of all texts of the rows. */
  protected textLength = 0;

  get full(): boolean {
    return this.rows === this.capacity || this.textLength >= MAX_TEXTS_OF_ROWS;
  }

  /** Forgets all rows; dictionaries stay. */
  clear(): void {
    this.rows = 0;
    this.textLength = 0;
  }

  /** Adds a row; there must be room. */
  add(row: SampleRow): void {
    const i = this.rows++;
    this.timestamp[i] = row.timestamp;
    this.latency[i] = row.latency;
    this.label[i] = this.idOf(this.labels, row.label);
    this.code[i] = this.idOf(this.codes, row.code);
    this.thread[i] = row.thread === undefined ? -1 : this.idOf(this.threads, row.thread);
    this.kind[i] = row.kind ?? Kind.request;
    this.success[i] = row.success ? 1 : 0;
    this.weight[i] = 1;
    this.failed[i] = row.success ? 0 : 1;
    this.bytesIn[i] = row.bytesIn ?? Number.NaN;
    this.bytesOut[i] = row.bytesOut ?? Number.NaN;
    this.connect[i] = row.connect ?? Number.NaN;
    this.ttfb[i] = row.ttfb ?? Number.NaN;
    this.users[i] = row.users ?? Number.NaN;
    this.line[i] = row.line;
    for (const what of TEXTS) this.setText(i, what, row[what] ?? '');
  }

  text(row: number, what: RowText): string {
    return this.#texts[what][row] ?? '';
  }

  /** Sets a text of a row that a scanner filled itself. */
  setText(row: number, what: RowText, text: string): void {
    // A thousand rows' texts are held at once, so each is cut now and not when it is asked for.
    const kept = keptStart(text, MAX_TEXT);
    this.textLength += kept.length;
    this.#texts[what][row] = kept;
  }

  /** Id of a text in one of the dictionaries of this batch. */
  idOf(dictionary: ByteDictionary, text: string): number {
    const ids = this.#ids.get(dictionary) as Map<string, number>;
    const known = ids.get(text);
    if (known !== undefined) return known;
    const bytes = encoder.encode(text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text);
    const id = dictionary.intern(bytes, 0, bytes.length);
    // A cut-off piece of a chunk's string would keep the whole chunk alive, so the key is the dictionary's own text.
    if (ids.size < MAX_CACHED) ids.set(dictionary.text(id), id);
    return id;
  }
}

/** Ids that are looked up by string. */
const MAX_CACHED = 4096;
