import { describe, expect, it } from 'vitest';
import type { Signal } from '../../src/model/telemetry.js';
import type { RawSeries } from '../../src/observability/metrics/raw-series.js';
import { signalsOf } from '../../src/observability/metrics/signals-of.js';

const NONE = Number.NaN;
const WINDOW = { start: 0, end: 1_000_000 };

/** A series sampled every 10 s; NaN leaves a sample out. */
function series(name: string, labels: Record<string, string>, values: number[], start = 0): RawSeries {
  const kept = values.map((value, i) => [start + i * 10_000, value] as const).filter(([, value]) => !Number.isNaN(value));
  return { labels: { __name__: name, ...labels }, times: kept.map(([time]) => time), values: kept.map(([, value]) => value) };
}

function signal(raw: RawSeries[], id: string, labels: Record<string, string> = {}): Signal {
  const found = signalsOf(raw, WINDOW).signals.filter(
    (one) => one.id === id && Object.entries(labels).every(([name, value]) => one.labels[name] === value),
  );
  expect(found.map((one) => [one.service, one.instance, one.labels])).toHaveLength(1);
  return found[0] as Signal;
}

const web = { job: 'web', instance: 'w:1' };
const up = (values: number[], labels: Record<string, string> = web) => series('up', labels, values);

describe('rates', () => {
  it('are per second, end at the later sample, and go on from 0 after a reset', () => {
    const cpu = signal([series('process_cpu_seconds_total', web, [100, 105, 110, 2, 4])], 'process-cpu');
    expect(cpu.times).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
    expect(cpu.values).toEqual([null, 0.5, 0.5, 0.2, 0.2]);
    expect(cpu).toMatchObject({
      service: 'web',
      instance: null,
      unit: 'cores',
      query: 'sum(rate(process_cpu_seconds_total{job="web",instance="w:1"}[40s]))',
    });
  });

  it('bridge one lost scrape and not a long gap, where they are unknown instead of 0', () => {
    const bridged = signal([series('process_cpu_seconds_total', web, [0, 10, NONE, 30, 40])], 'process-cpu');
    expect(bridged.values).toEqual([null, 1, 1, 1]);
    const gap = signal([series('process_cpu_seconds_total', web, [0, 10, NONE, NONE, NONE, 50, 60])], 'process-cpu');
    expect(gap.times).toEqual([0, 10_000, 20_000, 50_000, 60_000]);
    expect(gap.values).toEqual([null, 1, null, null, 1]);
  });

  it('are unknown while a target does not answer, which itself is a signal', () => {
    const raw = [up([1, 1, 0, 1, 1]), series('process_cpu_seconds_total', web, [0, 10, NONE, 30, 40])];
    expect(signal(raw, 'process-cpu').values).toEqual([null, 1, null, 1, 1]);
    expect(signal(raw, 'scrape-up').values).toEqual([1, 1, 0, 1, 1]);
  });

  it('are summed over replicas whose scrapes are apart', () => {
    const a = series('http_server_request_duration_seconds_count', { service: 'store-front', instance: 'a' }, [0, 10, 20, 30, 40, 50]);
    const b = series('http_server_request_duration_seconds_count', { service: 'store-front', instance: 'b' }, [0, 30, 60, 90, 120], 4_000);
    const requests = signal([a, b], 'http-server-requests');
    expect(requests.values.slice(1, 5)).toEqual([4, 4, 4, 4]);
  });
});

describe('requests', () => {
  const counted = (code: string, values: number[]) =>
    series('http_server_request_duration_seconds_count', { ...web, http_route: '/a', http_response_status_code: code }, values);
  const raw = [
    up([1, 1, 1, 1]),
    counted('200', [0, 10, 20, 30]),
    counted('503', [NONE, NONE, 10, 20]),
    series('http_server_request_duration_seconds_sum', { ...web, http_route: '/a', http_response_status_code: '200' }, [0, 1, 2, 3]),
    series('http_server_request_duration_seconds_sum', { ...web, http_route: '/a', http_response_status_code: '503' }, [NONE, NONE, 5, 10]),
  ];

  it('count failures from the first one, though its series is only born then', () => {
    expect(signal(raw, 'http-server-requests').values).toEqual([null, 1, 2, 2]);
    expect(signal(raw, 'http-server-errors').values).toEqual([null, 0, 0.5, 0.5]);
    expect(signal(raw, 'http-server-duration').values).toEqual([null, 0.1, 0.3, 0.3]);
    expect(signal(raw, 'http-server-requests-by-route').labels).toEqual({ route: '/a' });
  });

  it('count again from 0 after a restart, also those that appear long after it', () => {
    const restarted = [
      up([1, 1, 1, 1, 1, 1, 1]),
      counted('200', [100, 110, 5, 15, 25, 35, 45]),
      counted('503', [40, 40, NONE, NONE, NONE, NONE, 10]),
    ];
    expect(signal(restarted, 'http-server-failed').values).toEqual([null, 0, 0, 0, 0, 0, 1]);
    expect(signal(restarted, 'http-server-requests').values).toEqual([null, 1, 0.5, 1, 1, 1, 2]);
  });

  it('say nothing of failures where no label tells the status', () => {
    const silent = [series('http_server_request_duration_seconds_count', web, [0, 10, 20])];
    const ids = signalsOf(silent, WINDOW).signals.map((one) => one.id);
    expect(ids).toContain('http-server-requests');
    expect(ids).not.toContain('http-server-errors');
  });

  it('read milliseconds of the old names, Micrometer, gRPC codes and dots alike', () => {
    const old = ['count', 'sum'].map((part) =>
      series(`http_server_duration_milliseconds_${part}`, { ...web, http_status_code: '200' }, part === 'count' ? [0, 10] : [0, 2500]),
    );
    expect(signal(old, 'http-server-duration').values).toEqual([null, 0.25]);
    const dotted = ['count', 'sum'].map((part) =>
      series(`http.server.request.duration_${part}`, { 'service.name': 'web', 'http.route': '/x' }, part === 'count' ? [0, 10] : [0, 1]),
    );
    const mean = signal(dotted, 'http-server-duration-by-route', { route: '/x' });
    expect(mean.values).toEqual([null, 0.1]);
    expect(mean.query).toContain('{__name__="http.server.request.duration_sum","service.name"="web","http.route"="/x"}');
    const grpc = ['OK', 'Unavailable'].map((code, i) =>
      series('grpc_server_handled_total', { ...web, grpc_code: code }, [0, i === 0 ? 30 : 10]),
    );
    expect(signal(grpc, 'rpc-server-errors').values).toEqual([null, 0.25]);
  });
});

describe('calls', () => {
  it('name the called service by the label whose values are services, whatever it is called', () => {
    const serve = (service: string) => series('http_server_request_duration_seconds_count', { service, instance: service }, [0, 1, 2]);
    const call = (whom: string) =>
      series(
        'http_client_request_duration_seconds_count',
        { service: 'alpha', instance: 'alpha', kind: 'x', caller: 'alpha', nextHop: whom, http_response_status_code: '200' },
        [0, 20, 40],
      );
    const { calls } = signalsOf([serve('alpha'), serve('beta'), serve('gamma'), call('beta'), call('http://gamma.ns.svc:80/x')], WINDOW);
    expect(calls.map((one) => [one.client, one.server, one.from])).toEqual([
      ['alpha', 'beta', 'client-metrics'],
      ['alpha', 'gamma', 'client-metrics'],
    ]);
    expect(calls[0]?.requests.values).toEqual([null, 2, 2]);
  });
});

describe('databases, versions, restarts', () => {
  it('count sessions that wait for locks, 0 where none does', () => {
    const session = (state: string, wait: Record<string, string>, values: number[]) =>
      series('pg_stat_activity_count', { instance: 'p', job: 'pg', state, ...wait }, values);
    const raw = [
      up([1, 1, 1], { instance: 'p', job: 'pg' }),
      session('active', { wait_event_type: 'Lock', wait_event: 'tuple' }, [NONE, 3, NONE]),
      session('active', {}, [2, 2, 2]),
    ];
    expect(signal(raw, 'postgres-lock-waiters').values).toEqual([0, 3, 0]);
    expect(signal(raw, 'postgres-active').values).toEqual([2, 5, 2]);
    expect(signal(raw, 'postgres-waits')).toMatchObject({ labels: { wait_type: 'Lock', wait_event: 'tuple' }, service: 'postgresql' });
  });

  it('give statements their text', () => {
    const raw = [
      series('pg_stat_statements_calls_total', { instance: 'p', queryid: '7' }, [0, 10, 20]),
      series('pg_stat_statements_query_id', { instance: 'p', queryid: '7', query: "ALTER ROLE x\n PASSWORD 'secret'" }, [1, 1, 1]),
    ];
    expect(signal(raw, 'postgres-statement-calls').labels).toEqual({ statement: '7', text: "ALTER ROLE x PASSWORD '…'" });
  });

  it('see a new version and a restart', () => {
    const raw = [
      up([1, 1, 1, 1]),
      series('thing_build_info', { ...web, version: '1.0' }, [1, 1, NONE, NONE]),
      series('thing_build_info', { ...web, version: '1.1' }, [NONE, NONE, 1, 1]),
      series('process_start_time_seconds', web, [5, 5.2, 900, 900]),
    ];
    expect(signal(raw, 'version-change')).toMatchObject({ labels: { version: '1.0 → 1.1' }, values: [0, 0, 1, 0] });
    expect(signal(raw, 'service-restarts').values).toEqual([0, 0, 1, 0]);
  });

  it('do not take an exporter for the system that it speaks for', () => {
    const raw = [
      series('pg_up', { job: 'pg', instance: 'p' }, [1, 1]),
      series('process_cpu_seconds_total', { job: 'pg', instance: 'p' }, [0, 1]),
    ];
    expect(signalsOf(raw, WINDOW).signals.map((one) => one.id)).toEqual([]);
  });
});

describe('quantiles and native histograms', () => {
  it('are linear within a bucket', () => {
    const bucket = (le: string, values: number[]) => series('go_sched_latencies_seconds_bucket', { ...web, le }, values);
    const raw = [bucket('0.1', [0, 50]), bucket('0.2', [0, 100]), bucket('+Inf', [0, 100])];
    expect(signal(raw, 'go-run-queue').values[1]).toBeCloseTo(0.198, 10);
  });

  it('write histogram_count and histogram_sum for parts of native ones', () => {
    const native = (part: 'count' | 'sum', values: number[]): RawSeries => ({
      ...series(`http_server_request_duration_seconds_${part}`, web, values),
      native: { name: 'http_server_request_duration_seconds', part },
    });
    const mean = signal([native('count', [0, 10]), native('sum', [0, 5])], 'http-server-duration');
    expect(mean.values).toEqual([null, 0.5]);
    expect(mean.query).toBe(
      'sum(histogram_sum(rate(http_server_request_duration_seconds{job="web",instance="w:1"}[40s]))) / sum(histogram_count(rate(http_server_request_duration_seconds{job="web",instance="w:1"}[40s])))'.replaceAll(
        ',instance="w:1"',
        '',
      ),
    );
  });
});
