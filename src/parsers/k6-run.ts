import type { LoadTool } from '../model/load-tool.js';
import { EARLIEST_US, LATEST_US, LONGEST_MS } from '../model/row-bounds.js';
import { Kind } from '../model/sample-batch.js';
import { Part, SPECIAL_OF, type Special, WHOLE } from './k6-metrics.js';
import { groupName, type K6Tags } from './k6-tags.js';
import { addPoint, MetricTotals, type Totals } from './k6-totals.js';
import { RowTally } from './row-tally.js';
import { SampleRows } from './sample-rows.js';

/** Checks, scenarios and thresholds kept, and characters of a name. */
const MAX_NAMES = 1000;
const MAX_NAME = 200;

/** Reasons for rejecting a request or line; the closed list. */
export const REASON = {
  noDuration: 'a request without its duration',
  noTime: 'a point without a time that can be read, of 1990 to 2100',
  badValue: 'a duration that is no number of ms from 0 to 31 days',
  notJson: 'not a line of JSON',
  notPoint: 'neither a point nor a metric of k6',
  tooLong: 'a line longer than 1 MiB',
  notCsv: 'not readable as CSV',
  fewFields: 'not as many fields as the header',
  noHeader: 'no header of k6 before it',
} as const;

/** Parts of a request as they come in, by the number of their bit. */
export type Parts = Float64Array;

/** What one file of points says, whatever its syntax: requests as rows, all else as totals. */
export class K6Run {
  readonly batch: SampleRows = new SampleRows();
  readonly tally: RowTally = new RowTally();
  readonly totals: MetricTotals = new MetricTotals();
  /** Requests without a verdict of their own. */
  withoutVerdict = 0;
  /** Requests that lack parts (a file that was filtered or cut). */
  incomplete = 0;
  /** Other points whose value is no number that can be added. */
  unusable = 0;
  /** Checks, scenarios, thresholds and metrics that were not kept because there were too many. */
  unkept = 0;
  /** Requests met, of any kind. */
  requests = 0;
  vus = Number.NaN;
  anyThread = false;
  anyTrace = false;
  anyVus = false;
  #usersMax = Number.NEGATIVE_INFINITY;
  #iterations: number | null = null;
  #dropped: number | null = null;
  readonly #checks = new Map<string, { passes: number; fails: number }>();
  readonly #scenarios = new Map<string, { requests: number; iterations: number }>();
  readonly #thresholds = new Set<string>();

  /** Names the conditions of a metric. */
  threshold(metric: string, expression: string): void {
    if (this.#thresholds.size < MAX_NAMES) this.#thresholds.add(short(`${metric}: ${expression}`));
    else this.unkept++;
  }

  /**
   * Ends a request.
   * @param parts values by bit number (duration is 1, blocked 2, …)
   * @param mask parts that were met
   * @param end stamp, µs: the end of the request
   */
  request(parts: Parts, mask: number, tags: K6Tags, end: number, line: number): void {
    const { batch, tally } = this;
    if ((mask & Part.duration) === 0) return tally.reject(line, REASON.noDuration, tags.label);
    const duration = parts[1] as number;
    const blocked = (mask & Part.blocked) === 0 ? 0 : (parts[2] as number);
    if (!(duration >= 0 && duration <= LONGEST_MS && blocked >= 0 && blocked <= LONGEST_MS)) {
      return tally.reject(line, REASON.badValue, tags.label);
    }
    const start = end - (duration + blocked) * 1000;
    if (!(start >= EARLIEST_US && end < LATEST_US)) return tally.reject(line, REASON.noTime, tags.label);
    tally.counts.read++;
    this.requests++;
    if ((mask & WHOLE) !== WHOLE) this.incomplete++;
    if (duration !== Math.floor(duration)) tally.wholeMilliseconds = false;
    const success = this.#verdict(parts, mask, tags);
    const row = batch.rows++;
    batch.timestamp[row] = start;
    batch.latency[row] = duration;
    batch.label[row] = batch.idOf(batch.labels, tags.label);
    batch.code[row] = batch.idOf(batch.codes, tags.status);
    batch.thread[row] = tags.thread === undefined ? -1 : batch.idOf(batch.threads, tags.thread);
    batch.kind[row] = tags.kind;
    batch.success[row] = success ? 1 : 0;
    batch.failed[row] = success ? 0 : 1;
    batch.weight[row] = 1;
    batch.bytesIn[row] = Number.NaN;
    batch.bytesOut[row] = Number.NaN;
    const connecting = Part.connecting | Part.tls;
    batch.connect[row] = (mask & connecting) === connecting ? known((parts[3] as number) + (parts[4] as number)) : Number.NaN;
    const toFirstByte = Part.blocked | Part.sending | Part.waiting;
    batch.ttfb[row] = (mask & toFirstByte) === toFirstByte ? known(blocked + (parts[5] as number) + (parts[6] as number)) : Number.NaN;
    batch.users[row] = this.vus;
    batch.line[row] = line;
    batch.setText(row, 'responseMessage', tags.error);
    batch.setText(row, 'failureMessage', '');
    batch.setText(row, 'traceId', tags.traceId);
    batch.setText(row, 'url', tags.url);
    if (tags.thread !== undefined) this.anyThread = true;
    if (tags.traceId !== '') this.anyTrace = true;
    if (tags.kind === Kind.request && tags.scenario !== '') this.#scenario(tags.scenario, 1, 0);
  }

  /** k6's own verdict; older versions have it as a tag, the oldest only as the rule "200 to 399". */
  #verdict(parts: Parts, mask: number, tags: K6Tags): boolean {
    if ((mask & Part.failed) !== 0) return parts[8] === 0;
    if (tags.expected !== null) return tags.expected;
    this.withoutVerdict++;
    return /^[23]\d\d$/.test(tags.status);
  }

  /** Adds a point that is no part of a request; one that is no number cannot be added. */
  point(name: string, value: number, tags: () => K6Tags): void {
    if (!Number.isFinite(value)) {
      this.unusable++;
      return;
    }
    const special = SPECIAL_OF.get(name);
    if (special === undefined) {
      const totals: Totals | null = this.totals.of(name);
      if (totals) addPoint(totals, value);
      return;
    }
    this.#special(special, value, tags);
  }

  #special(special: Special, value: number, tags: () => K6Tags): void {
    switch (special) {
      case 'vus':
        this.vus = value;
        this.anyVus = true;
        this.#usersMax = Math.max(this.#usersMax, value);
        return;
      case 'vusMax':
        return;
      case 'iterations':
        this.#iterations = (this.#iterations ?? 0) + value;
        this.#scenario(tags().scenario, 0, value);
        return;
      case 'dropped':
        this.#dropped = (this.#dropped ?? 0) + Math.max(0, value);
        return;
      case 'checks': {
        const { check, group } = tags();
        const name = short(group === '' ? check : `${groupName(group)} / ${check}`);
        const known = this.#checks.get(name) ?? { passes: 0, fails: 0 };
        if (this.#checks.size >= MAX_NAMES && !this.#checks.has(name)) {
          this.unkept++;
          return;
        }
        if (value === 0) known.fails++;
        else known.passes++;
        this.#checks.set(name, known);
        return;
      }
      case 'group':
        this.#group(value, tags());
    }
  }

  /** A group's time is that of its requests and pauses: shown per group, never a request. */
  #group(duration: number, { group }: K6Tags): void {
    const name = short(groupName(group));
    const totals = this.totals.of(name === '' ? 'group_duration' : `group_duration{${name}}`);
    if (totals) addPoint(totals, duration);
  }

  #scenario(name: string, requests: number, iterations: number): void {
    if (name === '') return;
    const known = this.#scenarios.get(short(name));
    if (known) {
      known.requests += requests;
      known.iterations += iterations;
    } else if (this.#scenarios.size < MAX_NAMES) this.#scenarios.set(short(name), { requests, iterations });
    else this.unkept++;
  }

  /** Iterations that the generator could not start. */
  get dropped(): number {
    return this.#dropped ?? 0;
  }

  loadTool(version: string | null): LoadTool {
    return {
      name: 'k6',
      version,
      users: this.anyVus ? { max: this.#usersMax } : null,
      iterations: this.#iterations,
      // k6 writes the metric only when it drops one: with iterations in the file, none means 0.
      droppedIterations: this.#dropped ?? (this.#iterations === null ? null : 0),
      checks: this.#checks.size === 0 ? null : [...this.#checks].map(([name, { passes, fails }]) => ({ name, passes, fails })),
      thresholds: this.#thresholds.size === 0 ? null : [...this.#thresholds].map((expression) => ({ expression, passed: null })),
      scenarios: this.#scenarios.size === 0 ? null : [...this.#scenarios].map(([name, counts]) => ({ name, ...counts })),
      metrics: this.totals.list(),
    };
  }
}

/** A part of a request that is a time; else it is unknown. */
function known(ms: number): number {
  return ms >= 0 && ms <= LONGEST_MS ? ms : Number.NaN;
}

/** A name cut to what reports bear; as a copy, since a piece of a text keeps the whole of it alive. */
function short(name: string): string {
  return name.length <= MAX_NAME ? name : [...name.slice(0, MAX_NAME)].join('');
}
