import { describe, expect, it } from 'vitest';
import { workloadOf } from '../../src/observability/metrics/naming.js';
import type { RawSeries } from '../../src/observability/metrics/raw-series.js';
import { signalsOf } from '../../src/observability/metrics/signals-of.js';

const WINDOW = { start: 0, end: 1_000_000 };

function series(name: string, labels: Record<string, string>, values: number[], step = 10_000, start = 0): RawSeries {
  return { labels: { __name__: name, ...labels }, times: values.map((_, i) => start + i * step), values };
}

const named = (raw: RawSeries[]) => signalsOf(raw, WINDOW).signals.map((one) => [one.id, one.service, one.instance, one.labels] as const);

describe('services', () => {
  it.each([
    ['web-5d8f7c9b6d-x2x4z', 'web'],
    ['db-0', 'db'],
    ['agent-k9xtz', 'agent'],
    ['plain-name', 'plain-name'],
  ])('pod %s belongs to %s', (pod, workload) => expect(workloadOf(pod)).toBe(workload));

  it('are named by the first label that tells, without the namespace of an OpenTelemetry resource', () => {
    const cpu = (labels: Record<string, string>) => series('process_cpu_seconds_total', labels, [0, 1]);
    const services = [
      { job: 'ns/web' },
      { app: 'a', job: 'j' },
      { pod: 'w-5d8f7c9b6d-x2x4z', job: 'pods' },
      { exported_job: 'inner', job: 'collector' },
    ];
    expect(services.map((labels) => named([cpu({ ...labels, instance: 'i' })])[0]?.[1])).toEqual(['web', 'a', 'w', 'inner']);
  });

  it('are told apart by instance only where there are several', () => {
    const cpu = (instance: string) => series('process_cpu_seconds_total', { job: 'web', instance }, [0, 1]);
    expect(named([cpu('a')])).toEqual([['process-cpu', 'web', null, {}]]);
    expect(named([cpu('a'), cpu('b')]).map((one) => one[2])).toEqual(['a', 'b']);
  });

  it('of spans are not the collector that tells of them', () => {
    const calls = (service: string) =>
      series(
        'traces_span_metrics_duration_seconds_count',
        { service: 'collector', job: 'collector', service_name: service, span_kind: 'SPAN_KIND_SERVER', span_name: 'GET /' },
        [0, 10],
      );
    expect(new Set(named([calls('a'), calls('b')]).map((one) => one[1]))).toEqual(new Set(['a', 'b']));
  });
});

describe('containers', () => {
  const pod = { namespace: 'n', pod: 'web-5d8f7c9b6d-x2x4z', container: 'web' };
  const tells = { job: 'kube-state-metrics', instance: 'ksm', service: 'kube-state-metrics' };

  it('join limits that another exporter tells', () => {
    const raw = [
      series('container_cpu_usage_seconds_total', { ...pod, job: 'kubelet', instance: 'node-1' }, [0, 5, 10, 15]),
      series('container_cpu_usage_seconds_total', { namespace: 'n', pod: pod.pod, job: 'kubelet', instance: 'node-1' }, [0, 50, 100, 150]),
      series('kube_pod_container_resource_limits', { ...pod, ...tells, resource: 'cpu' }, [2, 2, 2, 2], 10_000, 3_000),
      series('kube_pod_container_resource_limits', { ...pod, ...tells, resource: 'memory' }, [100, 100, 100, 100], 10_000, 3_000),
    ];
    const limit = signalsOf(raw, WINDOW).signals.find((one) => one.id === 'container-cpu-limit');
    expect(limit).toMatchObject({ service: 'web', subject: 'container' });
    expect(limit?.values.filter((value) => value !== null)).toEqual([0.25, 0.25, 0.25]);
  });

  it('and their workloads are not the exporter that tells of them', () => {
    const raw = [
      series(
        'kube_deployment_spec_replicas',
        { ...tells, deployment: 'web', container: 'kube-state-metrics', pod: 'ksm-5d8f7c9b6d-x2x4z' },
        [3, 3],
      ),
      series(
        'kube_deployment_status_replicas_available',
        { ...tells, deployment: 'web', container: 'kube-state-metrics', pod: 'ksm-5d8f7c9b6d-x2x4z' },
        [3, 1],
      ),
      series(
        'kube_pod_status_ready',
        { ...tells, pod: 'api-5d8f7c9b6d-x2x4z', condition: 'false', container: 'kube-state-metrics' },
        [0, 1],
      ),
    ];
    const found = signalsOf(raw, WINDOW).signals;
    expect(found.find((one) => one.id === 'kube-replicas-missing')).toMatchObject({ service: 'web', values: [0, 2] });
    expect(found.find((one) => one.id === 'kube-not-ready')).toMatchObject({ service: 'api', values: [0, 1] });
  });
});

describe('metrics with a prefix of the application', () => {
  it('are known all the same, and shown by their own names', () => {
    const raw = [
      series('acme_http_server_request_duration_seconds_count', { job: 'web', http_response_status_code: '200' }, [0, 10]),
      series('acme_nodejs_eventloop_lag_p99_seconds', { job: 'web' }, [0.01, 0.02]),
    ];
    const found = signalsOf(raw, WINDOW).signals;
    expect(found.map((one) => one.id)).toEqual([
      'http-server-requests',
      'http-server-errors',
      'http-server-failed',
      'http-server-shed',
      'nodejs-loop-p99',
    ]);
    expect(found[0]?.query).toBe('sum(rate(acme_http_server_request_duration_seconds_count{job="web"}[40s]))');
  });
});

describe('hostile labels', () => {
  it('are shown in one line, cut, without what turns a terminal or a page around; the query still means them', () => {
    const route = `/a\u001b[31m"\\\n\u202e${'x'.repeat(400)}`;
    const raw = [series('http_server_request_duration_seconds_count', { job: 'web', http_route: route }, [0, 10])];
    const found = signalsOf(raw, WINDOW).signals.find((one) => one.id === 'http-server-requests-by-route');
    expect(found?.labels['route']).toBe(`/a\ufffd[31m"\\ \ufffd${'x'.repeat(400)}`.slice(0, 200).concat('…'));
    expect(found?.query).toContain(`http_route="/a\\u001b[31m\\"\\\\\\n\\u202e${'x'.repeat(400)}"`);
  });
});

describe('metrics that no pack knows', () => {
  const web = { job: 'web', instance: 'w' };
  const known = series('process_cpu_seconds_total', web, [0, 1, 2]);

  it('become rates, means, levels and shares of hits, by their names', () => {
    const raw = [
      known,
      series('lookups_total', { ...web, result: 'hit' }, [0, 30, 60]),
      series('lookups_total', { ...web, result: 'miss' }, [0, 10, 20]),
      series('upload_failures_total', web, [0, 10, 20]),
      series('render_duration_seconds_count', web, [0, 10, 20]),
      series('render_duration_seconds_sum', web, [0, 5, 10]),
      series('jobs_pending', web, [1, 2, 3]),
      series('some:rule:rate5m', web, [1, 2, 3]),
    ];
    const found = signalsOf(raw, WINDOW).signals.filter((one) => one.id.startsWith('other:'));
    expect(found.map((one) => [one.id, one.type, one.unit, one.values[1], one.labels])).toEqual([
      ['other:jobs_pending', 'saturation', 'count', 2, {}],
      ['other:lookups', 'traffic', '1/s', 3, { result: 'hit' }],
      ['other:lookups', 'traffic', '1/s', 1, { result: 'miss' }],
      ['other:lookups:hits', 'saturation', 'ratio', 0.75, {}],
      ['other:render_duration_seconds:rate', 'traffic', '1/s', 1, {}],
      ['other:render_duration_seconds:mean', 'latency', 's', 0.5, {}],
      ['other:upload_failures', 'errors', '1/s', 1, {}],
    ]);
  });

  it('with a status tell the share of failures, whatever the label is called', () => {
    const hits = (outcome: string, values: number[]) => series('pages_total', { ...web, outcome }, values);
    const found = signalsOf([known, hits('200', [0, 30, 60]), hits('502', [0, 10, 40])], WINDOW).signals;
    expect(found.find((one) => one.id === 'other:pages:errors')?.values).toEqual([null, 0.25, 0.5]);
  });

  it('of a service that nothing else tells of are left alone', () => {
    expect(signalsOf([series('something_total', { job: 'strange', instance: 's' }, [0, 1])], WINDOW).signals).toEqual([]);
  });
});
