import type { Analysis, GateCondition, Kpis } from '../../src/model/analysis.js';
import { exampleAnalysis, kpis, latency, START } from './example-analysis.js';

/*
 * The example, bent: hostile text in every place that text from a file can reach, runs with next to nothing in them, and an
 * analysis that fills every part of the schema.
 */

/** Text that some output could take for more than text. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '</td></tr></table><img src=x onerror=alert(1)>',
  '<!-- ',
  '&lt;b&gt; &#x41; &copy;',
  'a|b|c',
  'a\\|b\\\\|c',
  'ends with \\',
  '|',
  '||',
  '\\|',
  '`',
  '``',
  'a`b``c```d',
  '` | `',
  '```\ncode',
  '~~~',
  '$x$',
  '`$`',
  '\n# heading\n\n| a | b |\n| --- | --- |\n',
  'line\r\nbreak\u2028and\u2029more\u0085',
  '- item',
  '1. item',
  '> quote',
  '# h',
  '---',
  '===',
  '***bold***',
  '__x__',
  '~~y~~',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  '[x]: https://evil.example',
  '[^1]',
  '<https://evil.example>',
  'https://evil.example/a?b=c',
  'http://evil.example',
  'www.evil.example',
  'evil@example.com',
  'mailto:evil@example.com',
  'see ftp://evil.example/x',
  '@team/core',
  '#1',
  'GH-12',
  ':rocket:',
  'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
  'report.md',
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\',
  '\u009b31mC1\u009d0;title\u0007',
  '\u0000\b\u007f',
  '\u202Etxt.exe\u202C',
  '\u2066isolate\u2069',
  '\u200eL\u200fR\u061c',
  'soft\u00adhyphen zero\u200bwidth\ufeff',
  '\u{e0041}\u{e0042}tags',
  '\ud800 lone \udc00',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '@SUM(A1)',
  '',
  ' ',
  '  two  ',
  'null',
  'NaN',
  '__proto__',
  'toString',
  'GET /日本語/検索',
  '👩‍👩‍👧 🚀 ❤️',
  'e\u0301\u0301\u0301',
  'x'.repeat(1_000_000),
  '🚀'.repeat(5_000),
  '`'.repeat(500),
  'a\u0301'.repeat(400),
  '. All checks passed',
  '†',
];

/** Replaces text wherever it comes from a file or a user; kinds and ids are Heimr's own. */
export function hostileAnalysis(text: string): Analysis {
  const analysis = exampleAnalysis();
  const label = text;
  analysis.title = text;
  analysis.tags = [{ name: text, value: text }];
  for (const file of analysis.input) {
    file.file = text;
    file.tool = { name: text, version: text };
    for (const reject of file.rows.firstRejected) Object.assign(reject, { text, reason: `unknown value ${text}` });
    for (const reject of file.rows.rejectedBy) reject.reason = `unknown value ${text}`;
  }
  analysis.settings.include = [text];
  analysis.settings.exclude = [text];
  for (const row of [...analysis.kpis.byLabel, ...analysis.transactions, ...analysis.statistics!.byLabel]) row.label = label;
  const worst = Object.values(analysis.statistics!.overall).flatMap((value) =>
    value !== null && typeof value === 'object' ? value.worst : [],
  );
  for (const group of analysis.errors.groups) {
    Object.assign(group, { code: text, message: text, labels: [{ label, count: group.count }] });
    if (group.exemplar) worst.push(group.exemplar);
  }
  for (const row of worst) Object.assign(row, { file: text, label, code: text, message: text, thread: text });
  for (const notice of analysis.notices) Object.assign(notice, { file: text, what: `The label ${text} was seen.`, why: text, todo: text });
  for (const check of analysis.checks) check.reason = check.outcome === 'checked' ? '' : `Because of ${text}`;
  for (const definition of analysis.percentileDefinitions) if (definition.label !== null) definition.label = label;
  analysis.verdict.reasons.push({ text, findings: [] }, { text: `Label ${text}`, findings: [] });
  return fill(analysis, text);
}

/** @returns the example with every part of the schema filled, from few steps of time */
export function fullAnalysis(): Analysis {
  const analysis = exampleAnalysis();
  analysis.timeline!.points = analysis.timeline!.points.slice(23, 26);
  for (const [at, groups] of [
    [0, analysis.kpis.byLabel],
    [0, analysis.statistics!.byLabel],
  ] as const)
    groups.splice(at + 2);
  analysis.settings.warmup = 120_000;
  return fill(analysis, 'x');
}

/** @returns a condition that held, but for what is given */
function condition(own: Partial<GateCondition> & { expression: string }): GateCondition {
  return {
    origin: 'condition',
    level: 'fail',
    passed: true,
    outcome: 'passed',
    reason: `Said of ${own.expression}.`,
    metric: null,
    label: null,
    value: null,
    limit: null,
    unit: '',
    margin: null,
    n: null,
    population: 'all',
    window: 'whole',
    smallSample: false,
    withinError: false,
    ...own,
  };
}

function fill(analysis: Analysis, text: string): Analysis {
  const window = { start: START + 700_000, end: START + 760_000 };
  analysis.loadTool = {
    name: 'k6',
    version: '1.2.0',
    users: { max: 200 },
    iterations: 4_100,
    droppedIterations: 12,
    checks: [{ name: text, passes: 99, fails: 1 }],
    thresholds: [
      { expression: text, passed: false },
      { expression: `${text} too`, passed: null },
    ],
    scenarios: [{ name: text, requests: 12_000, iterations: 4_100 }],
    metrics: [
      {
        name: text,
        kind: 'trend',
        unit: 'ms',
        count: 9,
        sum: 90,
        share: null,
        min: 1,
        mean: 10,
        max: 40,
        last: null,
        percentiles: [{ name: text, value: 12 }],
      },
      {
        name: `${text} rate`,
        kind: 'rate',
        unit: '',
        count: 9,
        sum: null,
        share: 0.5,
        min: null,
        mean: null,
        max: null,
        last: null,
        percentiles: [],
      },
    ],
  };
  analysis.findings = [
    {
      id: 'f1',
      kind: 'error-burst',
      severity: 'critical',
      window,
      labels: [text],
      service: text,
      title: `Errors in ${text}`,
      summary: `Label ${text} failed.`,
      evidence: ['e1'],
      counterEvidence: [text],
      recommendation: `Look at ${text}`,
      confidence: 0.8,
    },
    {
      id: 'f2',
      kind: 'stall',
      severity: 'info',
      window,
      labels: 'all',
      service: null,
      title: 'A stall',
      summary: 'Nothing ended for 2 s.',
      evidence: [],
      counterEvidence: [],
      recommendation: '',
      confidence: 0.4,
    },
  ];
  analysis.evidence = [
    {
      id: 'e1',
      source: text,
      summary: `Seen in ${text}`,
      query: text,
      link: text,
      window,
      facts: [{ name: 'errors', value: 300, unit: '1' }],
      series: { title: `Errors of ${text}`, unit: '1/s', at: [window.start, window.start + 5_000, window.end], values: [0.5, null, 12] },
      exemplars: [
        {
          file: text,
          line: 7,
          timestamp: window.start,
          latency: 1234,
          label: text,
          code: text,
          success: false,
          message: text,
          thread: text,
          traceId: text,
        },
      ],
    },
  ];
  analysis.rootCauses = [
    {
      level: 'likely',
      experimental: false,
      findings: ['f1'],
      sentence: `It is ${text}.`,
      chain: [
        { at: window.start, text: `First ${text}.`, evidence: ['e1'] },
        { at: null, text: 'Users waited.', evidence: [] },
      ],
      counterEvidence: ['e1'],
      verify: 'Run it again.',
      rank: 1,
      cause: 'db-pool',
      title: `Pool ${text}`,
      service: text,
      confidence: 0.7,
      evidence: ['e1'],
      fix: `Mend ${text}`,
    },
  ];
  analysis.ruledOut = [{ cause: 'db-lock', service: text, reason: `Not ${text}`, evidence: ['e1'] }];
  analysis.unknowns = [`Nobody asked ${text}.`];
  analysis.verdict.reasons.push({ text: 'It failed.', findings: ['f1'] });
  analysis.gate = {
    passed: false,
    window: 'whole',
    toolThresholds: 'fail',
    conditions: [
      condition({
        expression: "p95{label='POST /checkout'} > 6s",
        metric: 'p95',
        label: 'POST /checkout',
        value: 5.21,
        limit: 6,
        unit: 's',
        margin: 0.79,
        n: 3_890,
      }),
      condition({
        expression: text,
        outcome: 'failed',
        passed: false,
        metric: 'p95',
        value: 451,
        limit: 400,
        unit: 'ms',
        margin: -51,
        n: 127_351,
      }),
      condition({
        expression: `${text} again`,
        level: 'warn',
        outcome: 'unknown',
        passed: false,
        metric: 'users',
        limit: 100,
        population: null,
      }),
      condition({ expression: text, origin: 'tool-threshold', outcome: 'failed', passed: false, population: null, window: null }),
    ],
  };
  analysis.comparison = { verdict: 'inconclusive' };
  analysis.explanation = {
    source: 'ollama',
    model: text,
    confidence: 0.5,
    note: text,
    verified: 1,
    total: 3,
    claims: [
      { id: 'cause-1', part: 'cause', text: `Claim ${text}`, status: 'verified', evidence: ['e1'] },
      { id: 'to-do-1', part: 'to-do', text: 'Perhaps.', status: 'unverified', evidence: [] },
      { id: 'to-do-2', part: 'to-do', text: '', status: 'removed', evidence: [] },
    ],
  };
  analysis.sources = [
    {
      backend: 'prometheus',
      url: text,
      asked: 3,
      answered: 1,
      noData: 1,
      failed: 1,
      message: text,
      clockOffset: 1500,
      loadToolClock: { offset: 1490, low: 1480, high: 1502, traces: 180, reckonedWith: 1490 },
      queries: [{ title: `Ask ${text}`, query: text, window, status: 'failed', httpStatus: 503, bytes: 12, message: text }],
    },
  ];
  return analysis;
}

const NOTHING = kpis(null, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0);

/** Runs with little in them, by name. */
export const SPARSE: Record<string, () => Analysis> = {
  'no requests': () => sparse([]),
  'one request': () => sparse([one('GET /', 0)]),
  'one failed request': () => sparse([one('GET /', 1)]),
  'one label, all failing': () => sparse([kpis('GET /', 500, 500, [1, 2, 2, 2, 3, 3, 4, 5, 5, 0.7], 10)]),
  'nothing known': () => {
    const analysis = sparse([one('GET /', 0)]);
    const blank = { bytesIn: null, bytesOut: null, connect: null, ttfb: null };
    for (const row of [analysis.kpis.overall, ...analysis.kpis.byLabel]) Object.assign(row, blank);
    for (const file of analysis.input) file.columns = [];
    analysis.run = { version: '0.1.0', startedAt: null, durationMs: null, workers: 1 };
    return analysis;
  },
};

function one(label: string, errors: number): Kpis {
  const row = kpis(label, 1, errors, [12, 12, 12, 12, 12, 12, 12, 12, 12, 0], 0);
  return { ...row, latencyOk: latency(1 - errors, [12, 12, 12, 12, 12, 12, 12, 12, 12, 0]) };
}

function sparse(rows: Kpis[]): Analysis {
  const analysis = exampleAnalysis();
  const overall = rows.length === 0 ? { ...NOTHING, connect: null, ttfb: null } : { ...rows[0], label: null };
  const { count, errors, throughput } = overall;
  const end = START + (throughput === null ? 0 : (count / throughput) * 1000);
  const [file] = analysis.input;
  const excludedBy = { transaction: 0, subResult: 0, outsideWindow: 0, labelFilter: 0, setup: 0, overlap: 0, duplicateFile: 0 };
  file.rows = { read: count, counted: count, excluded: 0, rejected: 0, excludedBy, rejectedBy: [], firstRejected: [] };
  file.totals = { count, errors, start: count === 0 ? null : START, end: count === 0 ? null : end };
  file.stamp = { meaning: 'start', basis: 'assumed', pairs: 0, againstStart: 0, againstEnd: 0 };
  const undefinedStatistic = {
    threshold: null,
    value: null,
    count: null,
    countBounds: null,
    share: null,
    worst: [],
    means: 'Requests far above the mean.',
    doesNotMean: 'It does not mean that something is wrong.',
  };
  const [kind] = analysis.errors.groups;
  const failed = errors ?? 0;
  const group = { ...kind, count: failed, share: 1, firstSeen: START, lastSeen: START, labels: [{ label: 'GET /', count: failed }] };
  return {
    ...analysis,
    tags: [],
    input: [file],
    window: { start: START, end, duration: end - START },
    kpis: { overall, byLabel: rows },
    transactions: [],
    timeline: { step: 1000, points: [] },
    phases:
      rows.length === 0 ? [] : [{ name: 'whole', start: START, end, basis: 'data', reason: 'Too short to be parted.', kpis: overall }],
    errors: { total: failed, groups: failed === 0 ? [] : [group], ungrouped: 0 },
    statistics: {
      overall: { label: null, zScore: undefinedStatistic, modifiedZScore: undefinedStatistic, p99p50: undefinedStatistic },
      byLabel: [],
    },
    load: { usersMax: null, usersMean: null, threads: null, littlesLaw: null, arrivals: null },
    percentileDefinitions: [],
    checks: [],
    notices: [],
  };
}
