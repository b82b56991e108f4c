import { rate } from './expression.js';
import { entry, type Pack } from './pack.js';
import { requestEntries } from './requests.js';

const SERVER = [['span_kind', '=~', 'SPAN_KIND_SERVER|SPAN_KIND_CONSUMER']] as const;
/** Those of the spans; `service` may be that of the collector. */
export const SPAN_SERVICE = ['service_name', 'exported_service'] as const;
const STATUS = ['status_code', 'status'] as const;
const failed = { where: [[STATUS, '=', 'STATUS_CODE_ERROR']] as const, needs: STATUS };

/** Figures that Tempo, or the collector's connector, makes of spans. */
export const spanMetrics: Pack = {
  id: 'span-metrics',
  title: 'Span metrics',
  subject: 'service',
  naming: { by: 'service', prefer: SPAN_SERVICE },
  entries: [
    ...requestEntries({
      id: 'span-server',
      title: 'Server spans',
      stems: [
        ['traces_spanmetrics_latency', 1],
        ['traces_span_metrics_duration_seconds', 1],
        ['traces_span_metrics_duration_milliseconds', 1000],
        ['duration_milliseconds', 1000],
        ['duration_seconds', 1],
      ],
      where: SERVER,
      failed,
      parts: [{ suffix: '-by-name', words: ', by name', keep: [['operation', ['span_name', 'operation']]] }],
    }),
    ...requestEntries({
      id: 'span-client',
      title: 'Client spans',
      stems: [
        ['traces_spanmetrics_latency', 1],
        ['traces_span_metrics_duration_seconds', 1],
        ['traces_span_metrics_duration_milliseconds', 1000],
        ['duration_milliseconds', 1000],
      ],
      where: [['span_kind', '=~', 'SPAN_KIND_CLIENT|SPAN_KIND_PRODUCER']],
      failed,
      parts: [{ suffix: '-by-name', words: ', by name', keep: [['operation', ['span_name', 'operation']]] }],
    }),
    entry(
      'span-internal',
      'Time in internal spans',
      ['s/s', 'utilisation', 'up'],
      rate('traces_spanmetrics_latency_sum', [['span_kind', '=', 'SPAN_KIND_INTERNAL']], { born: true }),
      {
        each: 'service',
        keep: [['operation', ['span_name', 'operation']]],
      },
    ),
  ],
};
