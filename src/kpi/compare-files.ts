import type { FileProfile, Outcome, Outcomes } from './file-profile.js';

/** A file whose requests are all read. */
export interface ProfiledFile {
  /** Id of the parser. */
  format: string;
  profile: FileProfile;
}

/**
 * How sure it is that a file's requests are another's once more.
 * `same`: nothing speaks against it, and chance is no explanation; `perhaps`: the figures are the same, and either they are few, or
 * something else differs.
 */
export type Sameness = 'same' | 'perhaps' | 'no';

/** Fewer requests than this may well be the same by chance. */
const ENOUGH = 10;
/** Stamps in whole seconds lie up to a second before the true ones; half a second of slack for what clocks and rounding do. */
const COARSE_SLACK_US = 1_500_000;
/** Stamps in ms are cut or rounded. */
const SLACK_US = 1001;
/** k6 prints six decimals in CSV and all of them in JSON. */
const ROUNDED_MS = 1e-3;
const RELATIVE = 1e-9;
/** A run that was ended by force leaves exports that stop at different points. */
const CUT_SHARE = 0.05;

/** Whether stamps of a format may be cut to seconds. */
const isCoarse = ({ format }: ProfiledFile): boolean => format === 'k6-csv';

/** Whether two files are exports of the same requests. */
export function sameRequests(a: ProfiledFile, b: ProfiledFile): Sameness {
  const { profile: p } = a;
  const { profile: q } = b;
  if (p.requests === 0 || q.requests === 0) return 'no';
  const slack = isCoarse(a) || isCoarse(b) ? COARSE_SLACK_US : SLACK_US;
  if (!isSameTotals(p.all.ok, q.all.ok) || !isSameTotals(p.all.failed, q.all.failed)) return isCutApart(a, b) ? 'same' : 'no';
  // Other threads are other injectors, however alike their work.
  if (!mayShareThreads(p, q) || !mayShareThreads(q, p)) return 'no';
  const agrees = isSameTime(p, q, 'ok', slack) && isSameTime(p, q, 'failed', slack) && isSameByLabel(p, q, ['ok', 'failed']);
  const isEnough = p.requests >= ENOUGH;
  const isSure = isEnough && !isConstant(p) && p.transactions.n === q.transactions.n && p.transactions.sum === q.transactions.sum;
  return agrees && isSure ? 'same' : agrees || isEnough ? 'perhaps' : 'no';
}

/**
 * Whether a file holds another's failures once more, and nothing else. Taurus writes such a file beside the one with all requests.
 * Few are enough: the stamps say when each of them was, to the ms.
 */
export function sameFailures(part: ProfiledFile, whole: ProfiledFile): Sameness {
  const { profile: p } = part;
  const { profile: q } = whole;
  if (p.all.ok.n > 0 || p.all.failed.n === 0 || q.all.ok.n === 0) return 'no';
  if (!isSameTotals(p.all.failed, q.all.failed)) return 'no';
  if (!mayShareThreads(p, q)) return 'no';
  const slack = isCoarse(part) || isCoarse(whole) ? COARSE_SLACK_US : SLACK_US;
  const agrees = isSameTime(p, q, 'failed', slack) && isSameByLabel(p, q, ['failed']);
  const isEnough = p.requests >= ENOUGH;
  return agrees && (isEnough || slack === SLACK_US) ? 'same' : agrees || isEnough ? 'perhaps' : 'no';
}

/**
 * Whether one file may be the beginning of the other: a copy made while the test ran. Every label of it begins at the same ms in both, by the
 * same threads, and the longer file has at least as much of everything. Injectors that start together by the clock can look so, hence never `same`.
 */
export function sameBeginning(a: ProfiledFile, b: ProfiledFile): Sameness {
  const [part, whole] = a.profile.requests < b.profile.requests ? [a.profile, b.profile] : [b.profile, a.profile];
  if (part.requests < ENOUGH || part.requests === whole.requests || isCoarse(a) !== isCoarse(b)) return 'no';
  if (!mayShareThreads(part, whole) || !mayShareThreads(whole, part) || part.byLabel.size === 0) return 'no';
  for (const [label, outcomes] of part.byLabel) {
    const other = whole.byLabel.get(label);
    if (other === undefined || !isWithin(outcomes.ok, other.ok) || !isWithin(outcomes.failed, other.failed)) return 'no';
  }
  return 'perhaps';
}

function isWithin(part: Outcome, whole: Outcome): boolean {
  if (part.n === 0) return true;
  if (part.n > whole.n || part.sum > whole.sum || part.min < whole.min || part.max > whole.max) return false;
  return Math.abs(part.starts[0] - whole.starts[0]) <= SLACK_US;
}

/** k6 JSON and CSV of one run that was ended by force: the smallest and the largest latency, to a µs, are no chance. */
function isCutApart(a: ProfiledFile, b: ProfiledFile): boolean {
  if (isCoarse(a) === isCoarse(b) || !a.format.startsWith('k6-') || !b.format.startsWith('k6-')) return false;
  const { ok: x } = a.profile.all;
  const { ok: y } = b.profile.all;
  if (x.n < ENOUGH || Math.abs(x.n - y.n) > CUT_SHARE * Math.max(x.n, y.n)) return false;
  const close = (one: number, other: number): boolean => Math.abs(one - other) <= ROUNDED_MS;
  return close(x.min, y.min) && close(x.max, y.max) && Math.abs(x.starts[0] - y.starts[0]) <= COARSE_SLACK_US;
}

/** One latency for all requests is what a script makes, not a system; two files of it are the same by construction. */
function isConstant({ all: { ok, failed } }: FileProfile): boolean {
  return Math.min(ok.min, failed.min) === Math.max(ok.max, failed.max);
}

function isSameTotals(a: Outcome, b: Outcome): boolean {
  if (a.n !== b.n) return false;
  if (a.n === 0) return true;
  const close = (x: number, y: number, n: number): boolean => Math.abs(x - y) <= Math.max(ROUNDED_MS * n, RELATIVE * Math.max(x, y));
  return close(a.sum, b.sum, a.n) && close(a.min, b.min, 1) && close(a.max, b.max, 1);
}

/** Stamps, as the files have them: where one file was read as stamping starts and the other ends, both still hold the same stamps. */
function isSameTime(a: FileProfile, b: FileProfile, which: keyof Outcomes, slack: number): boolean {
  const stamps = ({ meaning, all }: FileProfile) => (meaning === 'end' ? all[which].ends : all[which].starts);
  if (a.all[which].n === 0) return true;
  const [first, last] = stamps(a);
  const [otherFirst, otherLast] = stamps(b);
  return Math.abs(first - otherFirst) <= slack && Math.abs(last - otherLast) <= slack;
}

function isSameByLabel(a: FileProfile, b: FileProfile, which: readonly (keyof Outcomes)[]): boolean {
  for (const [label, outcomes] of a.byLabel) {
    const other = b.byLabel.get(label);
    if (other !== undefined) {
      if (!which.every((part) => isSameTotals(outcomes[part], other[part]))) return false;
    } else if (b.hasAllLabels && which.some((part) => outcomes[part].n > 0)) return false;
  }
  return true;
}

/** False where one of the part's threads is none of the whole's. */
function mayShareThreads(part: FileProfile, whole: FileProfile): boolean {
  const { threads, hasAllThreads } = whole;
  if (part.threads === null || threads === null) return true;
  const known = new Set(threads);
  // Of many, only the first ones by their text are kept.
  return part.threads.every((name) => known.has(name) || (!hasAllThreads && name > (threads.at(-1) ?? '')));
}
