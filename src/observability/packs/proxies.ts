import { gauge, meanOf, minus, rate, ratio, scaled } from './expression.js';
import { entry, type KeptLabel, type Pack } from './pack.js';
import { requestEntries, STATUS } from './requests.js';

const CLUSTER: KeptLabel = ['peer', ['envoy_cluster_name', 'cluster_name']];
const cluster = { each: 'service' as const, keep: [CLUSTER] };
const upstream = (name: string) => rate(`envoy_cluster_upstream_${name}`, [], { born: true });
const FAILED = { where: [[STATUS, '=~', '5..|5xx|5XX']] as const, needs: STATUS };

/** Proxies and meshes: NGINX, ingress-nginx, Envoy, Istio, Traefik, HAProxy. */
export const proxies: Pack = {
  id: 'proxies',
  title: 'Proxies (NGINX, Envoy, Istio, Traefik, HAProxy)',
  subject: 'proxy',
  naming: { by: 'service' },
  entries: [
    entry('nginx-requests', 'Requests of NGINX', ['1/s', 'traffic', 'either'], rate('nginx_http_requests_total'), { each: 'service' }),
    entry(
      'nginx-connections',
      'Connections of NGINX',
      ['count', 'utilisation', 'up'],
      [gauge('nginx_connections_active'), gauge('nginx_http_connections', [['state', '=', 'active']])],
    ),
    entry(
      'nginx-dropped',
      'Connections dropped by NGINX',
      ['1/s', 'saturation', 'up'],
      minus(rate('nginx_connections_accepted'), rate('nginx_connections_handled')),
      { warn: 0.01 },
    ),
    ...requestEntries({
      id: 'proxy',
      title: 'Requests through the proxy',
      stems: [
        ['nginx_ingress_controller_request_duration_seconds', 1],
        ['istio_request_duration_milliseconds', 1000],
        ['traefik_service_request_duration_seconds', 1],
        ['traefik_entrypoint_request_duration_seconds', 1],
        ['envoy_http_downstream_rq_time', 1000],
      ],
      counter: ['haproxy_backend_http_responses_total', FAILED.where, STATUS],
      failed: FAILED,
      parts: [
        {
          suffix: '-by-peer',
          words: ', by called service',
          keep: [['peer', ['destination_workload', 'service', 'backend', 'proxy', 'exported_service']]],
        },
      ],
    }),
    entry(
      'envoy-upstream-duration',
      'Mean duration at the upstream, by cluster',
      ['s', 'latency', 'up'],
      scaled(0.001, meanOf('envoy_cluster_upstream_rq_time', [], { born: true })),
      cluster,
    ),
    entry(
      'envoy-upstream-requests',
      'Requests to the upstream, by cluster',
      ['1/s', 'traffic', 'either'],
      [upstream('rq_total'), upstream('rq')],
      cluster,
    ),
    entry(
      'envoy-upstream-errors',
      'Share of 5xx from the upstream, by cluster',
      ['ratio', 'errors', 'up'],
      ratio(
        rate('envoy_cluster_upstream_rq_xx', [['envoy_response_code_class', '=', '5']], { born: true, optional: true }),
        rate('envoy_cluster_upstream_rq_xx', [], { born: true }),
      ),
      { ...cluster, warn: 0.05, source: 'APA' },
    ),
    entry('envoy-timeouts', 'Requests that timed out at the upstream', ['1/s', 'errors', 'up'], upstream('rq_timeout'), {
      ...cluster,
      warn: 0.01,
    }),
    entry(
      'envoy-pending-overflow',
      'Requests refused by the circuit breaker',
      ['1/s', 'saturation', 'up'],
      [upstream('rq_pending_overflow'), upstream('cx_overflow')],
      { ...cluster, warn: 0.01 },
    ),
    entry(
      'envoy-pending',
      'Requests that wait for an upstream connection',
      ['count', 'saturation', 'up'],
      gauge('envoy_cluster_upstream_rq_pending_active'),
      { ...cluster, warn: 1 },
    ),
    entry('envoy-connect-failures', 'Failed connections to the upstream', ['1/s', 'errors', 'up'], upstream('cx_connect_fail'), {
      ...cluster,
      warn: 0.01,
    }),
    entry('envoy-retries', 'Requests made again', ['1/s', 'errors', 'up'], upstream('rq_retry'), cluster),
    entry(
      'envoy-breaker-open',
      'Circuit breakers open',
      ['count', 'event', 'up'],
      gauge('envoy_cluster_circuit_breakers_default_rq_open'),
      { ...cluster, critical: 1, source: 'APA' },
    ),
    entry('traefik-connections', 'Connections of Traefik', ['count', 'utilisation', 'up'], gauge('traefik_open_connections')),
    entry('haproxy-queue', 'Requests queued, by backend', ['count', 'saturation', 'up'], gauge('haproxy_backend_current_queue'), {
      keep: [['peer', ['proxy', 'backend']]],
      warn: 1,
      source: 'APA',
    }),
    entry(
      'haproxy-sessions',
      'Sessions, of all allowed, by backend',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('haproxy_backend_current_sessions'), gauge('haproxy_backend_limit_sessions')),
      { keep: [['peer', ['proxy', 'backend']]], warn: 0.8, source: 'APA' },
    ),
    entry(
      'haproxy-response-time',
      'Mean time to an answer, by backend',
      ['s', 'latency', 'up'],
      gauge('haproxy_backend_response_time_average_seconds', [], { across: 'avg' }),
      { keep: [['peer', ['proxy', 'backend']]] },
    ),
  ],
};
