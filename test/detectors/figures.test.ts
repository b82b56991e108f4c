import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';

const HEAD =
  'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%';

/** Locust's totals: name, requests, failures. */
function locust(rows: readonly (readonly [name: string, requests: number, failures: number])[]): Promise<Analysis> {
  const line = (type: string, name: string, n: number, failed: number): string =>
    `${type},${name},${n},${failed},10,12.5,1.0,100.0,512.0,10.0,0.1,10,11,12,13,15,20,30,40,90,100,100`;
  const sum = (i: 1 | 2): number => rows.reduce((all, row) => all + row[i], 0);
  const lines = [HEAD, ...rows.map(([name, n, failed]) => line('GET', name, n, failed)), line('', 'Aggregated', sum(1), sum(2))];
  return analyze([{ name: 'run_stats.csv', bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) }]);
}

/** k6's summary as handleSummary gets it. */
function k6(iterations: number, dropped: number | null): Promise<Analysis> {
  const counter = (count: number) => ({ type: 'counter', contains: 'default', values: { count, rate: count / 60 } });
  const time = { type: 'trend', contains: 'time', values: { avg: 10, min: 1, med: 9, max: 90, 'p(90)': 20, 'p(95)': 30 } };
  const summary = {
    root_group: { name: '', path: '', id: 'd41d8cd98f00b204e9800998ecf8427e', groups: [], checks: [] },
    options: { summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'], summaryTimeUnit: '', noColor: false },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: 60_000 },
    metrics: {
      http_reqs: counter(1000),
      http_req_duration: time,
      http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0, passes: 0, fails: 1000 } },
      iterations: counter(iterations),
      ...(dropped === null ? {} : { dropped_iterations: counter(dropped) }),
    },
  };
  return analyze([{ name: 'summary.json', bytes: new TextEncoder().encode(JSON.stringify(summary)) }]);
}

describe('a file of figures', () => {
  it('in which too many requests failed is failing, and its finding has no time', async () => {
    const { verdict, findings, evidence, checks } = await locust([
      ['/a', 900, 90],
      ['/b', 100, 0],
    ]);
    expect(verdict.status).toBe('failing');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ id: 'error-rate@run', kind: 'error-rate', severity: 'critical', labels: 'all', window: null });
    expect(findings[0]?.summary).toBe('90 of 1,000 requests fail (9.0 %). When they failed is not in the file.');
    expect(evidence.map(({ id }) => id)).toEqual(['error-rate@run/figures', 'error-rate@run/against-1']);
    expect(evidence[0]?.facts).toContainEqual({ name: 'error rate', value: 0.09, unit: '0..1' });
    expect(checks.find(({ id }) => id === 'error-rate')).toMatchObject({ outcome: 'checked' });
    expect(checks.find(({ id }) => id === 'detectors')).toMatchObject({ outcome: 'not-checked' });
  });

  it('in which one endpoint fails names it', async () => {
    const { verdict, findings } = await locust([
      ['/rare', 60, 12],
      ['/often', 10_000, 5],
    ]);
    expect(findings.map(({ labels, severity }) => [labels, severity])).toEqual([[['GET /rare'], 'critical']]);
    expect(verdict.sentence).toContain('GET /rare');
  });

  it.each([
    ['1 %', [['/a', 1000, 10]], 'degraded'],
    ['less than 1 %', [['/a', 1001, 10]], 'inconclusive'],
    ['fewer than ten', [['/a', 20, 9]], 'inconclusive'],
    ['none', [['/a', 1000, 0]], 'inconclusive'],
  ] as const)('with %s failures is as sick as that', async (_, rows, status) => {
    expect((await locust(rows)).verdict.status).toBe(status);
  });

  it('never is called healthy, since changes cannot be seen', async () => {
    const { verdict } = await locust([['/a', 1_000_000, 0]]);
    expect(verdict.sentence).toBe(
      'Not judged: the file has only figures that the load tool computed, and changes over time cannot be seen in them.',
    );
  });

  it('of a load tool that dropped iterations is no valid test', async () => {
    const { verdict, findings } = await k6(950, 50);
    expect(verdict.status).toBe('invalid-test');
    expect(findings.map(({ summary }) => summary)).toEqual([
      'The load tool dropped 50 of 1,000 planned iterations (5.0 %): it had no free user to run them, so less load was offered than planned.',
    ]);
    expect((await k6(9999, 50)).findings).toEqual([]);
  });

  it('that does not speak of dropped iterations leaves that open', async () => {
    const { checks } = await locust([['/a', 1000, 0]]);
    expect(checks.find(({ id }) => id === 'generator-saturation')).toMatchObject({
      outcome: 'not-checked',
      reason: 'The file does not say whether planned iterations were dropped.',
    });
    // k6 writes the metric only where there is something to count.
    expect((await k6(1000, null)).checks.find(({ id }) => id === 'generator-saturation')).toMatchObject({ outcome: 'checked' });
  });
});
