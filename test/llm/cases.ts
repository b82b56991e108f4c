import type { Analysis, Finding } from '../../src/model/analysis.js';
import { evidence, finding, healthyRun, ONSET, withoutCause } from './found-run.js';

/* Runs whose truth is known, made by hand after the recorded lab and after what is told of incidents: what an explanation must name, and when it must not. */

/** What is true of a case. */
export interface Case {
  name: string;
  group: 'single' | 'double' | 'red herring' | 'healthy' | 'insufficient' | 'generator';
  analysis: Analysis;
  /** Id of the cause that must be named; null where none may be. */
  cause: string | null;
}

/** Evidence of a cause: what, figures, how many seconds before the trouble it began, from where. */
interface Sign {
  text: string;
  facts: [string, number, string][];
  ahead: number;
  source: 'prometheus' | 'loki' | 'tempo';
}

interface Fault {
  cause: string;
  service: string;
  confidence: number;
  signs: Sign[];
  fix: string;
}

const sign = (text: string, facts: [string, number, string][], ahead = 10, source: Sign['source'] = 'prometheus'): Sign => ({
  text,
  facts,
  ahead,
  source,
});
const fault = (cause: string, service: string, signs: Sign[], fix: string, confidence = 0.9): Fault => ({
  cause,
  service,
  confidence,
  signs,
  fix,
});

/** A symptom: kind, endpoint, figures before and during. */
interface Symptom {
  kind: string;
  label: string;
  before: number;
  during: number;
}

const symptomOf = ({ kind, label, before, during }: Symptom): Partial<Analysis> => {
  const isError = kind.startsWith('error');
  const summary = isError
    ? `${during} of 1,600 requests fail (${((100 * during) / 1600).toFixed(1)} %; otherwise hardly any).`
    : `Responses are slower: p50 from ${before} ms to ${during} ms (${(during / before).toFixed(1)} times), at a load that does not rise.`;
  const one: Finding = finding(`${kind}@600s`, kind, {
    labels: [label],
    summary,
    title: isError ? 'A burst of failed requests' : 'Responses got slower at one moment',
  });
  const facts: [string, number, string][] = isError
    ? [
        ['failed requests', during, 'requests'],
        ['requests', 1600, 'requests'],
        ['error rate', during / 1600, '0..1'],
        ['error rate otherwise', 0.0001, '0..1'],
      ]
    : [
        ['p50 before', before, 'ms'],
        ['p50 during', during, 'ms'],
        ['p95 of good answers before', before * 2, 'ms'],
        ['p95 of good answers during', during * 2.5, 'ms'],
        ['requests per second before', 12.5, '1/s'],
        ['requests per second during', 12.2, '1/s'],
      ];
  return {
    findings: [one],
    evidence: [evidence(`${one.id}/figures`, summary, facts), evidence(`${one.id}/against-1`, '4 of 5 endpoints show no such rise.')],
    verdict: {
      status: 'failing',
      sentence: `The system fails under this load: ${one.title.toLowerCase()} (${label}).`,
      reasons: [{ text: summary, findings: [one.id] }],
    },
  };
};

/** @returns a run with a symptom and ranked causes; without causes nobody was asked */
export function caseRun(symptom: Symptom, faults: readonly Fault[]): Analysis {
  const run = withoutCause();
  const base = { ...run, ...symptomOf(symptom), errors: { ...run.errors, groups: [] } };
  const signs = faults.flatMap(({ cause, service, signs: all }) =>
    all.map((one, i) =>
      evidence(`${cause}@${service}/${i + 1}`, one.text, one.facts, {
        source: one.source,
        query: `${one.source} query`,
        window: { start: ONSET - one.ahead * 1000, end: ONSET + 300_000 },
      }),
    ),
  );
  return {
    ...base,
    evidence: [...base.evidence, ...signs],
    rootCauses: faults.map(({ cause, service, confidence, signs: all, fix }, i) => ({
      rank: i + 1,
      cause,
      title: cause.replaceAll('-', ' '),
      level: 'likely' as const,
      experimental: false,
      findings: [],
      sentence: '',
      chain: [],
      counterEvidence: [],
      verify: '',
      service,
      confidence,
      fix,
      evidence: all.map((_, at) => `${cause}@${service}/${at + 1}`),
    })),
    checks: faults.length === 0 ? base.checks : base.checks.map((check) => ({ ...check, outcome: 'checked' as const, reason: '' })),
    sources:
      faults.length === 0
        ? []
        : [
            {
              backend: 'prometheus',
              url: 'http://127.0.0.1:9090',
              asked: 12,
              answered: 12,
              noData: 0,
              failed: 0,
              message: '',
              clockOffset: null,
              loadToolClock: null,
              queries: [],
            },
          ],
  };
}

const slow = (label: string, before = 60, during = 390): Symptom => ({ kind: 'latency-shift', label, before, during });
const failing = (label: string, failed = 352): Symptom => ({ kind: 'error-burst', label, before: 0, during: failed });

/** Faults by what they are called in reports. */
export const FAULTS = {
  pool: fault(
    'pool-exhaustion',
    'orders',
    [
      sign(
        'All 8 connections of the pool of "orders" were in use.',
        [
          ['connections in use before', 3, 'connections'],
          ['connections in use during', 8, 'connections'],
        ],
        12,
      ),
      sign(
        'Requests to "orders" waited for a connection.',
        [
          ['wait before', 1, 'ms'],
          ['wait during', 2210, 'ms'],
        ],
        8,
      ),
    ],
    'Find where connections of "orders" are not given back, and limit the time of waiting.',
  ),
  gc: fault(
    'memory-pressure',
    'catalog',
    [
      sign(
        'Garbage collection of "catalog" took a third of the time.',
        [
          ['share of time in garbage collection before', 0.02, '0..1'],
          ['share of time in garbage collection during', 0.34, '0..1'],
        ],
        20,
      ),
      sign(
        'The heap of "catalog" was full.',
        [
          ['heap in use before', 310_000_000, 'bytes'],
          ['heap in use during', 1_020_000_000, 'bytes'],
        ],
        40,
      ),
    ],
    'Give "catalog" more heap, and find what keeps objects alive.',
  ),
  cpu: fault(
    'cpu-saturation',
    'recommendations',
    [
      sign(
        'The CPU of "recommendations" was used up.',
        [
          ['cpu in use before', 0.4, '0..1'],
          ['cpu in use during', 0.99, '0..1'],
        ],
        6,
      ),
    ],
    'Give "recommendations" more CPU, or do less work a request.',
    0.86,
  ),
  query: fault(
    'slow-query',
    'postgresql',
    [
      sign(
        'A statement on "postgresql" took much longer than before.',
        [
          ['mean duration of the statement before', 4.2, 'ms'],
          ['mean duration of the statement during', 131, 'ms'],
        ],
        5,
      ),
      sign(
        'Spans of "catalog" wait for "postgresql".',
        [
          ['share of the span before', 0.2, '0..1'],
          ['share of the span during', 0.93, '0..1'],
        ],
        5,
        'tempo',
      ),
    ],
    'Look at the plan of the statement, and give it an index.',
  ),
  lock: fault(
    'db-lock',
    'postgresql',
    [
      sign(
        'Sessions of "postgresql" waited for a lock.',
        [
          ['sessions waiting before', 0, 'sessions'],
          ['sessions waiting during', 14, 'sessions'],
        ],
        4,
      ),
      sign(
        '"postgresql" logged that it still waits for a lock.',
        [
          ['lines before', 0, 'lines'],
          ['lines during', 41, 'lines'],
        ],
        3,
        'loki',
      ),
    ],
    'Find the transaction that holds the lock, and make it shorter.',
  ),
  cache: fault(
    'cache-stampede',
    'redis',
    [
      sign(
        'Hits of the cache "redis" fell.',
        [
          ['cache hits before', 0.96, '0..1'],
          ['cache hits during', 0.11, '0..1'],
        ],
        9,
      ),
    ],
    'Let entries of the cache expire at different times.',
    0.82,
  ),
  downstream: fault(
    'slow-dependency',
    'payments',
    [
      sign(
        'Calls from "orders" to "payments" took longer.',
        [
          ['duration of calls before', 0.021, 's'],
          ['duration of calls during', 0.352, 's'],
        ],
        3,
      ),
      sign(
        'Spans of "payments" are the longest part of slow requests.',
        [
          ['share of the trace before', 0.3, '0..1'],
          ['share of the trace during', 0.9, '0..1'],
        ],
        3,
        'tempo',
      ),
    ],
    'Ask the owners of "payments", and set a limit of time for its calls.',
  ),
  deploy: fault(
    'bad-deploy',
    'search-api',
    [
      sign('A new version of "search-api" was deployed.', [['instances of the new version', 2, 'instances']], 15),
      sign(
        '"search-api" logged errors that it had not logged before.',
        [
          ['lines before', 0, 'lines'],
          ['lines during', 230, 'lines'],
        ],
        12,
        'loki',
      ),
    ],
    'Roll "search-api" back to the version before.',
    0.93,
  ),
  disk: fault(
    'disk-io',
    'db-host',
    [
      sign(
        'The disk of "db-host" was busy all the time.',
        [
          ['disk busy before', 0.12, '0..1'],
          ['disk busy during', 1, '0..1'],
        ],
        7,
      ),
    ],
    'Find what writes to the disk of "db-host", and move it elsewhere.',
    0.8,
  ),
  restart: fault(
    'restart',
    'inventory',
    [
      sign('"inventory" was restarted.', [['restarts', 1, 'times']], 5),
      sign(
        'Connections to "inventory" were refused.',
        [
          ['refused connections before', 0, 'connections'],
          ['refused connections during', 57, 'connections'],
        ],
        4,
        'loki',
      ),
    ],
    'Look at why "inventory" ended, and drain it before it is stopped.',
    0.88,
  ),
  dns: fault(
    'network-delay',
    'gateway',
    [
      sign(
        'Round trips between "gateway" and "orders" took longer over the network.',
        [
          ['round trip before', 0.4, 'ms'],
          ['round trip during', 120, 'ms'],
        ],
        2,
      ),
    ],
    'Look at the network between "gateway" and "orders".',
    0.71,
  ),
} as const satisfies Record<string, Fault>;

const weak = (one: Fault, confidence: number): Fault => ({ ...one, confidence });
const single = (name: string, symptom: Symptom, one: Fault): Case => ({
  name,
  group: 'single',
  analysis: caseRun(symptom, [one]),
  cause: one.cause,
});
const several = (name: string, group: Case['group'], symptom: Symptom, all: readonly Fault[]): Case => ({
  name,
  group,
  analysis: caseRun(symptom, all),
  cause: all[0]?.cause ?? null,
});

/** The load generator did not do its part. */
function generatorCase(name: string, dropped: number, share: number): Case {
  const run = withoutCause();
  const summary = `The load tool dropped ${dropped} planned iterations (${(share * 100).toFixed(0)} %): less load was offered than planned.`;
  const one = finding('generator-saturation@0s', 'generator-saturation', {
    labels: 'all',
    title: 'The load generator did not send the planned load',
    summary,
    recommendation: 'Look at CPU, memory and network of the load generator, give it more machines or users, and run the test again.',
  });
  return {
    name,
    group: 'generator',
    cause: 'generator-saturation',
    analysis: {
      ...run,
      errors: { ...run.errors, groups: [] },
      findings: [one],
      evidence: [
        evidence(`${one.id}/figures`, summary, [
          ['dropped iterations', dropped, 'iterations'],
          ['share of planned iterations', share, '0..1'],
        ]),
        evidence(`${one.id}/against-1`, 'A system that answers slowly keeps users busy, too.'),
      ],
      checks: run.checks,
      verdict: {
        status: 'invalid-test',
        sentence: 'The test is not valid: the load generator did not send the planned load.',
        reasons: [{ text: summary, findings: [one.id] }],
      },
    },
  };
}

const healthyCase = (name: string, requests: number): Case => {
  const run = healthyRun();
  return {
    name,
    group: 'healthy',
    cause: null,
    analysis: {
      ...run,
      errors: { total: 0, groups: [], ungrouped: 0 },
      kpis: { ...run.kpis, overall: { ...run.kpis.overall, count: requests, errors: 0, errorRate: 0 } },
      verdict: { ...run.verdict, sentence: `Nothing wrong was found in ${requests} requests over 30 min: 5 checks were made.` },
    },
  };
};

/** All cases, grouped. */
export const CASES: readonly Case[] = [
  single('pool of orders', slow('checkout', 57, 2380), FAULTS.pool),
  single('pool of orders, failing', failing('checkout'), FAULTS.pool),
  single('garbage collection', slow('product page', 12, 240), FAULTS.gc),
  single('CPU', slow('home', 30, 310), FAULTS.cpu),
  single('slow query', slow('search', 4.4, 141), FAULTS.query),
  single('lock', failing('checkout', 54), FAULTS.lock),
  single('cache', slow('home', 11.3, 49.7), FAULTS.cache),
  single('slow dependency', slow('checkout'), FAULTS.downstream),
  single('bad deployment', slow('search', 4.7, 32.6), FAULTS.deploy),
  single('disk', slow('checkout', 55, 381), FAULTS.disk),
  single('restart', failing('order status', 57), FAULTS.restart),
  several('pool, then retries of payments', 'double', slow('checkout', 57, 2380), [FAULTS.pool, weak(FAULTS.downstream, 0.86)]),
  several('deployment and garbage collection', 'double', slow('search', 4.7, 210), [FAULTS.deploy, weak(FAULTS.gc, 0.85)]),
  several('lock and disk', 'double', slow('checkout', 55, 800), [FAULTS.lock, weak(FAULTS.disk, 0.84)]),
  several('busy CPU is not the cause', 'red herring', slow('checkout'), [FAULTS.downstream, weak(FAULTS.cpu, 0.18)]),
  several('a deployment elsewhere', 'red herring', slow('checkout', 57, 2380), [FAULTS.pool, weak(FAULTS.deploy, 0.12)]),
  several('a cache that was always cold', 'red herring', slow('search', 4.4, 141), [FAULTS.query, weak(FAULTS.cache, 0.2)]),
  several('a noisy disk', 'red herring', failing('checkout', 54), [FAULTS.lock, weak(FAULTS.disk, 0.25)]),
  healthyCase('steady', 5121),
  healthyCase('low traffic', 1213),
  healthyCase('soak', 402_000),
  healthyCase('ramp', 24_800),
  healthyCase('with usual garbage collection', 49_000),
  { name: 'no telemetry, slow', group: 'insufficient', analysis: caseRun(slow('checkout'), []), cause: null },
  { name: 'no telemetry, failing', group: 'insufficient', analysis: caseRun(failing('checkout'), []), cause: null },
  { name: 'no telemetry, slow search', group: 'insufficient', analysis: caseRun(slow('search', 4.4, 141), []), cause: null },
  {
    name: 'telemetry without data',
    group: 'insufficient',
    cause: null,
    analysis: {
      ...caseRun(slow('home', 11, 240), []),
      sources: [
        {
          backend: 'prometheus',
          url: 'http://127.0.0.1:9090',
          asked: 20,
          answered: 0,
          noData: 20,
          failed: 0,
          message: '',
          clockOffset: null,
          loadToolClock: null,
          queries: [],
        },
      ],
    },
  },
  {
    name: 'backend that fails',
    group: 'insufficient',
    cause: null,
    analysis: {
      ...caseRun(failing('order status', 90), []),
      sources: [
        {
          backend: 'loki',
          url: 'http://127.0.0.1:3100',
          asked: 4,
          answered: 0,
          noData: 0,
          failed: 4,
          message: 'timeout',
          clockOffset: null,
          loadToolClock: null,
          queries: [],
        },
      ],
    },
  },
  generatorCase('dropped iterations', 636, 0.124),
  generatorCase('a third dropped', 4100, 0.33),
  generatorCase('few dropped', 120, 0.06),
  several('network', 'single', slow('order status', 20, 260), [FAULTS.dns]),
];

/** @returns a case by its name */
export function caseOf(name: string): Case {
  const found = CASES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}
