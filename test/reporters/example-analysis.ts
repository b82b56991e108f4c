import type {
  Analysis,
  ErrorClass,
  Exemplar,
  Kpis,
  LatencyStats,
  OutlierStatistic,
  OutlierStatistics,
  PercentileName,
  TimelinePoint,
} from '../../src/model/analysis.js';

/*
 * A hand-made analysis of a JMeter run of a shop: 30 minutes, two injectors, warm-up, ramp, steady state with a bad checkout,
 * ramp-down. The sums agree (requests by label, phase, step; errors by class, code, label); the distributions are plausible.
 */

/** 2026-03-12T09:00:00Z. */
export const START = Date.UTC(2026, 2, 12, 9, 0, 0);
const END = START + 1_804_250;
const SHARES: Record<PercentileName, number> = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 };

/** min, mean, p50, p75, p90, p95, p99, p99.9, max, sd. */
type Spread = readonly [number, number, number, number, number, number, number, number, number, number];

/** @returns latencies of n requests; nothing where there are none */
export function latency(n: number, spread: Spread): LatencyStats {
  const names = Object.keys(SHARES) as PercentileName[];
  if (n === 0) {
    return {
      n,
      min: null,
      mean: null,
      max: null,
      sd: null,
      p50: null,
      p75: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
      smallSample: [],
    };
  }
  const [min, mean, p50, p75, p90, p95, p99, p999, max, sd] = spread;
  const smallSample = names.filter((name) => n < Math.round(10 / (1 - SHARES[name])));
  return { n, min, mean, max, sd, p50, p75, p90, p95, p99, p999, smallSample };
}

/** @returns figures of a population over a span in seconds */
export function kpis(
  label: string | null,
  count: number,
  errors: number,
  spread: Spread,
  seconds: number,
  classes: Kpis['errorClasses'] = [],
): Kpis {
  const [, mean, p50] = spread;
  return {
    label,
    count,
    errors,
    errorRate: count === 0 ? null : errors / count,
    throughput: count === 0 || seconds === 0 ? null : count / seconds,
    apdex: count === 0 ? null : Math.max(0, Math.min(1, 1 - errors / count - mean / 4000)),
    apdexSmallSample: count < 100,
    latency: latency(count, spread),
    latencyOk: latency(count - errors, spread),
    bytesIn: count * 18_432,
    bytesOut: count * 512,
    connect: { n: Math.round(count / 20), mean: 3.2, max: 1041, p50: null, p95: null, p99: null },
    ttfb: { n: count, mean: mean * 0.8, max: spread[8] - 2, p50: p50 - 4, p95: null, p99: null },
    errorClasses: classes,
  };
}

const SECONDS = (END - START) / 1000;

/** label, requests, failed, spread */
const LABELS: readonly (readonly [string, number, number, Spread])[] = [
  ['GET /', 31_204, 0, [4, 38.2, 31, 44, 66, 88, 171, 402, 911, 31.4]],
  ['GET /product/{id}', 28_950, 12, [9, 74.6, 62, 85, 128, 175, 342, 810, 1604, 61.7]],
  ['GET /search', 17_420, 44, [21, 212.4, 168, 251, 402, 561, 1204, 2610, 4870, 201.3]],
  ['GET /category/{name}', 14_882, 0, [8, 66.1, 55, 77, 115, 158, 309, 702, 1388, 54.9]],
  ['POST /cart', 9_310, 31, [14, 96.8, 81, 112, 171, 229, 447, 1002, 2100, 80.5]],
  ['GET /cart', 9_305, 0, [6, 51.9, 43, 60, 92, 124, 246, 590, 1207, 43.0]],
  ['POST /login', 4_120, 88, [31, 143.7, 121, 166, 248, 331, 640, 1422, 2480, 118.6]],
  ['POST /checkout', 3_890, 412, [88, 1310.5, 642, 1480, 3120, 5210, 10_010, 30_001, 30_004, 2210.8]],
  ['POST /payment', 3_402, 201, [102, 842.1, 511, 902, 1710, 2610, 6020, 10_011, 15_002, 1104.2]],
  ['GET /order/{id}', 3_201, 0, [11, 83.3, 70, 96, 144, 195, 381, 880, 1330, 68.2]],
  ['POST /logout', 1_655, 0, [5, 29.4, 25, 35, 51, 69, 140, 301, 390, 24.8]],
  ['GET /admin/health', 12, 0, [2, 241.7, 4, 5, 7, 2840, 2840, 2840, 2840, 783.5]],
];

const ALL: Spread = [2, 146.3, 64, 118, 262, 451, 1712, 9880, 30_004, 518.7];
const OK: Spread = [2, 131.9, 64, 117, 255, 428, 1480, 6240, 14_870, 391.2];
const COUNT = LABELS.reduce((sum, [, count]) => sum + count, 0);
const FAILED = LABELS.reduce((sum, [, , failed]) => sum + failed, 0);

function failure(line: number, at: number, latency: number, label: string, code: string, message: string): Exemplar {
  return {
    file: 'injector-1.jtl',
    line,
    timestamp: START + at,
    latency,
    label,
    code,
    success: false,
    message,
    thread: 'Shoppers 1-17',
    traceId: null,
  };
}

type Group = Analysis['errors']['groups'][number];

function group(kind: ErrorClass, count: number, last: number, labels: Group['labels'], exemplar: Exemplar): Group {
  const { code, message, timestamp } = exemplar;
  return { class: kind, code, count, share: count / FAILED, firstSeen: timestamp, lastSeen: START + last, message, labels, exemplar };
}

const GROUPS: Group[] = [
  group(
    '5xx',
    351,
    1_610_000,
    [
      { label: 'POST /checkout', count: 263 },
      { label: 'POST /payment', count: 88 },
    ],
    failure(48_213, 702_118, 611, 'POST /checkout', '503', 'Service Unavailable'),
  ),
  group(
    'timeout',
    262,
    1_622_500,
    [
      { label: 'POST /checkout', count: 149 },
      { label: 'POST /payment', count: 113 },
    ],
    failure(50_990, 731_402, 30_001, 'POST /checkout', 'java.net.SocketTimeoutException', 'Non HTTP response message: Read timed out'),
  ),
  group('4xx', 88, 1_498_000, [{ label: 'POST /login', count: 88 }], failure(911, 62_840, 45, 'POST /login', '401', 'Unauthorized')),
  group(
    'connection',
    56,
    905_000,
    [
      { label: 'GET /search', count: 44 },
      { label: 'GET /product/{id}', count: 12 },
    ],
    failure(61_007, 889_250, 3, 'GET /search', 'java.net.ConnectException', 'Connection refused (Connection refused)'),
  ),
  group(
    'assertion',
    31,
    1_440_000,
    [{ label: 'POST /cart', count: 31 }],
    failure(20_114, 402_700, 92, 'POST /cart', '200', 'Test failed: text expected to contain /"items":\\[/'),
  ),
];

const CLASSES = GROUPS.map(({ class: kind, count, firstSeen, lastSeen, message }) => ({
  class: kind,
  count,
  firstSeen,
  lastSeen,
  message,
}));

/** 60 steps of 30 s: start-up, ramp, plateau with a dip and errors at 12 min, ramp-down. */
const SHAPE = [
  ...[8, 12, 15, 18],
  ...[25, 33, 41, 49, 57, 65, 73, 80],
  ...Array.from({ length: 42 }, (_, at) => (at === 12 || at === 13 ? 54 : 90 - (at % 4))),
  ...[60, 45, 30, 18, 9, 3],
];
const ERRORS_AT = [24, 25, 26, 27, 28, 29];

function points(): TimelinePoint[] {
  const total = SHAPE.reduce((sum, value) => sum + value, 0);
  let left = COUNT;
  let failedLeft = FAILED;
  return SHAPE.map((value, at): TimelinePoint => {
    const count = at === SHAPE.length - 1 ? left : Math.round((COUNT * value) / total);
    const errors = at === 29 ? failedLeft : ERRORS_AT.includes(at) ? 120 : 0;
    left -= count;
    failedLeft -= errors;
    const slow = ERRORS_AT.includes(at) ? 6 : 1;
    return {
      start: START + at * 30_000,
      count,
      errors,
      throughput: count / 30,
      errorRate: errors / count,
      mean: 110 * slow,
      min: 3,
      max: 4100 * slow,
      sd: 300 * slow,
      p50: 60 * slow,
      p75: 110 * slow,
      p90: 230 * slow,
      p95: 380 * slow + value,
      p99: 1300 * slow,
      p999: 4000 * slow,
      apdex: slow === 1 ? 0.95 : 0.61,
      users: Math.round(value * 2.2),
      bytesIn: count * 18_432,
      bytesOut: count * 512,
      ttfb: 90 * slow,
      errorClasses: errors === 0 ? [] : [{ class: '5xx', count: errors }],
    };
  });
}

const POINTS = points();

function phase(
  name: Analysis['phases'][number]['name'],
  from: number,
  to: number,
  reason: string,
  spread: Spread,
): Analysis['phases'][number] {
  const steps = POINTS.slice(from, to);
  const count = steps.reduce((sum, step) => sum + step.count, 0);
  const errors = steps.reduce((sum, step) => sum + (step.errors ?? 0), 0);
  const start = START + from * 30_000;
  const end = to === POINTS.length ? END : START + to * 30_000;
  return { name, start, end, basis: 'data', reason, kpis: kpis(null, count, errors, spread, (end - start) / 1000) };
}

const statistic = (
  threshold: number,
  value: number,
  count: number,
  n: number,
  worst: Exemplar[],
  means: string,
  doesNotMean: string,
): OutlierStatistic => ({
  threshold,
  value,
  count,
  countBounds: { low: count - 3, high: count + 9 },
  share: count / n,
  worst,
  means,
  doesNotMean,
});

function outliers(label: string | null, n: number, [, mean, p50, p75, , , p99, , , sd]: Spread, worst: Exemplar[]): OutlierStatistics {
  const mad = (p75 - p50) * 0.8;
  return {
    label,
    zScore: statistic(
      mean + 2.5 * sd,
      sd,
      Math.round(n * 0.011),
      n,
      worst,
      'Requests far above the mean.',
      'It does not mean that something is wrong: response times are skewed, so that every healthy run has some.',
    ),
    modifiedZScore: statistic(
      p50 + (3.5 * mad) / 0.6745,
      mad,
      Math.round(n * 0.052),
      n,
      worst,
      'Requests far above the median, as the typical spread goes.',
      'It does not mean that something is wrong: a long tail is not an incident.',
    ),
    p99p50: statistic(
      5,
      p99 / p50,
      Math.round(n * 0.08),
      n,
      [],
      'How much slower the slowest hundredth is than the middle.',
      'A high ratio alone does not show two kinds of requests.',
    ),
  };
}

const WORST: Exemplar[] = [
  failure(52_881, 748_020, 30_004, 'POST /checkout', 'java.net.SocketTimeoutException', 'Non HTTP response message: Read timed out'),
  failure(50_990, 731_402, 30_001, 'POST /checkout', 'java.net.SocketTimeoutException', 'Non HTTP response message: Read timed out'),
  { ...failure(53_004, 750_311, 14_870, 'POST /payment', '200', 'OK'), file: 'injector-2.jtl', success: true },
];

const COLUMNS = ['bytesIn', 'bytesOut', 'connect', 'label', 'responseCode', 'responseMessage', 'success', 'thread', 'ttfb', 'users'];

const NO_DETECTOR = 'This version of Heimr has no detectors yet.';

/** @returns a fresh copy of the example */
export function exampleAnalysis(): Analysis {
  const first = Math.round(COUNT * 0.5);
  return structuredClone<Analysis>({
    schemaVersion: '1.0',
    title: 'Shop, release candidate 4.2',
    tags: [
      { name: 'build', value: '4.2.0-rc.1 (a1b2c3d)' },
      { name: 'environment', value: 'staging' },
    ],
    input: [
      {
        file: 'injector-1.jtl',
        format: 'jmeter-csv',
        tool: { name: 'JMeter', version: null },
        granularity: 'samples',
        compression: 'none',
        bytes: 9_204_118,
        rows: {
          read: first + 1_214 + 3,
          counted: first,
          excluded: 1_214,
          rejected: 3,
          excludedBy: { transaction: 1_214, subResult: 0, outsideWindow: 0, labelFilter: 0, setup: 0, overlap: 0, duplicateFile: 0 },
          rejectedBy: [
            { reason: 'elapsed is not a number', rows: 2 },
            { reason: 'the record is cut short', rows: 1 },
          ],
          firstRejected: [
            { line: 20_001, reason: 'elapsed is not a number', text: '1773306402700,abc,POST /cart,200,OK' },
            { line: 33_150, reason: 'elapsed is not a number', text: '1773306502101,,GET /,200,OK' },
            { line: 64_781, reason: 'the record is cut short', text: '1773307804' },
          ],
        },
        totals: { count: first, errors: 401, start: START, end: END },
        stamp: { meaning: 'start', basis: 'data', pairs: 60_214, againstStart: 0, againstEnd: 51_870 },
        columns: COLUMNS,
      },
      {
        file: 'injector-2.jtl.gz',
        format: 'jmeter-csv',
        tool: { name: 'JMeter', version: null },
        granularity: 'samples',
        compression: 'gzip',
        bytes: 9_201_004,
        rows: {
          read: COUNT - first + 1_188,
          counted: COUNT - first,
          excluded: 1_188,
          rejected: 0,
          excludedBy: { transaction: 1_188, subResult: 0, outsideWindow: 0, labelFilter: 0, setup: 0, overlap: 0, duplicateFile: 0 },
          rejectedBy: [],
          firstRejected: [],
        },
        totals: { count: COUNT - first, errors: FAILED - 401, start: START + 4_120, end: END - 10_400 },
        stamp: { meaning: 'start', basis: 'data', pairs: 59_871, againstStart: 0, againstEnd: 51_402 },
        columns: COLUMNS,
      },
    ],
    window: { start: START, end: END, duration: END - START },
    settings: {
      apdexT: 500,
      percentiles: { estimator: 'nearest-rank', definition: null, histogram: 'log-linear-7', relativeError: 0.0039, resolutionMs: 1 },
      from: null,
      to: null,
      warmup: null,
      include: [],
      exclude: [],
      labels: { distinct: LABELS.length, reported: LABELS.length },
    },
    kpis: {
      overall: {
        ...kpis(null, COUNT, FAILED, ALL, SECONDS, CLASSES),
        latencyOk: latency(COUNT - FAILED, OK),
        connect: { n: 6_367, mean: 3.2, max: 1041, p50: 2, p95: 9, p99: 31 },
        ttfb: { n: COUNT, mean: 117, max: 30_002, p50: 58, p95: 402, p99: 1610 },
      },
      byLabel: LABELS.map(([label, count, failed, spread]) =>
        kpis(
          label,
          count,
          failed,
          spread,
          SECONDS,
          CLASSES.filter((_, at) => failed > 0 && GROUPS[at].labels.some((named) => named.label === label)).map((entry) => ({
            ...entry,
            count: failed,
          })),
        ),
      ),
    },
    transactions: [
      kpis('Buy something', 1_310, 118, [402, 2688.4, 1720, 3010, 5410, 7702, 18_200, 30_900, 33_110, 3012.7], SECONDS),
      kpis('Browse', 1_092, 6, [88, 512.9, 440, 598, 870, 1120, 2204, 4100, 5600, 371.9], SECONDS),
    ],
    timeline: { step: 30_000, points: POINTS },
    distribution: { bounds: [10, 20, 40, 80, 160, 320, 640], ok: [100, 400, 300, 120, 50, 20], failed: [0, 0, 0, 0, 4, 6] },
    heatmap: {
      bounds: [10, 40, 160, 640],
      start: START,
      step: 60_000,
      counts: [
        [250, 210],
        [250, 210, 80],
      ],
    },
    phases: [
      phase(
        'warm-up',
        0,
        4,
        'p95 fell until 09:02:00Z and stayed level after it.',
        [4, 240.1, 130, 250, 480, 790, 2410, 5200, 6010, 420.2],
      ),
      phase('ramp', 4, 12, 'The rate of starts rose in every step.', [3, 98.4, 58, 98, 190, 310, 980, 3100, 4120, 210.6]),
      phase(
        'steady',
        12,
        54,
        'The rate of starts stayed within 10% of its median.',
        [2, 151.2, 65, 121, 270, 472, 1840, 9990, 30_004, 540.1],
      ),
      phase('ramp-down', 54, 60, 'The rate of starts fell in every step.', [3, 90.7, 55, 92, 171, 280, 860, 2600, 3980, 190.3]),
    ],
    errors: { total: FAILED, groups: GROUPS, ungrouped: 0 },
    statistics: {
      overall: outliers(null, COUNT, ALL, WORST),
      byLabel: LABELS.map(([label, count, , spread]) =>
        outliers(
          label,
          count,
          spread,
          WORST.filter((row) => row.label === label),
        ),
      ),
    },
    load: {
      usersMax: 200,
      usersMean: 152.4,
      threads: 200,
      littlesLaw: {
        throughput: COUNT / SECONDS,
        meanLatency: 146.3,
        inFlight: (COUNT / SECONDS) * 0.1463,
        users: 152.4,
        impliedPause: (152.4 / (COUNT / SECONDS)) * 1000 - 146.3,
        consistent: true,
      },
      arrivals: { resolution: 100, longestGap: 2_300, longestGapStart: START + 741_200, meanRate: COUNT / SECONDS, dispersion: 1.31 },
    },
    loadTool: null,
    percentileDefinitions: [
      {
        name: 'JMeter HTML dashboard',
        definition: 'Interpolates between the two neighbouring requests (rank p × (n + 1)).',
        label: null,
        p90: 262,
        p95: 451.65,
        p99: 1714.2,
        differs: true,
      },
      {
        name: 'JMeter Aggregate Report',
        definition: 'The request at rank p × n, rounded up, all requests.',
        label: null,
        p90: 262,
        p95: 451,
        p99: 1712,
        differs: false,
      },
      {
        name: 'JMeter HTML dashboard',
        definition: 'Interpolates between the two neighbouring requests (rank p × (n + 1)).',
        label: 'GET /admin/health',
        p90: 1990.1,
        p95: 2840,
        p99: 2840,
        differs: true,
      },
    ],
    checks: [
      { id: 'latency-shift', title: 'Latency shift', outcome: 'not-checked', reason: NO_DETECTOR },
      { id: 'stall', title: 'Stalls', outcome: 'not-checked', reason: NO_DETECTOR },
      { id: 'throughput-ceiling', title: 'Throughput ceiling', outcome: 'not-checked', reason: NO_DETECTOR },
      { id: 'server-metrics', title: 'Server metrics', outcome: 'not-checked', reason: 'No metrics backend was given (--prometheus).' },
      { id: 'littles-law', title: "Little's law", outcome: 'checked', reason: '' },
    ],
    findings: [],
    evidence: [],
    rootCauses: [],
    ruledOut: [],
    unknowns: [],
    verdict: {
      status: 'inconclusive',
      sentence: 'The figures are complete, but whether the system is healthy was not judged.',
      reasons: [{ text: 'No anomaly detector is part of this version, so no anomaly was looked for.', findings: [] }],
    },
    gate: null,
    comparison: null,
    explanation: null,
    notices: [
      {
        id: 'clock-overlap',
        level: 'info',
        file: 'injector-2.jtl.gz',
        what: 'It starts 4.1 s after the other file.',
        why: 'Injectors rarely start at the same moment.',
        todo: '',
      },
      {
        id: 'rows-rejected',
        level: 'warning',
        file: 'injector-1.jtl',
        what: '3 rows could not be read.',
        why: 'They are in no figure.',
        todo: 'See the rejected rows under Input.',
      },
    ],
    sources: [],
    run: { version: '0.1.0', startedAt: '2026-03-12T10:02:11.482Z', durationMs: 1_210, workers: 1 },
  });
}
