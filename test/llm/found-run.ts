import type { Analysis, Evidence, Finding } from '../../src/model/analysis.js';
import { exampleAnalysis } from '../reporters/example-analysis.js';

/* A run with a known fault, made by hand: the shop of the reporters' example, whose checkout gets slow because the pool of orders runs dry. */

/** Start of the run, and of the trouble, ms epoch. */
export const START = Date.UTC(2026, 2, 12, 9, 0, 0);
export const ONSET = START + 600_000;
const END = START + 1_804_250;
const TROUBLE = { start: ONSET, end: ONSET + 300_000 };

/** @returns evidence with figures */
export function evidence(id: string, summary: string, facts: [string, number, string][] = [], more: Partial<Evidence> = {}): Evidence {
  const named = facts.map(([name, value, unit]) => ({ name, value, unit }));
  return {
    id,
    source: 'results.jtl',
    summary,
    query: 'heimr analyze results.jtl',
    window: TROUBLE,
    link: null,
    series: null,
    exemplars: [],
    facts: named,
    ...more,
  };
}

/** @returns a finding about checkout unless told otherwise */
export function finding(id: string, kind: string, more: Partial<Finding> = {}): Finding {
  return {
    id,
    kind,
    severity: 'critical',
    window: TROUBLE,
    labels: ['POST /checkout'],
    service: null,
    title: 'Responses got slower at one moment',
    summary: 'Responses are slower: p50 from 131 ms to 2412 ms (18 times), at a load that does not rise.',
    evidence: [`${id}/figures`],
    counterEvidence: [`${id}/against-1`],
    recommendation: 'Look for what changed at that moment.',
    confidence: 0.9,
    ...more,
  };
}

/** A shift of checkout, figures before and during, one doubt; no cause. */
export function withoutCause(): Analysis {
  const shift = finding('latency-shift@600s', 'latency-shift');
  const checks = ['generator-saturation', 'error-rate', 'latency-shift', 'latency-trend', 'stall'].map((id) => ({
    id,
    title: id,
    outcome: 'checked' as const,
    reason: '',
  }));
  return {
    ...exampleAnalysis(),
    window: { start: START, end: END, duration: END - START },
    findings: [shift],
    evidence: [
      evidence(`${shift.id}/figures`, shift.summary, [
        ['p50 before', 131, 'ms'],
        ['p50 during', 2412, 'ms'],
        ['p95 of good answers before', 270, 'ms'],
        ['p95 of good answers during', 3860, 'ms'],
        ['requests per second before', 12.5, '1/s'],
        ['requests per second during', 12.1, '1/s'],
      ]),
      evidence(`${shift.id}/against-1`, '4 of 5 endpoints show no such rise.'),
    ],
    checks: [
      ...checks,
      { id: 'observability', title: 'Metrics, logs and traces', outcome: 'not-checked', reason: 'No backend was named.' },
    ],
    notices: [],
    gate: null,
    comparison: null,
    explanation: null,
    sources: [],
    rootCauses: [],
    ruledOut: [],
    unknowns: [],
    verdict: {
      status: 'failing',
      sentence: 'The system fails under this load: responses got slower at one moment (POST /checkout).',
      reasons: [{ text: shift.summary, findings: [shift.id] }],
    },
  };
}

/** The same with telemetry: the pool of orders was full before checkout got slow. */
export function withCause(): Analysis {
  const run = withoutCause();
  const prometheus = { source: 'prometheus', query: 'pool_in_use{service="orders"}' };
  return {
    ...run,
    evidence: [
      ...run.evidence,
      evidence(
        'pool-in-use@orders',
        'All 8 connections of the pool "orders" to postgresql were in use.',
        [
          ['connections in use before', 3, 'connections'],
          ['connections in use during', 8, 'connections'],
          ['connections at most', 8, 'connections'],
        ],
        { ...prometheus, window: { start: ONSET - 12_000, end: TROUBLE.end } },
      ),
      evidence(
        'pool-wait@orders',
        'Requests to orders waited 2.2 s for a connection.',
        [
          ['wait before', 1, 'ms'],
          ['wait during', 2210, 'ms'],
        ],
        { ...prometheus, window: { start: ONSET - 8_000, end: TROUBLE.end } },
      ),
    ],
    rootCauses: [
      {
        rank: 1,
        cause: 'pool-exhaustion',
        title: 'A connection pool ran out',
        level: 'likely',
        experimental: false,
        findings: [],
        sentence: '',
        chain: [
          {
            at: ONSET - 12_000,
            text: 'All 8 connections of the pool "orders" to postgresql were in use.',
            evidence: ['pool-in-use@orders'],
          },
          { at: ONSET - 8_000, text: 'Requests to orders waited 2.2 s for a connection.', evidence: ['pool-wait@orders'] },
          {
            at: ONSET,
            text: 'Answers of "POST /checkout" took much longer than before, although there was no more load.',
            evidence: ['pool-wait@orders'],
          },
        ],
        counterEvidence: [],
        verify: '',
        service: 'orders',
        confidence: 0.91,
        evidence: ['pool-in-use@orders', 'pool-wait@orders'],
        fix: 'Find where connections of "orders" are not given back, and set a limit of time for waiting.',
      },
      {
        rank: 2,
        cause: 'slow-query',
        title: 'A statement became slow',
        level: 'likely',
        experimental: false,
        findings: [],
        sentence: '',
        chain: [],
        counterEvidence: [],
        verify: '',
        service: 'postgresql',
        confidence: 0.12,
        evidence: ['pool-wait@orders'],
        fix: 'Look at the slowest statement.',
      },
    ],
    checks: run.checks.map((check) => (check.id === 'observability' ? { ...check, outcome: 'checked' as const, reason: '' } : check)),
    sources: [
      {
        backend: 'prometheus',
        url: 'http://127.0.0.1:9090',
        asked: 20,
        answered: 18,
        noData: 2,
        failed: 0,
        message: '',
        clockOffset: null,
        loadToolClock: null,
        queries: [],
      },
    ],
  };
}

/** A run in which nothing is wrong. */
export function healthyRun(): Analysis {
  const run = withoutCause();
  return {
    ...run,
    findings: [],
    evidence: [],
    verdict: { status: 'healthy', sentence: 'Nothing wrong was found in 10,000 requests over 30 min: 5 checks were made.', reasons: [] },
  };
}
