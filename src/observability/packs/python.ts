import { gauge, rate } from './expression.js';
import { entry, type Pack } from './pack.js';

/** Python: Prometheus' client, Gunicorn, OpenTelemetry. CPU of the process is in `process`: near 1 core the interpreter lock is the limit. */
export const python: Pack = {
  id: 'python',
  title: 'Python',
  subject: 'service',
  naming: { by: 'service' },
  entries: [
    entry(
      'python-gc-full',
      'Full garbage collections',
      ['1/s', 'saturation', 'up'],
      [
        rate('python_gc_collections_total', [['generation', '=', '2']]),
        rate('cpython_gc_collections_total', [[['generation', 'cpython_gc_generation'], '=', '2']]),
      ],
      { warn: 1, source: 'APA' },
    ),
    entry(
      'python-gc-uncollectable',
      'Objects that cannot be collected',
      ['1/s', 'errors', 'up'],
      rate('python_gc_objects_uncollectable_total'),
    ),
    entry('gunicorn-requests', 'Requests of Gunicorn', ['1/s', 'traffic', 'either'], rate('gunicorn_requests'), { each: 'service' }),
    entry('gunicorn-workers', 'Workers of Gunicorn', ['count', 'state', 'down'], gauge('gunicorn_workers')),
    entry('celery-queue', 'Tasks queued in Celery', ['count', 'saturation', 'up'], gauge('celery_queue_length'), {
      keep: [['queue', 'queue_name']],
    }),
  ],
};
