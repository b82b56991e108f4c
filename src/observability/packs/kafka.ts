import { gauge, rate, scaled } from './expression.js';
import { entry, type Pack } from './pack.js';

const group = {
  each: 'service' as const,
  keep: [
    ['group', ['consumergroup', 'group', 'group_id', 'client_id']],
    ['topic', 'topic'],
  ] as const,
};
const REQUEST = [['quantile', '=', '0.99']] as const;
const request = (part: string) => scaled(0.001, gauge(`kafka_network_requestmetrics_${part}timems`, REQUEST, { across: 'max' }));
const broker = { keep: [['request', 'request']] as const };

/** Kafka, by its JMX exporter, kafka_exporter and the clients of Micrometer. */
export const kafka: Pack = {
  id: 'kafka',
  title: 'Kafka',
  subject: 'queue',
  naming: { by: 'system', system: 'kafka' },
  entries: [
    entry(
      'kafka-lag',
      'Messages not consumed yet',
      ['count', 'saturation', 'up'],
      [
        gauge('kafka_consumergroup_lag'),
        gauge('kafka_consumergroup_group_lag'),
        gauge('kafka_consumer_fetch_manager_records_lag_max', [], { across: 'max' }),
        gauge('kafka_consumer_records_lag_max', [], { across: 'max' }),
      ],
      { ...group, warn: 10_000, source: 'APA' },
    ),
    entry(
      'kafka-messages',
      'Messages received',
      ['1/s', 'traffic', 'either'],
      [rate('kafka_server_brokertopicmetrics_messagesin_total'), rate('kafka_topic_partition_current_offset')],
      { each: 'service', keep: [['topic', 'topic']] },
    ),
    entry('kafka-bytes', 'Bytes received', ['bytes/s', 'traffic', 'either'], rate('kafka_server_brokertopicmetrics_bytesin_total'), {
      keep: [['topic', 'topic']],
    }),
    entry('kafka-request-queue', 'Time of requests in the queue, 99th percentile', ['s', 'saturation', 'up'], request('requestqueue'), {
      ...broker,
      warn: 0.1,
    }),
    entry('kafka-request-local', 'Time of requests at the leader, 99th percentile', ['s', 'latency', 'up'], request('local'), broker),
    entry('kafka-request-remote', 'Time of requests at followers, 99th percentile', ['s', 'latency', 'up'], request('remote'), broker),
    entry(
      'kafka-response-queue',
      'Time of answers in the queue, 99th percentile',
      ['s', 'saturation', 'up'],
      request('responsequeue'),
      broker,
    ),
    entry(
      'kafka-handlers-idle',
      'Request handlers idle',
      ['ratio', 'utilisation', 'down'],
      [
        gauge('kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent', [], { across: 'min' }),
        gauge('kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent', [], { across: 'min' }),
      ],
      { warn: 0.3 },
    ),
    entry(
      'kafka-under-replicated',
      'Partitions with too few replicas',
      ['count', 'state', 'up'],
      [gauge('kafka_server_replicamanager_underreplicatedpartitions'), gauge('kafka_topic_partition_under_replicated_partition')],
      { warn: 1, source: 'APA' },
    ),
    entry('kafka-isr-shrinks', 'Replicas that fell behind', ['1/s', 'event', 'up'], rate('kafka_server_replicamanager_isrshrinks_total'), {
      warn: 0.001,
    }),
  ],
};
