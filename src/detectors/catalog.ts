import type { Detector } from './detector.js';

/** All detectors. This version has none yet: every report says so, and no run is called healthy. */
export const detectors: readonly Detector[] = [];
