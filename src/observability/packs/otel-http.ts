import { gauge, quantile, rate, ratio } from './expression.js';
import { CALLED, entry, type Pack } from './pack.js';
import { requestEntries, STATUS } from './requests.js';

const ROUTE = ['http_route', 'route', 'uri', 'handler', 'path', 'endpoint', 'view', 'controller', 'url_path', 'http_target'] as const;
const SERVED = [
  ['http_server_request_duration_seconds', 1],
  ['http_server_request_duration', 1],
  ['http_server_duration_milliseconds', 1000],
  ['http_server_duration', 1000],
  ['http_server_requests_seconds', 1],
  ['http_request_duration_seconds', 1],
  ['http_requests_duration_seconds', 1],
  ['http_request_duration_milliseconds', 1000],
  ['http_request_duration_ms', 1000],
  ['flask_http_request_duration_seconds', 1],
  ['starlette_request_duration_seconds', 1],
  ['django_http_requests_latency_including_middlewares_seconds', 1],
  ['gin_request_duration_seconds', 1],
  ['echo_request_duration_seconds', 1],
] as const;
const MADE = [
  ['http_client_request_duration_seconds', 1],
  ['http_client_request_duration', 1],
  ['http_client_duration_milliseconds', 1000],
  ['http_client_duration', 1000],
  ['http_client_requests_seconds', 1],
] as const;
/** 429 is told apart: shed on purpose. */
const FAILED = '5..|5xx|5XX|SERVER_ERROR|server_error|error|INTERNAL';
/** Empty: no answer came. A 429 is a failure to the one that called. */
const CALL_FAILED = `${FAILED}|429|0||IO_ERROR|CLIENT_ERROR`;
const BY_ROUTE = { suffix: '-by-route', words: ', by route', keep: [['route', ROUTE]] as const };
const BY_PEER = { suffix: '-by-peer', words: ', by called service', keep: [['peer', CALLED]] as const };

const shed = (stem: string) =>
  ratio(
    rate(`${stem}_count`, [[STATUS, '=', '429']], { born: true, optional: true, needs: STATUS }),
    rate(`${stem}_count`, [], { born: true }),
  );

/** HTTP requests, as servers and as clients: OpenTelemetry's names of today and before, Micrometer's, and common ones of other libraries. */
export const otelHttp: Pack = {
  id: 'otel-http',
  title: 'HTTP servers and clients',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    ...requestEntries({
      id: 'http-server',
      title: 'Requests served',
      stems: SERVED,
      counter: ['http_requests_total', [[STATUS, '=~', FAILED]], STATUS],
      failed: { where: [[STATUS, '=~', FAILED]], needs: STATUS },
      parts: [BY_ROUTE],
    }),
    entry(
      'http-server-shed',
      'Share of requests refused with 429',
      ['ratio', 'errors', 'up'],
      SERVED.map(([stem]) => shed(stem)),
      {
        each: 'service',
        warn: 0.01,
      },
    ),
    entry(
      'http-server-p95',
      '95th percentile of requests served, from buckets',
      ['s', 'latency', 'up'],
      SERVED.filter(([, seconds]) => seconds === 1).map(([stem]) => quantile(0.95, stem)),
      { each: 'service' },
    ),
    entry(
      'http-server-active',
      'Requests in work',
      ['count', 'saturation', 'up'],
      [
        gauge('http_server_active_requests'),
        gauge('http_server_requests_active_seconds_count'),
        gauge('http_requests_in_flight'),
        gauge('http_requests_in_progress'),
      ],
    ),
    ...requestEntries({
      id: 'http-client',
      title: 'Requests made',
      stems: MADE,
      failed: { where: [[STATUS, '=~', CALL_FAILED]], needs: STATUS },
      parts: [BY_PEER],
    }),
    entry(
      'http-client-retries',
      'Requests made again',
      ['1/s', 'errors', 'up'],
      ['http_client_retries_total', 'http_client_request_retries_total', 'http_client_request_resend_total'].map((name) =>
        rate(name, [], { born: true }),
      ),
      { each: 'service' },
    ),
    entry(
      'http-client-connections',
      'Open connections of HTTP clients',
      ['count', 'utilisation', 'up'],
      [gauge('http_client_open_connections'), gauge('httpcomponents_httpclient_pool_total_connections')],
    ),
    entry(
      'http-client-pending',
      'Requests that wait for a connection of the HTTP client',
      ['count', 'saturation', 'up'],
      [gauge('httpcomponents_httpclient_pool_total_pending'), gauge('reactor_netty_connection_provider_pending_connections')],
      { warn: 1 },
    ),
  ],
};
