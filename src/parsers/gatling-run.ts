import type { LoadTool } from '../model/load-tool.js';
import { EARLIEST_US, LATEST_US, LONGEST_MS } from '../model/row-bounds.js';
import { Kind } from '../model/sample-batch.js';
import { cutTo } from './gatling-names.js';
import { RowTally } from './row-tally.js';
import { SampleRows } from './sample-rows.js';

/** Scenarios and messages of errors kept. */
const MAX_NAMES = 1000;
/** Longest message of an error, and name of a scenario, that is kept, characters. */
const MAX_MESSAGE = 200;
/** Longest message whose status code is remembered. */
const MAX_REMEMBERED = 1000;
const EARLIEST = EARLIEST_US / 1000;
const LATEST = LATEST_US / 1000;

/** Reasons for rejecting a record; the closed list. */
export const REASON = {
  times: 'times that are no whole numbers of 1990 to 2100, an end before the start, or more than 31 days after it',
  shape: 'not in the layout of any version of Gatling',
  unknown: 'a record of an unknown type',
  tooLong: 'a line longer than 1 MiB',
  cut: 'cut short',
  lost: 'a name that Gatling failed to write',
} as const;

/** Status code in the words of a failed check of it: `status.find.is(200), but actually found 404`, `…, but actually 401 is not …`. */
const STATUS = /^status\b.*\b(?:found|actually) (\d{3})\b/s;

/** What one simulation log says, whatever its syntax. */
export class GatlingRun {
  readonly batch: SampleRows = new SampleRows();
  readonly tally: RowTally = new RowTally();
  /** Version of the RUN record; null without one. */
  version: string | null = null;
  /** Requests met. */
  requests = 0;
  /** Messages of WebSocket or SSE that nobody waited for: no requests. */
  unmatched = 0;
  /** Messages that Gatling failed to write, for their length. */
  lostMessages = 0;
  /** Groups of 1.x, which have no result. */
  oldGroups = 0;
  /** Users of scenarios, and errors, that were not kept because there were too many kinds of them. */
  unkept = 0;
  users = 0;
  usersMax = 0;
  anyUser = false;
  /** Earliest start that is one; null before the first. */
  #earliest: number | null = null;
  readonly #scenarios = new Set<string>();
  readonly #errors = new Map<string, number>();
  readonly #codes = new Map<string, string>();

  /** Whether times, ms since the epoch, are those of a request. Logs of Gatling's own tests begin in 1970; only those have such times. */
  areTimes(start: number, end: number): boolean {
    if (!(start >= 0 && end >= start && end - start <= LONGEST_MS && end < LATEST)) return false;
    this.#earliest ??= start < EARLIEST ? 0 : EARLIEST;
    return start >= this.#earliest;
  }

  /** Adds a request or group whose label is known by its id. Times in ms since the epoch. */
  add(kind: Kind, label: number, start: number, end: number, success: boolean, message: string, line: number): void {
    const { batch, tally } = this;
    tally.counts.read++;
    if (kind === Kind.request) this.requests++;
    const row = batch.rows++;
    batch.timestamp[row] = start * 1000;
    batch.latency[row] = end - start;
    batch.label[row] = label;
    batch.code[row] = batch.idOf(batch.codes, success ? '' : this.#codeOf(message));
    batch.thread[row] = -1;
    batch.kind[row] = kind;
    batch.success[row] = success ? 1 : 0;
    batch.failed[row] = success ? 0 : 1;
    batch.weight[row] = 1;
    batch.bytesIn[row] = Number.NaN;
    batch.bytesOut[row] = Number.NaN;
    batch.connect[row] = Number.NaN;
    batch.ttfb[row] = Number.NaN;
    batch.users[row] = this.anyUser ? this.users : Number.NaN;
    batch.line[row] = line;
    batch.setText(row, 'responseMessage', success ? '' : message);
  }

  #codeOf(message: string): string {
    const known = this.#codes.get(message);
    if (known !== undefined) return known;
    const code = STATUS.exec(message)?.[1] ?? '';
    if (this.#codes.size < MAX_NAMES && message.length <= MAX_REMEMBERED) this.#codes.set(message, code);
    return code;
  }

  /** A virtual user begins or ends. */
  user(scenario: string, starts: boolean): void {
    this.anyUser = true;
    this.users = Math.max(0, this.users + (starts ? 1 : -1));
    this.usersMax = Math.max(this.usersMax, this.users);
    if (!starts || scenario === '') return;
    const name = cutTo(scenario, MAX_MESSAGE);
    if (this.#scenarios.size < MAX_NAMES) this.#scenarios.add(name);
    else if (!this.#scenarios.has(name)) this.unkept++;
  }

  /** Gatling could not make or send something: no request, but the reader must know. */
  error(message: string): void {
    const text = cutTo(message, MAX_MESSAGE);
    if (this.#errors.has(text) || this.#errors.size < MAX_NAMES) this.#errors.set(text, (this.#errors.get(text) ?? 0) + 1);
    else this.unkept++;
  }

  /** Errors with how often each was met, most frequent first. */
  get errors(): { message: string; count: number }[] {
    return [...this.#errors].map(([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count);
  }

  loadTool(): LoadTool {
    const errors = this.errors.reduce((sum, { count }) => sum + count, 0);
    return {
      name: 'Gatling',
      version: this.version,
      users: this.anyUser ? { max: this.usersMax } : null,
      iterations: null,
      droppedIterations: null,
      checks: null,
      thresholds: null,
      scenarios: this.#scenarios.size === 0 ? null : [...this.#scenarios].map((name) => ({ name, requests: null, iterations: null })),
      metrics:
        errors === 0
          ? []
          : [
              {
                name: 'errors of the script or the engine',
                kind: 'counter',
                unit: '',
                count: errors,
                sum: errors,
                share: null,
                min: null,
                mean: null,
                max: null,
                last: null,
                percentiles: [],
              },
            ],
    };
  }
}
