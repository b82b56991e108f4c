import { parseInstant } from '../decode/instant.js';
import { JsonPicker, type Pick, type PickedMembers } from '../decode/json-picker.js';
import { Kind } from '../model/sample-batch.js';
import { bytesIn, failureOf, HAR_SHAPE, isFromCache, isMembers, labelOf, membersOf, numberOf, sizeOf, textOf } from './har-entry.js';
import { timingsOf } from './har-timings.js';
import type { ToEpoch } from './jmeter-time-zone.js';
import { RowTally } from './row-tally.js';
import { SampleRows } from './sample-rows.js';
import type { SampleScanner } from './sample-scanner.js';

/** A request may take this long, ms: a hundred days. */
const MAX_TIME = 8.64e9;
/** Earliest and latest start that is one, µs: 1990 and 2100. */
const EARLIEST = 631_152_000_000_000;
const LATEST = 4_102_444_800_000_000;

/** Version of Firefox from which on bodySize is known to hold the headers (43: it does not). */
const FIREFOX_BODY_IS_ALL = 57;

/** Reasons for rejecting an entry; the closed list. */
export const REASON = {
  noEntry: 'an entry that is no object',
  noStart: 'no startedDateTime that is a time',
  noTime: 'neither a time nor timings of 0 ms or more',
  noWait: 'a time that lacks the wait for the answer',
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
  /** Stamps without a zone. */
  localStamps = 0;
  /** Entries whose time is not the sum of its parts, by more than 3 ms. */
  differing = 0;
  /** Entries whose recorder counted TLS twice. */
  tlsTwice = 0;
  /** Requests with a word about how long they waited for a connection. */
  queued = 0;
  /** Requests that were answered: with a time of theirs, and without. */
  timed = 0;
  waitless = 0;
  /** Answers from the browser's cache, which no server was asked for. */
  cached = 0;
  /** WebSocket connections and data: URLs, which are no requests with a response time. */
  notCounted = 0;
  counted = 0;
  /** onLoad times of pages, ms. */
  readonly pageLoads: number[] = [];
  readonly #picker = new JsonPicker(HAR_SHAPE);
  #bodyIsAll = false;
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
    } else if (name === 'creator' && isMembers(value)) {
      const major = Number.parseInt(textOf(value, 'version'), 10);
      this.#bodyIsAll = textOf(value, 'name') === 'Firefox' && major >= FIREFOX_BODY_IS_ALL;
      this.creator = { name: textOf(value, 'name').slice(0, 100), version: textOf(value, 'version').slice(0, 60) || null };
    } else if (name === 'page' && isMembers(value)) {
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
    const { latency, firstByte, connect, ...timings } = timingsOf(entry, membersOf(entry, 'timings'), this.creator?.name ?? '');
    const status = numberOf(response, 'status');
    const error = failureOf(entry, response);
    const cached = error === '' && isFromCache(entry, request, response);
    const noRequest = status === 101 || textOf(entry, '_resourceType') === 'websocket' || label === 'data:';
    if (!cached && !noRequest) {
      if (!(latency >= 0 && latency <= MAX_TIME)) return tally.reject(line, REASON.noTime, label);
      const answered = status > 0 && error === '';
      if (answered && timings.waitless) {
        this.waitless++;
        return tally.reject(line, REASON.noWait, label);
      }
      if (answered) this.timed++;
      if (timings.differs) this.differing++;
      if (timings.tlsTwice) this.tlsTwice++;
      if (timings.queued) this.queued++;
      this.counted++;
    } else if (noRequest) this.notCounted++;
    else this.cached++;
    tally.counts.read++;
    if (latency % 1 !== 0 && latency >= 0) tally.wholeMilliseconds = false;
    batch.add({
      timestamp: start,
      latency: latency >= 0 && latency <= MAX_TIME ? latency : 0,
      label,
      code: Number.isNaN(status) ? '' : String(status),
      success: status >= 200 && status < 400 && error === '',
      line,
      kind: cached || noRequest ? Kind.sub : Kind.request,
      bytesIn: bytesIn(response, this.#bodyIsAll),
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
