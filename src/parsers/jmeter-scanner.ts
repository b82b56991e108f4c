import { lineEnd, MAX_RECORD_BYTES } from '../decode/csv-record.js';
import { JmeterBatch } from './jmeter-batch.js';
import type { Columns } from './jmeter-columns.js';
import { CompleteRows } from './jmeter-complete-rows.js';
import { IndexedRows } from './jmeter-indexed-rows.js';
import type { Layout } from './jmeter-layout.js';
import type { Slack } from './jmeter-levels.js';
import { PlainRows } from './jmeter-plain-rows.js';
import { Region } from './jmeter-region.js';
import { Tally } from './jmeter-tally.js';
import { JmeterTexts } from './jmeter-texts.js';

/**
 * Bytes of a JTL file to batches. A scanner takes any range of bytes that starts at a record, in chunks of any size;
 * the layout is decided beforehand, from the head of the file.
 *
 * Records are read where they lie in the chunk. Only one that crosses the end of a chunk is copied and completed with
 * as much of the next one as it takes.
 */

/** Rows in a batch: few enough for all columns to stay in the cache until they are used. */
const CAPACITY = 1024;
/** Bytes of a file that is worth an index: the first one in a process costs as much as it saves in some megabytes. */
const INDEX_FROM = 1 << 20;
/** Least bytes of a chunk that is worth one. */
const INDEX_CHUNK = 4096;
/** Least bytes that are added to a carried record at a time. */
const PIECE = 1024;

/** Just under a second: what is cut off a stamp in whole seconds. */
const SECOND = 999;

/** A start that is cut makes a request end too early, and an end that is cut makes it start too early. */
function slackOf({ wholeSeconds, endStamps }: Layout): Slack {
  const slack = wholeSeconds === true ? SECOND : 0;
  return endStamps ? { before: slack, after: 0 } : { before: 0, after: slack };
}

/** Reads records and fills batches. Feed bytes, then take batches until there is none, and so on; at last, end. */
export class JmeterScanner {
  readonly batch: JmeterBatch;
  readonly texts: JmeterTexts;
  readonly tally: Tally;
  private readonly indexed: IndexedRows;
  private readonly plain: PlainRows;
  private readonly complete: CompleteRows;
  private readonly carry = new Region();
  private readonly chunk = new Region();
  /** Carried bytes that are not from the current chunk. */
  private carriedBefore = 0;
  /** Bytes were added to the carried ones that may end a record. */
  private carryReady = false;
  /** Whether the bytes at hand are read by an index. */
  private byIndex = false;
  private fed = 0;
  private readonly indexAlways: boolean;
  private final = false;
  /** Inside a line that is too long to be kept; its end is looked for. */
  private skipping = false;
  /** Columns of the rows from here on; the batch is handed over first. */
  private pending: Columns | null;

  constructor(layout: Layout) {
    this.tally = new Tally(layout.firstLine);
    for (const name of layout.columns.duplicates) this.tally.duplicates.add(name);
    this.texts = new JmeterTexts(layout.limits, slackOf(layout));
    const { labels, codes, threads } = this.texts;
    const capacity = layout.capacity ?? CAPACITY;
    this.batch = new JmeterBatch(capacity, labels, codes, threads, this.carry, this.chunk, layout.columns);
    this.indexed = new IndexedRows(this.batch, this.texts, this.tally, layout);
    this.plain = new PlainRows(this.batch, this.texts, this.tally, layout);
    this.complete = new CompleteRows(this.batch, this.texts, this.tally, layout);
    this.indexAlways = layout.fastPath === 'index';
    this.pending = layout.columns;
  }

  /** Gives the next bytes, once {@link next} has answered false. They must stay as they are until it does so again. */
  feed(bytes: Uint8Array): void {
    this.chunk.set(bytes, bytes.length);
    this.fed += bytes.length;
    this.byIndex = this.indexAlways || (this.fed > INDEX_FROM && bytes.length >= INDEX_CHUNK);
    this.indexed.forget();
  }

  /** Tells that nothing follows. */
  end(): void {
    this.chunk.set(new Uint8Array(0), 0);
    this.final = true;
    this.carryReady = true;
  }

  /** Fills the batch. False if there is no row without more bytes. */
  next(): boolean {
    const { batch, carry, chunk } = this;
    batch.rows = 0;
    batch.carriedRows = 0;
    // The fast path stores no weights, so none may be left from the rows before.
    if (this.complete.weighted) batch.weight.fill(1);
    this.complete.weighted = false;
    for (;;) {
      if (this.pending !== null) {
        if (batch.rows > 0) return true;
        this.useColumns(this.pending);
      }
      if (batch.rows === batch.capacity) return true;
      if (carry.pos < carry.end) {
        if (!this.readCarried()) return batch.rows > 0;
      } else if (chunk.pos === chunk.end || !this.readChunk()) {
        return batch.rows > 0;
      }
    }
  }

  private useColumns(columns: Columns): void {
    this.pending = null;
    this.batch.useColumns(columns);
    this.indexed.useColumns(columns);
    this.plain.useColumns(columns);
    this.complete.useColumns(columns);
  }

  /** Reads in the chunk. False if what is left of it is no whole record. */
  private readChunk(): boolean {
    const { batch, carry, chunk } = this;
    if (this.skipping) {
      const end = lineEnd(chunk.bytes, chunk.pos, chunk.end);
      this.skipping = end < 0;
      chunk.pos = end < 0 ? chunk.end : end;
    }
    this.scan(chunk, false);
    if (batch.rows === batch.capacity || this.pending !== null) return true;
    if (batch.rows > 0 || chunk.pos === chunk.end) return false;
    carry.pos = 0;
    carry.extend(0);
    carry.append(chunk, chunk.end - chunk.pos);
    this.carriedBefore = carry.end;
    return false;
  }

  /**
   * Reads in the carried bytes, with as much of the chunk behind them as it takes to get past them.
   * False if the record there lacks its end and the chunk is used up.
   */
  private readCarried(): boolean {
    const { batch, carry, chunk } = this;
    for (;;) {
      if (this.carryReady) {
        this.scan(carry, this.final);
        batch.carriedRows = batch.rows;
        if (batch.rows === batch.capacity || this.pending !== null) return true;
        this.carryReady = false;
        if (carry.pos >= this.carriedBefore) {
          // The rest is from this chunk and can be read where it came from.
          chunk.pos -= carry.end - carry.pos;
          carry.pos = carry.end;
          this.carriedBefore = 0;
          return true;
        }
      }
      if (chunk.pos === chunk.end) break;
      const old = carry.end;
      carry.append(chunk, Math.min(chunk.end - chunk.pos, Math.max(PIECE, carry.end - carry.pos)));
      // Most records end at the next line end, so there is no use in trying before it.
      this.carryReady = carry.end - carry.pos >= MAX_RECORD_BYTES || lineEnd(carry.bytes, old, carry.end) >= 0;
    }
    if (batch.rows === 0) {
      carry.compact();
      this.carriedBefore = carry.end;
    }
    return false;
  }

  /** Reads records until the batch is full, the columns change, or a record lacks its end. */
  private scan(region: Region, final: boolean): void {
    const { batch, indexed, plain, complete } = this;
    while (region.pos < region.end) {
      let stop = region.fastStop;
      if (this.byIndex && region === this.chunk && indexed.usable) stop = Math.min(stop, indexed.read(region));
      if (plain.usable && region.pos < stop) plain.read(region, stop);
      if (batch.rows === batch.capacity || region.pos >= region.end) return;
      const outcome = complete.readNext(region, final);
      if (outcome === 'read') continue;
      if (outcome === 'header') this.pending = complete.header;
      if (outcome === 'skipLine') this.skipping = true;
      return;
    }
  }
}
