import { gauge, rate, ratio } from './expression.js';
import { entry, type Pack } from './pack.js';

const queue = { each: 'service' as const, keep: [['queue', 'queue']] as const };

/** RabbitMQ, by its own plugin; single queues where it tells them. */
export const rabbitmq: Pack = {
  id: 'rabbitmq',
  title: 'RabbitMQ',
  subject: 'queue',
  naming: { by: 'system', system: 'rabbitmq' },
  entries: [
    entry(
      'rabbitmq-ready',
      'Messages that wait',
      ['count', 'saturation', 'up'],
      [gauge('rabbitmq_queue_messages_ready'), gauge('rabbitmq_detailed_queue_messages_ready')],
      { ...queue, warn: 1000, source: 'APA' },
    ),
    entry(
      'rabbitmq-unacknowledged',
      'Messages not acknowledged',
      ['count', 'saturation', 'up'],
      [gauge('rabbitmq_queue_messages_unacked'), gauge('rabbitmq_detailed_queue_messages_unacked')],
      { ...queue, warn: 1000, source: 'APA' },
    ),
    entry(
      'rabbitmq-consumers',
      'Consumers',
      ['count', 'state', 'down'],
      [gauge('rabbitmq_queue_consumers'), gauge('rabbitmq_consumers')],
      queue,
    ),
    entry(
      'rabbitmq-published',
      'Messages published',
      ['1/s', 'traffic', 'either'],
      [rate('rabbitmq_global_messages_received_total'), rate('rabbitmq_channel_messages_published_total')],
      { each: 'service' },
    ),
    entry(
      'rabbitmq-delivered',
      'Messages delivered',
      ['1/s', 'traffic', 'either'],
      [rate('rabbitmq_global_messages_delivered_total'), rate('rabbitmq_channel_messages_delivered_total')],
      { each: 'service' },
    ),
    entry('rabbitmq-memory-alarm', 'Publishers blocked: memory', ['count', 'event', 'up'], gauge('rabbitmq_alarms_memory_used_watermark'), {
      critical: 1,
      source: 'APA',
    }),
    entry('rabbitmq-disk-alarm', 'Publishers blocked: disk', ['count', 'event', 'up'], gauge('rabbitmq_alarms_free_disk_space_watermark'), {
      critical: 1,
      source: 'APA',
    }),
    entry(
      'rabbitmq-memory',
      'Memory in use, of the limit',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('rabbitmq_process_resident_memory_bytes'), gauge('rabbitmq_resident_memory_limit_bytes')),
      { warn: 0.9, source: 'APA' },
    ),
    entry(
      'rabbitmq-files',
      'File handles in use',
      ['ratio', 'utilisation', 'up'],
      ratio(gauge('rabbitmq_process_open_fds'), gauge('rabbitmq_process_max_fds')),
      { warn: 0.9, source: 'APA' },
    ),
    entry(
      'rabbitmq-unroutable',
      'Messages without a queue',
      ['1/s', 'errors', 'up'],
      [rate('rabbitmq_global_messages_unroutable_dropped_total'), rate('rabbitmq_channel_messages_unroutable_dropped_total')],
      { each: 'service', warn: 0.01 },
    ),
  ],
};
