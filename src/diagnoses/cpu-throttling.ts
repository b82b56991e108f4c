import { defineDiagnosis } from './diagnosis.js';
import { mine } from './dossier.js';
import { THROTTLED } from './events.js';

/** The container is stopped when it has used its share of CPU. */
export const cpuThrottling = defineDiagnosis({
  id: 'cpu-throttling',
  title: 'The CPU of a container was throttled',
  docs: 'docs/diagnoses/cpu-throttling.md',
  claim: 'The container used up its CPU limit in each period, and stood still for the rest of it.',
  explains: [],
  asks: [
    { source: 'metrics', question: 'Is the container throttled in a quarter of its periods or more?' },
    { source: 'traces', question: 'Is the time lost in its own work, in pauses of tens of ms?' },
  ],
  lookAlikes: [
    { id: 'cpu-saturation', toldApartBy: 'all CPU of the host or of one thread is used, and no period is throttled' },
    { id: 'gc-pressure', toldApartBy: 'the pauses are collections' },
  ],
  fix: (service) => `Raise or remove the CPU limit of ${service}, or let it use fewer threads at once.`,
  verify: 'Fewer than a twentieth of the periods are throttled under the same load.',
  experimental: true,
  examine(c, place, file) {
    const throttled = file.signal(THROTTLED, 3, mine(place), 'up');
    if (!throttled || (throttled.signal.unit === 'ratio' && throttled.peak < 0.1))
      return file.exclude('its container is not throttled', THROTTLED);
    file.lost(['own'], 2.5);
    if (c.around(place) < 0.2) file.against(3, 'the time is lost elsewhere');
  },
});
