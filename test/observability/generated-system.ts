import type { RawSeries } from '../../src/observability/metrics/raw-series.js';

/** Size of a made-up system. */
export interface SystemSize {
  services: number;
  /** Series, about. */
  series: number;
  /** Time between samples, ms. */
  interval: number;
  /** Samples of a series. */
  samples: number;
  /** First sample, ms. */
  start: number;
}

/** Pseudo-random numbers in [0, 1) from a seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** A system of services with the usual metrics: requests by route and status with buckets, runtime, pools, calls. */
export function generatedSystem(size: SystemSize): RawSeries[] {
  const { services, series, interval, samples, start } = size;
  const random = randomOf(7);
  const made: RawSeries[] = [];
  const times = (offset: number) => Float64Array.from({ length: samples }, (_, i) => start + offset + i * interval);
  const counter = (step: number) => {
    let value = Math.floor(random() * 1e6);
    return Float64Array.from({ length: samples }, () => (value += Math.round(random() * step)));
  };
  const gauge = (level: number) => Float64Array.from({ length: samples }, () => Math.round(level * (0.8 + 0.4 * random()) * 1e6) / 1e6);
  for (let s = 0; s < services; s++) {
    const moments = times(Math.floor(random() * interval));
    const own = { job: `svc-${s}`, instance: `10.0.0.${s}:8080`, service: `svc-${s}` };
    const room = Math.floor((series * (s + 1)) / services);
    const add = (name: string, labels: Record<string, string>, values: Float64Array) => {
      if (made.length < room) made.push({ labels: { __name__: name, ...own, ...labels }, times: moments, values });
    };
    add('up', {}, new Float64Array(samples).fill(1));
    add('app_build_info', { version: '1.0' }, new Float64Array(samples).fill(1));
    for (const name of [
      'process_start_time_seconds',
      'process_resident_memory_bytes',
      'nodejs_heap_size_used_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      add(name, {}, name.includes('start') ? new Float64Array(samples).fill(1000) : gauge(10));
    add('process_cpu_seconds_total', {}, counter(3));
    add('db_client_connection_count', { state: 'used', db_client_connection_pool_name: 'main' }, gauge(5));
    add('db_client_connection_max', { db_client_connection_pool_name: 'main' }, new Float64Array(samples).fill(10));
    for (const status of ['200', '500'])
      for (const part of ['count', 'sum']) {
        add(
          `http_client_request_duration_seconds_${part}`,
          { http_response_status_code: status, callee: `svc-${(s + 1) % services}` },
          counter(9),
        );
        for (let route = 0; route < 4; route++)
          add(`http_server_request_duration_seconds_${part}`, { http_response_status_code: status, http_route: `/r${route}` }, counter(20));
      }
    for (let route = 0; made.length < room; route++)
      for (const le of ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '+Inf'])
        add('http_server_request_duration_seconds_bucket', { le, http_response_status_code: '200', http_route: `/r${route}` }, counter(20));
  }
  return made;
}
