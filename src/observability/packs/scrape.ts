import { changes, gauge } from './expression.js';
import { entry, type Pack } from './pack.js';

/** What Prometheus knows of every target without being told: whether it answers, how fast, and whether it began anew. */
export const scrape: Pack = {
  id: 'scrape',
  title: 'Targets and restarts',
  subject: 'scrape',
  naming: { by: 'service' },
  entries: [
    entry('scrape-up', 'Scrapes that were answered', ['ratio', 'state', 'down'], gauge('up', [], { across: 'min' })),
    entry('scrape-duration', 'Time of a scrape', ['s', 'saturation', 'up'], gauge('scrape_duration_seconds', [], { across: 'max' }), {
      warn: 5,
    }),
    entry('scrape-samples', 'Samples of a scrape', ['count', 'state', 'down'], gauge('scrape_samples_scraped', [], { across: 'min' })),
    entry(
      'service-restarts',
      'Restart',
      ['count', 'event', 'up'],
      [changes('process_start_time_seconds'), changes('process_uptime_start_time_seconds')],
      { subject: 'service', warn: 1 },
    ),
  ],
};
