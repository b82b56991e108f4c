import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const RCA = resolve(import.meta.dirname, '../../bench/rca');
const load = (file: string) => import(resolve(RCA, file));
const { parseGraph, parseTable, tableOf } = await load('petshop-files.mjs');
const { byNode, hit, normalCuts, normalPieces, recall } = await load('protocol.mjs');
const { caseOf, reachable } = await load('petshop-case.mjs');
const { moved } = await load('ablation.mjs');

describe('files of PetShop', () => {
  it('are three rows of names, a row for the index, and rows of values, some of them missing', () => {
    const table = parseTable(
      'microservice,a,a,b\nmetric,latency,requests,latency\nstatistic,Average,Sum,Average\nunix_timestamp,,,\n300.0,0.5,10.0,\n600.0,0.75,12.0,2.0\n',
    );
    expect(table.stamps).toEqual([300, 600]);
    expect(table.column('a', 'latency', 'Average')).toEqual([0.5, 0.75]);
    expect(table.column('b', 'latency', 'Average')).toEqual([null, 2]);
    expect(table.column('b', 'requests', 'Sum')).toEqual([null, null]);
  });

  it('say who calls whom', () => {
    const graph = parseGraph(',a,b,c,d\na,0.0,1.0,0.0,0.0\nb,0.0,0.0,1.0,0.0\nc,0.0,0.0,0.0,0.0\nd,1.0,0.0,0.0,0.0\n');
    expect(graph.get('a')).toEqual(['b']);
    expect([...reachable(graph, 'a')]).toEqual(['a', 'b', 'c']);
  });
});

describe('the protocol', () => {
  const ranking = [
    { node: 'a', score: 3 },
    { node: 'b', score: 2 },
    { node: 'c', score: 2 },
  ];

  it('averages over the orders that equal scores can have', () => {
    expect([hit(ranking, 'a', 1), hit(ranking, 'b', 1), hit(ranking, 'b', 2), hit(ranking, 'c', 3), hit(ranking, 'd', 3)]).toEqual([
      1, 0, 0.5, 1, 0,
    ]);
    const same = ['a', 'b', 'c', 'd'].map((node) => ({ node, score: Number.POSITIVE_INFINITY }));
    expect([hit(same, 'a', 1), hit(same, 'a', 3)]).toEqual([0.25, 0.75]);
  });

  it('counts no answer as a miss, and a node once', () => {
    const issues = [{ cause: 'a' }, { cause: 'b' }];
    const found = recall((_: unknown, { cause }: { cause: string }) => (cause === 'a' ? ranking : []), {}, issues);
    expect(found).toEqual({ n: 2, top1: 0.5, top3: 0.5, empty: 0.5 });
    expect(byNode([...ranking, { node: 'c', score: 9 }])[0]).toEqual({ node: 'c', score: 9 });
  });

  it('cuts normal time in half and later, and into pieces as long as an issue', () => {
    const normal = tableOf(
      Array.from({ length: 589 }, (_, i) => i * 300),
      [],
    );
    const rows = normalCuts({ normal }, {}).map(({ issue }: { issue: { abnormal: { stamps: number[] } } }) => issue.abnormal.stamps.length);
    expect(rows).toEqual([295, 237, 179, 121, 63, 5]);
    const pieces = normalPieces({ normal }, {});
    expect(pieces.length).toBe(117);
    expect(pieces[1].normal.stamps.length).toBe(584);
  });
});

describe('a case as Heimr reads it', () => {
  const stamps = [0, 300, 600, 900, 1200];
  const table = (from: number) =>
    tableOf(
      stamps.map((stamp) => stamp + from),
      [
        ['a', 'requests', 'Sum', [600, 600, 600, 0, null]],
        ['a', 'availability', 'Average', [99, 100, 90, null, 50]],
        ['a', 'latency', 'Average', [0.1, 0.1, 0.2, null, 0.2]],
      ],
    );
  it('has rates at the end of their time, and the row of the alarm in neither part', () => {
    const { metrics, target, anomaly } = caseOf({ graph: new Map(), normal: table(900_000) }, table(0), 'a', 400);
    const [requests, failed, duration] = metrics.signals;
    expect(requests.times.slice(0, 5)).toEqual([300_000, 600_000, 900_000, 1_200_000, 1_500_000]);
    expect(requests.values.slice(0, 5)).toEqual([2, 2, 2, 0, null]);
    expect(failed.values.slice(0, 5)).toEqual([0.02, 0, 0.2, 0, null]);
    expect(duration.values.slice(0, 5)).toEqual([0.1, 0.1, 0.2, null, 0.2]);
    expect(target.healthy).toEqual([
      { start: 300_000, end: 300_000 },
      { start: 900_300_000, end: 901_500_000 },
    ]);
    expect(anomaly).toEqual({ start: 900_000, end: 1_500_000 });
  });
});

describe('reference methods', () => {
  // Normal values 1 to 9, one of them twice: mean 5, median 5; the abnormal ones are what differs.
  const normal = [1, 2, 3, 4, 5, 5, 6, 7, 8, 9];
  const column = (node: string, values: readonly (number | null)[]) => [node, 'latency', 'Average', values];
  const scenario = {
    graph: new Map([
      ['front', ['back', 'side']],
      ['back', []],
      ['side', []],
    ]),
    normal: tableOf(
      normal.map((_, i) => i),
      [
        column('front', normal),
        column('back', normal),
        column('side', normal),
        column(
          'new',
          normal.map(() => null),
        ),
      ],
    ),
  };
  const issue = {
    abnormal: tableOf(
      [0, 1, 2],
      [column('front', [5, 5, 35]), column('back', [5, 5, 105]), column('side', [null, 5, 6]), column('new', [1, 2, 99])],
    ),
    target: { node: 'front', metric: 'latency', statistic: 'Average' },
  };

  it('N-sigma: distance from the mean in standard deviations', async () => {
    const { nSigma } = await load('references/n-sigma.mjs');
    // Squares of the distances from 5 sum to 60, so the deviation is the root of 6.
    expect(nSigma(scenario, issue)).toEqual([
      { node: 'front', score: 30 / Math.sqrt(6) },
      { node: 'back', score: 100 / Math.sqrt(6) },
      { node: 'side', score: 1 / Math.sqrt(6) },
    ]);
  });

  it('RobustScorer: distance from the median in interquartile ranges', async () => {
    const { robustScorer } = await load('references/robust-scorer.mjs');
    // Quartiles by linear interpolation: 3.25 and 6.75.
    expect(robustScorer(scenario, issue).map(({ score }: { score: number }) => score)).toEqual([30 / 3.5, 100 / 3.5, 1 / 3.5]);
  });

  it('the traversal: the last anomalous node, by the sum of scores on the way', async () => {
    const { traversal } = await load('references/traversal.mjs');
    // Distances from 5: 0 0 1 1 2 2 3 3 4 4; their median is 2, scaled 2.9652.
    const scaled = 2 * 1.4826;
    const [found, ...others] = traversal(scenario, issue);
    expect(others).toEqual([]);
    expect(found.node).toBe('back');
    expect(found.score).toBeCloseTo(30 / scaled + 100 / scaled, 9);
  });
});

describe('the ablation', () => {
  it('rounds counts, and keeps shares below 1', () => {
    expect([moved('const LEAST = ', 3, 0.7), moved('const LEAST = ', 3, 1.3), moved('quantileOf(scores, ', 0.95, 1.3)]).toEqual([
      2, 4, 0.99,
    ]);
    expect(moved('const LEAST_Z = ', 3, 1.3)).toBeCloseTo(3.9, 9);
  });
});

it('one command prints the tables of what is kept in the repository', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(RCA, 'run.mjs'), '--committed'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('| Heimr, detection given | 1.000/1.000 | 1.000/1.000 | 1.000/1.000 | — |');
  expect(stdout).toContain('| slow-dependency-jmeter | slow-dependency@payments | 1 | 1 | 1 | not known | 1 |');
  expect(stdout).toContain('asked in vain: 0 of 1 name a likely cause');
}, 120_000);

it('without the recordings it says so', () => {
  const { status, stdout } = spawnSync(process.execPath, [resolve(RCA, 'run.mjs'), '--shared', resolve(RCA, 'nowhere')], {
    encoding: 'utf8',
    env: { ...process.env, HEIMR_LAB: resolve(RCA, 'nowhere') },
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/PetShop: skipped.*\nRecorded load tests: skipped/);
}, 120_000);
