import { PACKS } from '../packs/catalog.js';
import { metricsOf } from '../packs/pack.js';
import { plainName } from './raw-series.js';

/** Metrics of all packs. */
export const CLAIMED: ReadonlySet<string> = new Set(PACKS.flatMap((pack) => [...metricsOf(pack)]));

/** Packs of what applications tell themselves, often with a prefix of their own before each name. */
const PREFIXED: ReadonlySet<string> = new Set(
  PACKS.filter((pack) =>
    ['otel-http', 'otel-rpc', 'otel-db', 'process', 'nodejs', 'jvm', 'hikari', 'go', 'python', 'dotnet'].includes(pack.id),
  ).flatMap((pack) => [...metricsOf(pack)].flatMap((metric) => [metric, metric.replace(/_(?:count|sum)$/, '')])),
);

/** Systems whose other metrics are their own business. */
export const SYSTEMS =
  /^(?:up$|ALERTS|scrape_|prometheus_|promhttp_|prometheus|loki_|tempo_|mimir_|cortex_|thanos_|otelcol_|grafana_|alertmanager_|net_conntrack_|node_|process_|go_|jvm_|nodejs_|python_|pg_|pgbouncer_|postgres_|mysql_|redis_|kafka_|rabbitmq_|erlang_|container_|cadvisor_|machine_|kube_|kubelet_|apiserver_|etcd_|coredns_|namedprocess_|traces_|k6_|nginx_|envoy_|istio_|traefik_|haproxy_|hikaricp_|tomcat_|target_info|otel_|logback_|vm_|flag)/;

/**
 * Name under which packs know a metric: dots become underscores, and a prefix of the application's own is dropped
 * (`acme_http_server_request_duration_seconds_count`).
 * @param name as the backend spells it
 */
export function knownName(name: string): string {
  const plain = plainName(name);
  if (CLAIMED.has(plain) || SYSTEMS.test(plain)) return plain;
  for (let at = plain.indexOf('_'); at >= 0; at = plain.indexOf('_', at + 1)) {
    const rest = plain.slice(at + 1);
    if (PREFIXED.has(rest) && rest.includes('_')) return rest;
  }
  return plain;
}
