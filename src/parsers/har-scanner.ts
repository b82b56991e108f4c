import { parseInstant } from '../decode/instant.js';
import { JsonPicker, type Pick, type PickedMembers } from '../decode/json-picker.js';
import { Kind } from '../model/sample-batch.js';
import { bytesIn, HAR_SHAPE, isMembers, labelOf, membersOf, numberOf, sizeOf, textOf, timingsOf } from './har-entry.js';
import type { ToEpoch } from './jmeter-time-zone.js';
import { RowTally } from './row-tally.js';
import { SampleRows } from './sample-rows.js';
import type { SampleScanner } from './sample-scanner.js';

/** A request may take this long, ms: a hundred days. */
const MAX_TIME = 8.64e9;
/** Earliest and latest start that is one, µs: 1990 and 2100. */
const EARLIEST = 631_152_000_000_000;
const LATEST = 4_102_444_800_000_000;

/** Reasons for rejecting an entry; the closed list. */
export const REASON = {
  noEntry: 'an entry that is no object',
  noStart: 'no startedDateTime that is a time',
  noTime: 'neither a time nor timings of 0 ms or more',
  cut: 'cut short',
  notJson: 'not readable as JSON from here on',
} as const;

/** Entries of a HAR to rows. */
export class HarScanner implements SampleScanner {
  readonly batch: SampleRows = new SampleRows();
  readonly tally: RowTally = new RowTally();
  creator: { name: string; version: string | null } | null = null;
  /** Whether the list of entries has been met. */
  entries = false;
  documents = 0;
  /** Stamps without a zone. */
  localStamps = 0;
  /** Entries whose time is not the sum of its parts, by more than 3 ms. */
  differing = 0;
  /** WebSocket connections and data: URLs, which are no requests with a response time. */
  notCounted = 0;
  counted = 0;
  /** onLoad times of pages, ms. */
  readonly pageLoads: number[] = [];
  pages = 0;
  readonly #picker = new JsonPicker(HAR_SHAPE);
  #final = false;
  #ended = false;

  /** @param toEpoch zone of stamps that are written without one */
  constructor(private readonly toEpoch: ToEpoch) {}

  get broken(): JsonPicker['broken'] {
    return this.#picker.broken;
  }

  get cut(): boolean {
    return this.#picker.cut;
  }

  feed(bytes: Uint8Array): void {
    this.#picker.feed(bytes);
  }

  end(): void {
    this.#picker.end();
    this.#final = true;
  }

  next(): boolean {
    const { batch } = this;
    batch.clear();
    while (!batch.full) {
      const pick = this.#picker.next();
      if (pick === null) {
        if (this.#final || this.broken !== null) this.#finish();
        break;
      }
      this.#take(pick);
    }
    return batch.rows > 0;
  }

  #take({ name, value, line }: Pick): void {
    if (name === 'entry') {
      this.entries = true;
      if (isMembers(value)) this.#takeEntry(value, line);
      else this.tally.reject(line, REASON.noEntry, String(value));
    } else if (name === 'entries') {
      this.entries = true;
      this.documents++;
    } else if (name === 'creator' && isMembers(value)) {
      this.creator = { name: textOf(value, 'name').slice(0, 100), version: textOf(value, 'version').slice(0, 60) || null };
    } else if (name === 'page' && isMembers(value)) {
      this.pages++;
      const onLoad = numberOf(membersOf(value, 'pageTimings'), 'onLoad');
      if (onLoad >= 0 && this.pageLoads.length < 10_000) this.pageLoads.push(onLoad);
    }
  }

  #takeEntry(entry: PickedMembers, line: number): void {
    const { tally, batch } = this;
    const request = membersOf(entry, 'request');
    const response = membersOf(entry, 'response');
    const url = textOf(request, 'url');
    const label = labelOf(textOf(request, 'method').toUpperCase(), url);
    const start = this.#startOf(textOf(entry, 'startedDateTime'));
    if (!(start >= EARLIEST && start <= LATEST)) return tally.reject(line, REASON.noStart, `${label} ${textOf(entry, 'startedDateTime')}`);
    const { total, firstByte, connect } = timingsOf(membersOf(entry, 'timings'));
    const time = numberOf(entry, 'time');
    // Where both are there and differ, the recorder's own total is trusted (Browsertime 1.0 has parts that do not add up).
    const latency = time >= 0 ? time : total;
    if (!(latency >= 0 && latency <= MAX_TIME)) return tally.reject(line, REASON.noTime, label);
    if (time >= 0 && Math.abs(time - total) > 3) this.differing++;
    const status = numberOf(response, 'status');
    const error = textOf(entry, '_error') || textOf(response, '_error');
    const kind = status === 101 || textOf(entry, '_resourceType') === 'websocket' || label === 'data:' ? Kind.sub : Kind.request;
    if (kind === Kind.sub) this.notCounted++;
    else this.counted++;
    tally.counts.read++;
    if (latency !== Math.floor(latency)) tally.wholeMilliseconds = false;
    batch.add({
      timestamp: start,
      latency,
      label,
      code: Number.isNaN(status) ? '' : String(status),
      success: status >= 200 && status < 400 && error === '',
      line,
      kind,
      bytesIn: bytesIn(response),
      bytesOut: sizeOf(request),
      connect,
      ttfb: firstByte,
      responseMessage: error || textOf(response, 'statusText'),
      url,
    });
  }

  #startOf(text: string): number {
    const instant = parseInstant(text.trim());
    if (instant === null) return Number.NaN;
    if (!instant.local) return instant.us;
    this.localStamps++;
    const whole = Math.floor(instant.us / 1000);
    return this.toEpoch(whole) * 1000 + (instant.us - whole * 1000);
  }

  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.broken !== null) this.tally.reject(this.broken.line, REASON.notJson, this.broken.why);
    else if (this.#picker.isOpen('entry')) this.tally.reject(0, REASON.cut, '');
  }
}
