import { meanOf, rate } from './expression.js';
import { entry, type KeptLabel, type Pack } from './pack.js';

const keep: readonly KeptLabel[] = [
  ['peer', 'server'],
  ['kind', 'connection_type'],
];
const call = { each: 'service' as const, keep };

/** Calls between services, as Tempo or the collector's connector draws them from traces. */
export const serviceGraph: Pack = {
  id: 'service-graph',
  title: 'Service graph',
  subject: 'service',
  naming: { by: 'edge' },
  entries: [
    entry(
      'graph-requests',
      'Calls',
      ['1/s', 'traffic', 'either'],
      [rate('traces_service_graph_request_total', [], { born: true }), rate('service_graph_request_total', [], { born: true })],
      call,
    ),
    entry(
      'graph-failed',
      'Failed calls',
      ['1/s', 'errors', 'up'],
      [
        rate('traces_service_graph_request_failed_total', [], { born: true }),
        rate('service_graph_request_failed_total', [], { born: true }),
      ],
      call,
    ),
    entry(
      'graph-client-duration',
      'Mean duration of calls as the caller sees it',
      ['s', 'latency', 'up'],
      [meanOf('traces_service_graph_request_client_seconds', [], { born: true })],
      call,
    ),
    entry(
      'graph-server-duration',
      'Mean duration of calls as the called service sees it',
      ['s', 'latency', 'up'],
      [meanOf('traces_service_graph_request_server_seconds', [], { born: true })],
      call,
    ),
  ],
};
