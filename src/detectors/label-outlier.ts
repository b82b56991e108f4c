import { percentile } from '../stats/quantile.js';
import { median } from '../stats/robust.js';
import type { Detector } from './detector.js';
import { ms, times } from './words.js';

/** Fewest labels to compare, and requests of one. */
const MIN_LABELS = 5;
const MIN_REQUESTS = 100;
/** Times the middle of all labels' medians, and ms above it, that make a label one that stands out. */
const RATIO = 10;
const MIN_MS = 500;
/** Labels named at most. */
const MOST = 3;

/** Endpoints that are far slower than the others: to know; many are so by design. */
export const labelOutlier: Detector = {
  id: 'label-outlier',
  title: 'Endpoints that stand out',
  docs: 'docs/detectors/label-outlier.md',
  kinds: ['label-outlier'],
  unable: ({ labels }) =>
    labels.filter(({ ok }) => ok.n >= MIN_REQUESTS).length < MIN_LABELS
      ? `Fewer than ${MIN_LABELS} endpoints have ${MIN_REQUESTS} good answers, so there is nothing to compare with.`
      : null,
  detect({ labels, resolution, window }) {
    const medians = labels
      .filter(({ ok }) => ok.n >= MIN_REQUESTS)
      .map(({ label, ok, okHistogram }) => ({
        label: label as string,
        p50: percentile(okHistogram, 0.5, { min: ok.min, max: ok.max, resolution }) as number,
      }));
    const middle = median(medians.map(({ p50 }) => p50));
    return medians
      .filter(({ p50 }) => p50 >= RATIO * middle && p50 - middle >= MIN_MS)
      .sort((a, b) => b.p50 - a.p50)
      .slice(0, MOST)
      .map(({ label, p50 }) => ({
        kind: 'label-outlier',
        window: { ...window },
        labels: [label],
        before: null,
        strength: p50 / middle / RATIO,
        critical: false,
        informative: true,
        summary: `Its median is ${ms(p50)}, ${times(p50 / middle)} that of the other endpoints (${ms(middle)}).`,
        facts: [
          { name: 'median', value: p50, unit: 'ms' },
          { name: 'middle of all endpoints’ medians', value: middle, unit: 'ms' },
        ],
        against: ['It is so all the time; some endpoints are slow by design.'],
      }));
  },
};
