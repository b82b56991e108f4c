import { SPAN_SERVICE } from '../packs/span-metrics.js';
import { firstLabel, serviceOf } from './naming.js';
import type { IndexedSeries, SeriesIndex } from './series-index.js';

/** Labels by which conventions name the called side, where no label holds names of known services. */
const PEER_LABELS: readonly string[] = [
  'peer_service',
  'server',
  'destination_service_name',
  'destination_workload',
  'server_address',
  'net_peer_name',
  'net_sock_peer_addr',
  'client_name',
  'clientName',
  'remote',
  'upstream',
  'host',
];
/** Labels that are about the caller, and never name the one that is called. */
const NO_PEER: ReadonlySet<string> = new Set(['job', 'instance', 'pod', 'namespace', 'node', 'container', 'version', 'le']);

/**
 * Which label of a client metric names the called service: the one whose values are names of services that are known, whatever it is called.
 * @param metric name of a client metric
 * @param index all series
 * @param known names of services
 * @param own labels that name the service of a series
 * @returns null where no label tells
 */
export function peerLabelOf(metric: string, index: SeriesIndex, known: ReadonlySet<string>, own: readonly string[]): string | null {
  const series = index.byMetric.get(metric) ?? [];
  const excluded = new Set([...NO_PEER, ...own]);
  let best: string | null = null;
  let bestShare = 0;
  for (const label of index.labelsOf(metric)) {
    if (excluded.has(label)) continue;
    // A label that repeats who calls is not the one that is called.
    const about = series.filter((one) => (one.labels[label] ?? '') !== '');
    if (2 * about.filter((one) => one.labels[label] === serviceOf(one.labels, own)?.service).length > about.length) continue;
    const values = new Set(about.map((one) => one.labels[label]));
    const share =
      values.size === 0 ? 0 : [...values].filter((value) => known.has(serviceNameOf(value as string, known))).length / values.size;
    if (share >= 0.5 && share > bestShare) [best, bestShare] = [label, share];
  }
  return best ?? PEER_LABELS.find((label) => index.labelsOf(metric).has(label)) ?? null;
}

/**
 * Service behind an address.
 * @param value name, host name or URL, with or without port
 * @param known names of services
 * @returns the known service that it names, else the value without port
 */
export function serviceNameOf(value: string, known: ReadonlySet<string>): string {
  if (known.has(value)) return value;
  const host = value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[:/].*$/, '');
  if (known.has(host)) return host;
  const first = host.split('.', 1)[0] as string;
  return known.has(first) ? first : host;
}

/** Services that metrics of applications and their graph tell of. @param named service of a series; null where its labels name none */
export function knownServices(index: SeriesIndex, named: (one: IndexedSeries) => string | null): Set<string> {
  const known = new Set<string>();
  for (const [metric, series] of index.byMetric) {
    if (GRAPH.test(metric)) for (const one of series) if (one.labels['connection_type'] !== 'database') addEnds(known, one);
    if (!APPLICATION.test(metric)) continue;
    for (const one of series) {
      if (one.exporter) continue;
      const service = metric.startsWith('traces_span') ? (firstLabel(one.labels, [...SPAN_SERVICE, 'service'])?.[1] ?? null) : named(one);
      if (service !== null) known.add(service);
    }
  }
  return known;
}

const GRAPH = /^(?:traces_)?service_graph_request_total$/;
const APPLICATION = /^(?:http_|rpc_|grpc_|db_client_|messaging_|jvm_|nodejs_|python_|dotnet_|process_cpu_|traces_span|target_info)/;

function addEnds(known: Set<string>, one: IndexedSeries): void {
  for (const end of ['client', 'server']) {
    const name = one.labels[end];
    if (name !== undefined && name !== '' && name !== 'user') known.add(name);
  }
}
