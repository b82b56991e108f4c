/** Metrics of k6 by what they mean here. Source: grafana/k6 metrics/builtin.go and the trail that lib/netext/httpext emits. */

/** The points of one HTTP request ("trail"), as bits; a request has each at most once. */
export const Part = {
  reqs: 1,
  duration: 2,
  blocked: 4,
  connecting: 8,
  tls: 16,
  sending: 32,
  waiting: 64,
  receiving: 128,
  failed: 256,
} as const;

/** Bit of a metric's name; 0 for metrics that are no part of a request. */
export const PART_OF: ReadonlyMap<string, number> = new Map([
  ['http_reqs', Part.reqs],
  ['http_req_duration', Part.duration],
  ['http_req_blocked', Part.blocked],
  ['http_req_connecting', Part.connecting],
  ['http_req_tls_handshaking', Part.tls],
  ['http_req_sending', Part.sending],
  ['http_req_waiting', Part.waiting],
  ['http_req_receiving', Part.receiving],
  ['http_req_failed', Part.failed],
]);

/** Every part of a request but its verdict, which very old versions and scripts without a response callback lack. */
export const WHOLE: number = 255;

/** Metrics with a meaning of their own in {@link K6Run}; all others are totals. */
export type Special = 'checks' | 'iterations' | 'dropped' | 'vus' | 'vusMax' | 'group';

/** Special metrics by name. */
export const SPECIAL_OF: ReadonlyMap<string, Special> = new Map([
  ['checks', 'checks'],
  ['iterations', 'iterations'],
  ['dropped_iterations', 'dropped'],
  ['vus', 'vus'],
  ['vus_max', 'vusMax'],
  ['group_duration', 'group'],
]);

/** Kind and unit of metrics that k6 and its extensions define; for files without definitions (CSV). */
export const KNOWN_KINDS: ReadonlyMap<string, readonly ['counter' | 'gauge' | 'rate' | 'trend', 'ms' | 'bytes' | '']> = new Map([
  ['data_sent', ['counter', 'bytes']],
  ['data_received', ['counter', 'bytes']],
  ['iteration_duration', ['trend', 'ms']],
  ['group_duration', ['trend', 'ms']],
  ['grpc_req_duration', ['trend', 'ms']],
  ['ws_connecting', ['trend', 'ms']],
  ['ws_sessions', ['counter', '']],
  ['ws_session_duration', ['trend', 'ms']],
  ['ws_msgs_sent', ['counter', '']],
  ['ws_msgs_received', ['counter', '']],
  ['ws_ping', ['trend', 'ms']],
  ['grpc_streams', ['counter', '']],
  ['grpc_streams_msgs_sent', ['counter', '']],
  ['grpc_streams_msgs_received', ['counter', '']],
  ['browser_data_sent', ['counter', 'bytes']],
  ['browser_data_received', ['counter', 'bytes']],
  ['browser_http_req_duration', ['trend', 'ms']],
  ['browser_http_req_failed', ['rate', '']],
  ['browser_web_vital_cls', ['trend', '']],
  ['browser_web_vital_fcp', ['trend', 'ms']],
  ['browser_web_vital_fid', ['trend', 'ms']],
  ['browser_web_vital_inp', ['trend', 'ms']],
  ['browser_web_vital_lcp', ['trend', 'ms']],
  ['browser_web_vital_ttfb', ['trend', 'ms']],
]);
