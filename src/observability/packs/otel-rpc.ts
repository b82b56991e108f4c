import { CALLED, type Pack } from './pack.js';
import { requestEntries } from './requests.js';

const CODE = ['rpc_response_status_code', 'rpc_grpc_status_code', 'grpc_status', 'grpc_code', 'grpc_status_code', 'error_type'] as const;
/** Codes by number and by both spellings of their names that are the fault of the server, or of the way to it. */
const SERVER_FAULT = [
  '2|UNKNOWN|Unknown',
  '4|DEADLINE_EXCEEDED|DeadlineExceeded',
  '8|RESOURCE_EXHAUSTED|ResourceExhausted',
  '12|UNIMPLEMENTED|Unimplemented',
  '13|INTERNAL|Internal',
  '14|UNAVAILABLE|Unavailable',
  '15|DATA_LOSS|DataLoss',
].join('|');
const METHOD = ['rpc_method', 'grpc_method', 'method'] as const;
const failed = { where: [[CODE, '=~', SERVER_FAULT]] as const, needs: CODE };

/** gRPC and other remote calls: OpenTelemetry, go-grpc-prometheus, Micrometer. */
export const otelRpc: Pack = {
  id: 'otel-rpc',
  title: 'gRPC and other remote calls',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    ...requestEntries({
      id: 'rpc-server',
      title: 'Calls served',
      stems: [
        ['rpc_server_call_duration_seconds', 1],
        ['rpc_server_duration_milliseconds', 1000],
        ['rpc_server_duration', 1000],
        ['grpc_server_handling_seconds', 1],
        ['grpc_server_processing_duration_seconds', 1],
        ['grpc_server_call_duration_seconds', 1],
      ],
      counter: ['grpc_server_handled_total', failed.where, CODE],
      failed,
      parts: [{ suffix: '-by-method', words: ', by method', keep: [['route', METHOD]] }],
    }),
    ...requestEntries({
      id: 'rpc-client',
      title: 'Calls made',
      stems: [
        ['rpc_client_call_duration_seconds', 1],
        ['rpc_client_duration_milliseconds', 1000],
        ['rpc_client_duration', 1000],
        ['grpc_client_handling_seconds', 1],
        ['grpc_client_processing_duration_seconds', 1],
        ['grpc_client_attempt_duration_seconds', 1],
      ],
      counter: ['grpc_client_handled_total', failed.where, CODE],
      failed,
      parts: [{ suffix: '-by-peer', words: ', by called service', keep: [['peer', CALLED]] }],
    }),
  ],
};
